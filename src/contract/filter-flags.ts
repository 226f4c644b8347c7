import type { FilterName } from "#analysis/filter/apply-filters.ts";

/** pprof's flags of the filters, without the dash: the names by which users know them. */
export const FILTER_FLAGS = {
  focus: "focus",
  ignore: "ignore",
  hide: "hide",
  show: "show",
  showFrom: "show_from",
  tagFocus: "tagfocus",
  tagIgnore: "tagignore",
  pruneFrom: "prune_from",
  tagShow: "tagshow",
  tagHide: "taghide",
} as const satisfies Readonly<Record<FilterName, string>>;
