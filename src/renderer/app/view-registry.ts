import { isGoroutineKind, isHeapKind } from "#contract/goroutines.ts";
import type { ViewDefinition } from "../state/view-definition.ts";
import { latePart } from "./late-part.tsx";

const FlameView = latePart((parts) => parts.FlameView);
const LeaksView = latePart((parts) => parts.LeaksView);
const TopViewTab = latePart((parts) => parts.TopViewTab);
const GoroutinesView = latePart((parts) => parts.GoroutinesView);
const TreeView = latePart((parts) => parts.TreeView);
const CallersView = latePart((parts) => parts.CallersView);
const CompareView = latePart((parts) => parts.CompareView);

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
