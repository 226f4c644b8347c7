/** Decodes a profile and writes its flame graph as the block the app's workers send. */
import { writeFileSync } from "node:fs";
import { ByteBudget } from "../../src/base/byte-budget.ts";
import { JobControl } from "../../src/base/cancel-flag.ts";
import { buildCallTree } from "../../src/analysis/call-tree.ts";
import { layoutFlame } from "../../src/analysis/flame-layout.ts";
import { ALL_GROWN } from "../../src/analysis/inverted-tree.ts";
import { encodeFlameView } from "../../src/contract/views.ts";
import { defaultSampleTypeIndex } from "../../src/profile/profile.ts";
import { openProfile } from "../../src/session/open/open-profile.ts";

const [file, out] = process.argv.slice(2);
const opened = await openProfile(
  { type: "path", path: file },
  { control: new JobControl(), budget: new ByteBudget(Infinity) },
);
if (!opened.ok) throw new Error(opened.error.code);
const { profile } = opened.value;
const tree = buildCallTree(profile);
const layout = layoutFlame(tree, defaultSampleTypeIndex(profile));
const view = {
  layout,
  frames: tree.frames,
  total: 0n,
  shownShare: 1,
  grown: ALL_GROWN,
};
writeFileSync(out, encodeFlameView(view));
console.log(`${layout.length} boxes`);
