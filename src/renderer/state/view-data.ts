import { useDeferredValue, useEffect, useSyncExternalStore } from "react";
import { err, ok } from "#base/result.ts";
import type { NeighbourSpec, TreeSpec, ViewSpec } from "#contract/channels.ts";
import type { ProfileId } from "#contract/profile-id.ts";
import {
  decodeFlameView,
  decodeNeighbourView,
  decodeTopView,
  type TopView,
} from "#contract/views.ts";
import {
  decodeFilterOutcome,
  filtersKey,
  type FilterOutcome,
} from "#contract/view-filters.ts";
import type { Neighbours } from "#analysis/neighbour-table.ts";
import { requestView } from "./backend.ts";
import { runSliced } from "../canvas/time-slice.ts";
import {
  flameModel,
  flameModelBytes,
  warmNames,
  type FlameModel,
} from "./flame-model.ts";
import { useProfiles } from "./profiles.ts";
import type { TabView } from "./tab-view.ts";
import { ViewCache, type Loadable } from "./view-cache.ts";

/** Bytes of views nobody looks at that are kept for going back to. */
const KEPT_FLAME_BYTES = 256 * 1024 * 1024;
const KEPT_TABLE_BYTES = 64 * 1024 * 1024;

/** Keys begin with the profile and its load, so that a reload makes all of them stale. */
export function profileKey(id: ProfileId): string {
  return `${id}#${useProfiles.getState().loads.get(id) ?? 0}/`;
}

const specKey = (spec: ViewSpec): string =>
  `${profileKey(spec.profileId)}${spec.sampleTypeIndex}/${filtersKey(spec.filters ?? [])}`;

/** The numbers a tab shows. */
export function specOf(profileId: ProfileId, view: TabView): ViewSpec {
  const { sampleTypeIndex, filters } = view;
  return { profileId, sampleTypeIndex, filters };
}

/** The tree a tab shows. */
export function treeSpecOf(profileId: ProfileId, view: TabView): TreeSpec {
  return { ...specOf(profileId, view), inverted: view.inverted };
}

function flameKey(spec: TreeSpec): string {
  const { inverted, grow } = spec;
  const range = grow === undefined ? "" : `/${grow.start}-${grow.end}`;
  return `${specKey(spec)}/${inverted}${range}`;
}

const flames = new ViewCache<TreeSpec, FlameModel>(
  {
    keyOf: flameKey,
    load: async (spec, signal) => {
      const view = await requestView(
        "analysis/flame",
        spec,
        decodeFlameView,
        signal,
      );
      if (!view.ok) return view;
      const isWanted = (): boolean => !signal.aborted;
      const model = await runSliced(
        flameModel(view.value, spec.inverted),
        isWanted,
      );
      if (model === null) return err({ code: "cancelled" });
      requestIdleCallback(() => void runSliced(warmNames(model), isWanted));
      return ok(model);
    },
    weigh: flameModelBytes,
  },
  KEPT_FLAME_BYTES,
);

const tops = new ViewCache<ViewSpec, TopView>(
  {
    keyOf: specKey,
    load: (spec, signal) =>
      requestView("analysis/top", spec, decodeTopView, signal),
    weigh: (view) => view.length * 40 + view.strings.columns.bytes.length,
  },
  KEPT_TABLE_BYTES,
);

const neighbours = new ViewCache<NeighbourSpec, Neighbours>(
  {
    keyOf: (spec) => `${specKey(spec)}/${spec.func}`,
    load: (spec, signal) =>
      requestView("analysis/neighbours", spec, decodeNeighbourView, signal),
    weigh: (view) => (view.callers.length + view.callees.length) * 32,
  },
  KEPT_TABLE_BYTES,
);

const outcomes = new ViewCache<ViewSpec, FilterOutcome>(
  {
    keyOf: specKey,
    load: (spec, signal) =>
      requestView("analysis/filtered", spec, decodeFilterOutcome, signal),
    weigh: () => 256,
  },
  KEPT_TABLE_BYTES,
);

/** Forgets the views of a profile that was closed or is read again. */
export function dropViews(id: ProfileId): void {
  const isStale = (key: string): boolean => key.startsWith(`${id}#`);
  for (const cache of [flames, tops, neighbours, outcomes]) {
    cache.drop(isStale);
  }
}

/**
 * Watches a view while the component is there; null: none is wanted now. When it has come, it is
 * handed out in a deferred render: what shows it is built in slices.
 */
export function useCached<Spec, T>(
  cache: ViewCache<Spec, T>,
  key: string,
  spec: Spec | null,
): Loadable<T> {
  useEffect(
    () => (spec === null ? undefined : cache.watch(spec)),
    // The key stands for the spec, whose object is new on each render.
    [cache, key],
  );
  const data = useSyncExternalStore<Loadable<T>>(cache.subscribe, () =>
    spec === null ? LOADING : cache.peek(spec),
  );
  const late = useDeferredValue(data);
  return data.status === "ready" && late.status !== "ready" ? LOADING : data;
}

const LOADING = { status: "loading" } as const;

/** A loadable view and how to ask again after a failure. */
export interface ViewHandle<T> {
  readonly data: Loadable<T>;
  readonly retry: () => void;
}

/** The flame graph of a profile; null spec: none is wanted now. */
export function useFlame(spec: TreeSpec | null): ViewHandle<FlameModel> {
  const key = spec === null ? "" : flameKey(spec);
  const data = useCached(flames, key, spec);
  return { data, retry: () => spec !== null && flames.retry(spec) };
}

/** The Top table of a profile. */
export function useTop(spec: ViewSpec): ViewHandle<TopView> {
  const data = useCached(tops, specKey(spec), spec);
  return { data, retry: () => tops.retry(spec) };
}

/** Callers and callees of a function; null: none chosen. */
export function useNeighbours(
  spec: NeighbourSpec | null,
): ViewHandle<Neighbours> {
  const key = spec === null ? "" : `${specKey(spec)}/${spec.func}`;
  const data = useCached(neighbours, key, spec);
  return { data, retry: () => spec !== null && neighbours.retry(spec) };
}

/** What the filters of a tab leave; null spec: there are none. */
export function useFilterOutcome(
  spec: ViewSpec | null,
): Loadable<FilterOutcome> {
  return useCached(outcomes, spec === null ? "" : specKey(spec), spec);
}
