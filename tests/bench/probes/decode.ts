/**
 * File to columns to tree to layout, as the app's workers do it; with `decode-only`, columns from bytes
 * that were inflated before: what the touch loop reads, too.
 */
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { ByteBudget } from "#base/byte-budget.ts";
import { JobControl } from "#base/cancel-flag.ts";
import { buildCallTree } from "#analysis/call-tree.ts";
import { layoutFlame } from "#analysis/flame-layout.ts";
import { decodeProfile } from "#profile/decode/decode-profile.ts";
import { defaultSampleTypeIndex } from "#profile/profile.ts";
import { openProfile } from "#session/open/open-profile.ts";
import { report } from "./report.ts";

function decodeInflated(path: string): void {
  const bytes = gunzipSync(readFileSync(path));
  const start = performance.now();
  const decoded = decodeProfile(bytes, { shareMemory: true });
  if (!decoded.ok) throw new Error(decoded.error.code);
  report({ decodeMs: performance.now() - start });
}

async function openAndBuild(path: string): Promise<void> {
  const start = performance.now();
  const opened = await openProfile(
    { type: "path", path },
    {
      control: new JobControl(),
      budget: new ByteBudget(Infinity),
      shareMemory: true,
    },
  );
  const decoded = performance.now();
  if (!opened.ok) throw new Error(opened.error.code);
  const { profile } = opened.value;
  const tree = buildCallTree(profile);
  const built = performance.now();
  const layout = layoutFlame(tree, defaultSampleTypeIndex(profile));
  report({
    openMs: decoded - start,
    treeMs: built - decoded,
    layoutMs: performance.now() - built,
    boxes: layout.length,
  });
}

if (process.argv[3] === "decode-only") decodeInflated(process.argv[2]);
else await openAndBuild(process.argv[2]);
