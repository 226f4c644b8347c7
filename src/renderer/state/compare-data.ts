import type { GroupDelta } from "#analysis/compare/compare-goroutines.ts";
import type { Trend } from "#analysis/compare/trend.ts";
import type { FrameTable } from "#analysis/frame-table.ts";
import { ensureDefined } from "#base/assert.ts";
import { err, ok, type Result } from "#base/result.ts";
import type { AppError } from "#contract/app-error.ts";
import {
  decodeComparisonFlame,
  decodeComparisonTable,
  decodeGroupDeltas,
  decodeTrend,
  type ComparisonFlameSpec,
  type ComparisonFlameView,
  type ComparisonTableSpec,
  type ComparisonTableView,
  type PairSpec,
  type TrendSpec,
} from "#contract/compare.ts";
import type { ProfileId } from "#contract/profile-id.ts";
import { runSliced } from "../canvas/time-slice.ts";
import { requestView } from "./backend.ts";
import {
  compareModel,
  compareModelBytes,
  type CompareModel,
} from "./compare-model.ts";
import { warmNames } from "./flame-model.ts";
import { ViewCache } from "./view-cache.ts";
import { profileKey, useCached, type ViewHandle } from "./view-data.ts";

const KEPT_FLAME_BYTES = 256 * 1024 * 1024;
const KEPT_TABLE_BYTES = 64 * 1024 * 1024;

/** `p1#1/p2#1/`: stale as soon as one of the profiles is closed or read again. */
function seriesKey(ids: readonly ProfileId[]): string {
  return ids.map(profileKey).join("");
}

const pairKey = ({ baseId, currentId }: PairSpec): string =>
  seriesKey([baseId, currentId]);

const valuesKey = (spec: ComparisonTableSpec | ComparisonFlameSpec): string =>
  `${pairKey(spec)}${spec.sampleTypeIndex}/${spec.isNormalised}/${spec.isFolded}`;

const flameKey = (spec: ComparisonFlameSpec): string =>
  `${valuesKey(spec)}/${spec.width}/${spec.isCoarse}`;

const tableKey = (spec: ComparisonTableSpec): string =>
  `${valuesKey(spec)}/${spec.isNet}`;

const trendKey = ({ profileIds, sampleType }: TrendSpec): string =>
  `${seriesKey(profileIds)}${sampleType.type}/${sampleType.unit}`;

/** The tree a picture is of: its frames are the same for all sample types, modes and widths. */
const treeKey = (spec: ComparisonFlameSpec): string =>
  `${pairKey(spec)}${spec.isFolded}`;

/** Frames of the tree that was looked at last, and what is made of them once. */
let knownFrames: { readonly tree: string; readonly frames: FrameTable } | null =
  null;

/** A picture with its frames, which are asked for once per tree. */
async function loadFlame(
  spec: ComparisonFlameSpec,
  signal: AbortSignal,
): Promise<Result<ComparisonFlameView, AppError>> {
  const tree = treeKey(spec);
  const known = knownFrames?.tree === tree ? knownFrames.frames : null;
  const view = await requestView(
    "compare/flame",
    { ...spec, knowsFrames: known !== null },
    decodeComparisonFlame,
    signal,
  );
  if (!view.ok) return view;
  const frames = ensureDefined(
    view.value.frames ?? known ?? undefined,
    "a picture brings its frames unless they are known",
  );
  if (!spec.isCoarse) knownFrames = { tree, frames };
  return ok({ ...view.value, frames });
}

const flames = new ViewCache<ComparisonFlameSpec, CompareModel>(
  {
    keyOf: flameKey,
    load: async (spec, signal) => {
      const view = await loadFlame(spec, signal);
      if (!view.ok) return view;
      const isWanted = (): boolean => !signal.aborted;
      const model = await runSliced(compareModel(view.value), isWanted);
      if (model === null) return err({ code: "cancelled" });
      requestIdleCallback(() => void runSliced(warmNames(model), isWanted));
      return ok(model);
    },
    weigh: compareModelBytes,
  },
  KEPT_FLAME_BYTES,
);

const tables = new ViewCache<ComparisonTableSpec, ComparisonTableView>(
  {
    keyOf: tableKey,
    load: (spec, signal) =>
      requestView("compare/table", spec, decodeComparisonTable, signal),
    weigh: ({ table }) =>
      table.length * 80 + table.strings.columns.bytes.length,
  },
  KEPT_TABLE_BYTES,
);

const groups = new ViewCache<PairSpec, readonly GroupDelta[]>(
  {
    keyOf: pairKey,
    load: (spec, signal) =>
      requestView("compare/goroutines", spec, decodeGroupDeltas, signal),
    weigh: (rows) => rows.length * 1000,
  },
  KEPT_TABLE_BYTES,
);

const trends = new ViewCache<TrendSpec, Trend>(
  {
    keyOf: trendKey,
    load: (spec, signal) =>
      requestView("compare/trend", spec, decodeTrend, signal),
    weigh: ({ seconds, flat, cum }) =>
      seconds.length * (flat.length + cum.length) * 8,
  },
  KEPT_TABLE_BYTES,
);

/** Forgets the comparisons of a profile that was closed or is read again. */
export function dropComparisons(id: ProfileId): void {
  const isStale = (key: string): boolean =>
    key.startsWith(`${id}#`) || key.includes(`/${id}#`);
  for (const cache of [flames, tables, groups, trends]) cache.drop(isStale);
  if (knownFrames !== null && isStale(knownFrames.tree)) knownFrames = null;
}

function useFlameOf(
  spec: ComparisonFlameSpec | null,
): ViewHandle<CompareModel> {
  const key = spec === null ? "" : flameKey(spec);
  const data = useCached(flames, key, spec);
  return { data, retry: () => spec !== null && flames.retry(spec) };
}

/**
 * The flame graph of a comparison; null: none is wanted now. A large one comes as far as the screen
 * can show it first, then whole, at the same places.
 */
export function useComparisonFlame(
  spec: Omit<ComparisonFlameSpec, "isCoarse"> | null,
): ViewHandle<CompareModel> {
  const coarse = useFlameOf(spec === null ? null : { ...spec, isCoarse: true });
  const { data } = coarse;
  const isCut = data.status === "ready" && !data.value.comparison.isWhole;
  const whole = useFlameOf(
    spec === null || !isCut ? null : { ...spec, isCoarse: false },
  );
  return isCut && whole.data.status === "ready" ? whole : coarse;
}

/** What changed, by function; null: none is wanted now. */
export function useComparisonTable(
  spec: ComparisonTableSpec | null,
): ViewHandle<ComparisonTableView> {
  const key = spec === null ? "" : tableKey(spec);
  const data = useCached(tables, key, spec);
  return { data, retry: () => spec !== null && tables.retry(spec) };
}

/** Goroutines by stack and state; null: not of goroutines. */
export function useGroupDeltas(
  spec: PairSpec | null,
): ViewHandle<readonly GroupDelta[]> {
  const key = spec === null ? "" : pairKey(spec);
  const data = useCached(groups, key, spec);
  return { data, retry: () => spec !== null && groups.retry(spec) };
}

/** A series over time. */
export function useTrend(spec: TrendSpec): ViewHandle<Trend> {
  const data = useCached(trends, trendKey(spec), spec);
  return { data, retry: () => trends.retry(spec) };
}
