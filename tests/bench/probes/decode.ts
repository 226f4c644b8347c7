/** File to columns to tree to layout, as the app's workers do it. */
import { ByteBudget } from "#base/byte-budget.ts";
import { JobControl } from "#base/cancel-flag.ts";
import { buildCallTree } from "#analysis/call-tree.ts";
import { layoutFlame } from "#analysis/flame-layout.ts";
import { defaultSampleTypeIndex } from "#profile/profile.ts";
import { openProfile } from "#session/open/open-profile.ts";
import { report } from "./report.ts";

const start = performance.now();
const opened = await openProfile(
  { type: "path", path: process.argv[2] },
  {
    control: new JobControl(),
    budget: new ByteBudget(Infinity),
    shareMemory: true,
  },
);
const decoded = performance.now();
if (!opened.ok) throw new Error(opened.error.code);
const { profile } = opened.value;
if (process.argv[3] === "decode-only") {
  report({ decodeMs: decoded - start });
} else {
  const tree = buildCallTree(profile);
  const built = performance.now();
  const layout = layoutFlame(tree, defaultSampleTypeIndex(profile));
  report({
    decodeMs: decoded - start,
    treeMs: built - decoded,
    layoutMs: performance.now() - built,
    boxes: layout.length,
  });
}
