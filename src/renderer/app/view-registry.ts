import { isGoroutineKind, isHeapKind } from "#contract/goroutines.ts";
import type { ViewDefinition } from "../state/view-definition.ts";

/**
 * The views, in the order of their tabs. A new view is a folder under `views/`, an id in
 * `state/view-id.ts`, an entry here and its component in `view-components.ts`, which the start page
 * does without.
 */
export const VIEWS: readonly ViewDefinition[] = [
  {
    id: "leaks",
    title: "view.leaks",
    canShow: ({ kind }) => isGoroutineKind(kind) || isHeapKind(kind),
    hasSearch: true,
    hasSampleType: false,
  },
  {
    id: "goroutines",
    title: "view.goroutines",
    canShow: ({ kind }) => isGoroutineKind(kind),
    hasSearch: true,
    hasSampleType: false,
  },
  {
    id: "flame",
    title: "view.flame",
    hasSearch: true,
    hasSampleType: true,
    hasFilters: true,
  },
  {
    id: "top",
    title: "view.top",
    hasSearch: true,
    hasSampleType: true,
    hasFilters: true,
  },
  {
    id: "tree",
    title: "view.tree",
    hasSearch: true,
    hasSampleType: true,
    hasFilters: true,
  },
  {
    id: "callers",
    title: "view.callers",
    hasSearch: false,
    hasSampleType: true,
    hasFilters: true,
  },
  {
    id: "compare",
    title: "compare.title",
    hasSearch: true,
    hasSampleType: true,
  },
];
