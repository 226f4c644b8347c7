import { useEffect, useState } from "react";
import type { LayoutRange } from "#analysis/inverted-tree.ts";
import type { TreeSpec } from "#contract/channels.ts";
import { rangeToGrow } from "#contract/views.ts";
import type { FlameModel } from "./flame-model.ts";
import { viewportOf } from "./flame-zoom.ts";
import type { TabView } from "./tab-view.ts";
import { profileKey, useFlame, type ViewHandle } from "./view-data.ts";

interface Keyed<T> {
  /** Names the layout: what it is of, not how far it is grown. */
  readonly key: string;
  readonly value: T;
}

/**
 * The flame graph of a tab, with callers wherever it is zoomed into: a large inverted tree comes as
 * far as a whole picture can show, and what the zoom shows of it is asked for as it comes to rest.
 * Until it is there, what was there stays in the picture.
 */
export function useGrownFlame(
  spec: TreeSpec,
  view: TabView,
): ViewHandle<FlameModel> {
  const key = `${profileKey(spec.profileId)}${JSON.stringify(spec)}`;
  const base = useFlame(spec);
  const [wanted, setWanted] = useState<Keyed<LayoutRange> | null>(null);
  const grow = wanted?.key === key ? wanted.value : undefined;
  const grown = useFlame(grow === undefined ? null : { ...spec, grow });
  const [latest, setLatest] = useState<Keyed<FlameModel> | null>(null);
  if (grown.data.status === "ready" && latest?.value !== grown.data.value) {
    setLatest({ key, value: grown.data.value });
  }
  const isBaseReady = base.data.status === "ready";
  const data =
    isBaseReady && latest?.key === key
      ? ({ status: "ready", value: latest.value } as const)
      : base.data;
  const model = data.status === "ready" ? data.value : null;
  useEffect(() => {
    if (model === null || !model.inverted) return;
    const range = rangeToGrow(model.view.grown, viewportOf(model, view));
    if (range !== null) setWanted({ key, value: range });
    // Of the view, only the zoom matters, and it is new whenever it changes.
  }, [model, key, view.zoom]);
  return { data, retry: base.retry };
}
