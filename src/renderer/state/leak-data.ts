import type { LeakFinding } from "#analysis/leaks/leak-finding.ts";
import {
  decodeCreators,
  decodeGoroutineDetail,
  decodeGoroutineGroups,
  decodeLeakDetail,
  decodeLeaksView,
  type CreatorsView,
  type GoroutineDetail,
  type GoroutineDetailSpec,
  type GoroutineGroupsView,
  type GoroutineSpec,
  type LeakDetailSpec,
  type LeakSpec,
  type LeaksView,
} from "#contract/goroutines.ts";
import type { ProfileId } from "#contract/profile-id.ts";
import { requestView } from "./backend.ts";
import { useRules } from "./rules.ts";
import { ViewCache } from "./view-cache.ts";
import { profileKey, useCached, type ViewHandle } from "./view-data.ts";

const KEPT_BYTES = 64 * 1024 * 1024;
/** A finding or a row as objects, roughly. */
const FINDING_BYTES = 1024;
const ROW_BYTES = 64;

/** The rules and loads of all files are part of the key: with other ones it is another view. */
function specKey({ currentIds, baseIds, usesEarlier }: LeakSpec): string {
  const { version } = useRules.getState();
  const current = currentIds.map(profileKey).join("");
  const base = baseIds.map(profileKey).join("");
  return `${current}<${base}${usesEarlier ? "+" : ""}@${version}`;
}

function groupKey(spec: GoroutineSpec): string {
  const { granularity, labelKey, findingIndex } = spec;
  return `${specKey(spec)}/${granularity}/${findingIndex}/${labelKey ?? "\n"}`;
}

const detailKey = (spec: LeakDetailSpec): string =>
  `${specKey(spec)}/${spec.index}`;
const rowKey = (spec: GoroutineDetailSpec): string =>
  `${groupKey(spec)}/${spec.row}`;

const lists = new ViewCache<LeakSpec, LeaksView>(
  {
    keyOf: specKey,
    load: (spec, signal) =>
      requestView("leaks/list", spec, decodeLeaksView, signal),
    weigh: ({ findings }) => findings.length * FINDING_BYTES,
  },
  KEPT_BYTES,
);

const details = new ViewCache<LeakDetailSpec, LeakFinding>(
  {
    keyOf: detailKey,
    load: (spec, signal) =>
      requestView("leaks/detail", spec, decodeLeakDetail, signal),
    weigh: ({ stack }) => FINDING_BYTES + stack.length * 256,
  },
  KEPT_BYTES,
);

const groups = new ViewCache<GoroutineSpec, GoroutineGroupsView>(
  {
    keyOf: groupKey,
    load: (spec, signal) =>
      requestView("goroutines/groups", spec, decodeGoroutineGroups, signal),
    weigh: ({ length, strings }) =>
      length * ROW_BYTES + strings.columns.bytes.length,
  },
  KEPT_BYTES,
);

const groupDetails = new ViewCache<GoroutineDetailSpec, GoroutineDetail>(
  {
    keyOf: rowKey,
    load: (spec, signal) =>
      requestView("goroutines/detail", spec, decodeGoroutineDetail, signal),
    weigh: ({ members }) =>
      members.length * ROW_BYTES + members.strings.columns.bytes.length,
  },
  KEPT_BYTES,
);

const creators = new ViewCache<LeakSpec, CreatorsView>(
  {
    keyOf: specKey,
    load: (spec, signal) =>
      requestView("goroutines/creators", spec, decodeCreators, signal),
    weigh: ({ length }) => length * ROW_BYTES,
  },
  KEPT_BYTES,
);

/** Forgets the views that a file has part in: it was closed or is read again. */
export function dropLeaks(id: ProfileId): void {
  const isStale = (key: string): boolean => key.includes(`${id}#`);
  for (const cache of [lists, details, groups, groupDetails, creators]) {
    cache.drop(isStale);
  }
}

function useView<Spec, T>(
  cache: ViewCache<Spec, T>,
  key: string,
  spec: Spec | null,
): ViewHandle<T> {
  // The key holds the version of the rules: with new ones, the view is asked for again.
  useRules(({ version }) => version);
  const data = useCached(cache, key, spec);
  return { data, retry: () => spec !== null && cache.retry(spec) };
}

/** Findings; null: none are wanted now. */
export function useLeaks(spec: LeakSpec | null): ViewHandle<LeaksView> {
  return useView(lists, spec === null ? "" : specKey(spec), spec);
}

/** One finding in full. */
export function useLeakDetail(
  spec: LeakDetailSpec | null,
): ViewHandle<LeakFinding> {
  return useView(details, spec === null ? "" : detailKey(spec), spec);
}

/** Groups of goroutines. */
export function useGoroutineGroups(
  spec: GoroutineSpec | null,
): ViewHandle<GoroutineGroupsView> {
  return useView(groups, spec === null ? "" : groupKey(spec), spec);
}

/** One group in full. */
export function useGoroutineDetail(
  spec: GoroutineDetailSpec | null,
): ViewHandle<GoroutineDetail> {
  return useView(groupDetails, spec === null ? "" : rowKey(spec), spec);
}

/** Who created whom. */
export function useCreators(spec: LeakSpec | null): ViewHandle<CreatorsView> {
  return useView(creators, spec === null ? "" : specKey(spec), spec);
}
