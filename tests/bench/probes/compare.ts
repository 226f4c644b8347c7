/**
 * Two files to a comparison on the screen's side of the worker: decoding, joining, the merged tree,
 * two layouts in one order; then a change of sample type and of mode. With `open`, both files as they
 * are opened one after the other.
 */
import { ByteBudget } from "#base/byte-budget.ts";
import { JobControl } from "#base/cancel-flag.ts";
import { buildCallTree } from "#analysis/call-tree.ts";
import { layoutFlame } from "#analysis/flame-layout.ts";
import { defaultSampleTypeIndex, type Profile } from "#profile/profile.ts";
import type { SeriesView } from "#contract/worker-messages.ts";
import { openProfile } from "#session/open/open-profile.ts";
import { shareProfile } from "#session/share-profile.ts";
import { SeriesSession } from "#session/view/series-session.ts";
import { report } from "./report.ts";

async function decode(path: string): Promise<Profile> {
  const opened = await openProfile(
    { type: "path", path },
    {
      control: new JobControl(),
      budget: new ByteBudget(Infinity),
      shareMemory: true,
    },
  );
  if (!opened.ok) throw new Error(opened.error.code);
  return opened.value.profile;
}

const [, , how, basePath, currentPath] = process.argv;
const start = performance.now();

if (how === "open") {
  for (const path of [basePath, currentPath]) {
    const profile = await decode(path);
    layoutFlame(buildCallTree(profile), defaultSampleTypeIndex(profile));
  }
  report({ openMs: performance.now() - start });
} else {
  const base = await decode(basePath);
  const current = await decode(currentPath);
  const decoded = performance.now();
  const session = new SeriesSession({
    profile: shareProfile(current),
    earlier: [shareProfile(base)],
    limitBytes: 2 * 1024 ** 3,
  });
  const values = { sampleTypeIndex: 1, isNormalised: false, isFolded: false };
  const timed = (views: readonly SeriesView[]): number => {
    const from = performance.now();
    for (const view of views) {
      const outcome = session.answer(view, new JobControl().buffer);
      if (!outcome.ok) throw new Error(outcome.error.code);
    }
    return performance.now() - from;
  };
  const side = (change: Partial<typeof values>): SeriesView[] =>
    (["base", "current"] as const).map((width) => ({
      view: "compare-flame",
      width,
      isCoarse: true,
      ...values,
      ...change,
    }));
  const table = (change: Partial<typeof values>): SeriesView => ({
    view: "compare-table",
    isNet: false,
    ...values,
    ...change,
  });
  const firstMs = timed(side({}));
  const compareMs = performance.now() - start;
  const tableMs = timed([table({})]);
  // What the window asks for: both pictures, then the table.
  const all = (change: Partial<typeof values>): SeriesView[] => [
    ...side(change),
    table(change),
  ];
  report({
    compareMs,
    decodeMs: decoded - start,
    firstMs,
    tableMs,
    sampleTypeMs: timed(all({ sampleTypeIndex: 0 })),
    normaliseMs: timed(all({ isNormalised: true })),
    wholeMs: timed(
      side({}).map((view) => ({ ...view, isCoarse: false }) as SeriesView),
    ),
    netMs: timed([{ ...table({}), isNet: true } as SeriesView]),
  });
}
