import { filtersKey, type ViewFilters } from "#contract/view-filters.ts";
import type { SearchQuery } from "../canvas/flame-search.ts";
import type { NodeZoom } from "./compare-choice.ts";
import type { ViewId } from "./view-id.ts";

/** A place in a flame graph that outlives its layout: see `boxAtPath`. */
export interface PlacedBox {
  /** Names the layout the box's number belongs to; see `flame-zoom.ts`. */
  readonly layout: string;
  readonly box: number;
  readonly path: readonly string[];
}

/** A zoom: exact in its own layout, by the path of the box in others. */
export interface PlacedZoom {
  readonly layout: string;
  readonly start: number;
  readonly end: number;
  readonly path: readonly string[];
}

/** What a tab shows and how: one entry of its history. */
export interface TabView {
  readonly view: ViewId;
  readonly sampleTypeIndex: number;
  readonly inverted: boolean;
  /** What is left out, in all views of samples. */
  readonly filters: ViewFilters;
  /** null: everything is in view. */
  readonly zoom: PlacedZoom | null;
  readonly focus: PlacedBox | null;
  readonly search: SearchQuery;
  /** Function whose boxes are highlighted, chosen in Top; comes before the search. */
  readonly highlightedName: string | null;
  /** Function the callers view shows. */
  readonly calledName: string | null;
  /** Zoom of the comparison; absent for everything. `tree` names the pair it belongs to. */
  readonly comparedZoom?: { readonly tree: string; readonly zoom: NodeZoom };
}

/** Views a tab went through; `at` is the one shown. Never empty. */
export interface TabHistory {
  readonly entries: readonly TabView[];
  readonly at: number;
}

const MAX_ENTRIES = 100;

const NO_SEARCH: SearchQuery = { text: "", isRegex: false, matchCase: false };

export function newTabHistory(
  view: ViewId,
  sampleTypeIndex: number,
): TabHistory {
  const first: TabView = {
    view,
    sampleTypeIndex,
    inverted: false,
    filters: [],
    zoom: null,
    focus: null,
    search: NO_SEARCH,
    highlightedName: null,
    calledName: null,
  };
  return { entries: [first], at: 0 };
}

export function currentView(history: TabHistory): TabView {
  return history.entries[history.at];
}

/** Goes to a changed view; what lay ahead is dropped, as in a browser. */
export function navigateTo(
  history: TabHistory,
  change: Partial<TabView>,
): TabHistory {
  const kept = history.entries.slice(0, history.at + 1).slice(-MAX_ENTRIES + 1);
  const next = { ...currentView(history), ...change };
  return { entries: [...kept, next], at: kept.length };
}

/** Changes the view in place: typing in the search box, nudging the zoom. */
export function adjustView(
  history: TabHistory,
  change: Partial<TabView>,
): TabHistory {
  const entries = [...history.entries];
  entries[history.at] = { ...currentView(history), ...change };
  return { entries, at: history.at };
}

export function canGo(history: TabHistory, step: -1 | 1): boolean {
  const at = history.at + step;
  return at >= 0 && at < history.entries.length;
}

/** Back or forward; at the end of the history nothing changes. The search stays as it is typed. */
export function go(history: TabHistory, step: -1 | 1): TabHistory {
  if (!canGo(history, step)) return history;
  const { search } = currentView(history);
  return adjustView({ ...history, at: history.at + step }, { search });
}

/** The file was read again: places are found by their paths from now on, in every step of the history. */
export function withoutLayouts(history: TabHistory): TabHistory {
  const entries = history.entries.map((view) => ({
    ...view,
    zoom: view.zoom && { ...view.zoom, layout: "" },
    focus: view.focus && { ...view.focus, layout: "" },
  }));
  return { ...history, entries };
}

/** Names a layout within a tab. */
export function layoutKey(view: TabView): string {
  const shape = view.inverted ? "inverted" : "normal";
  return `${view.sampleTypeIndex}/${shape}${filtersKey(view.filters)}`;
}
