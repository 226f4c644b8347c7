import { isGoroutineKind, isHeapKind } from "#contract/goroutines.ts";
import type { ViewDefinition } from "../state/view-definition.ts";
import { CallersView } from "../views/callers/callers-view.tsx";
import { CompareView } from "../views/compare/compare-view.tsx";
import { GoroutinesView } from "../views/goroutines/goroutines-view.tsx";
import { LeaksView } from "../views/leaks/leaks-view.tsx";
import { FlameView } from "../views/flame/flame-view.tsx";
import { TopViewTab } from "../views/top/top-view.tsx";
import { TreeView } from "../views/tree/tree-view.tsx";

/**
 * The views, in the order of their tabs. A new view is a folder under `views/`, an id in
 * `state/view-id.ts` and an entry here.
 */
export const VIEWS: readonly ViewDefinition[] = [
  {
    id: "leaks",
    title: "view.leaks",
    Component: LeaksView,
    canShow: ({ kind }) => isGoroutineKind(kind) || isHeapKind(kind),
    hasSearch: true,
    hasSampleType: false,
  },
  {
    id: "goroutines",
    title: "view.goroutines",
    Component: GoroutinesView,
    canShow: ({ kind }) => isGoroutineKind(kind),
    hasSearch: true,
    hasSampleType: false,
  },
  {
    id: "flame",
    title: "view.flame",
    Component: FlameView,
    hasSearch: true,
    hasSampleType: true,
    hasFilters: true,
  },
  {
    id: "top",
    title: "view.top",
    Component: TopViewTab,
    hasSearch: true,
    hasSampleType: true,
    hasFilters: true,
  },
  {
    id: "tree",
    title: "view.tree",
    Component: TreeView,
    hasSearch: true,
    hasSampleType: true,
    hasFilters: true,
  },
  {
    id: "callers",
    title: "view.callers",
    Component: CallersView,
    hasSearch: false,
    hasSampleType: true,
    hasFilters: true,
  },
  {
    id: "compare",
    title: "compare.title",
    Component: CompareView,
    hasSearch: true,
    hasSampleType: true,
  },
];
