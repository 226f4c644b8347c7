/** Filters as values: made from function names, put together, read back. Pure; see `filters.ts`. */
import type {
  ViewFilter,
  ViewFilterName,
  ViewFilters,
} from "#contract/view-filters.ts";

const META = /[\\.+*?()|[\]{}^$]/g;

/** Addresses stand for frames without a function: no filter can name them (rule F1). */
const ADDRESS = /^(<unknown>|0x[0-9a-f]+)$/;

/** Whether filters can be made of a frame's name. */
export function isFilterable(name: string): boolean {
  return name !== "" && !ADDRESS.test(name);
}

/** The expression that matches `name` and nothing else; Go's regexp.QuoteMeta between anchors. */
export function exactPattern(name: string): string {
  return `^${name.replace(META, "\\$&")}$`;
}

/** The name an `exactPattern` was made of; null for any other expression. */
export function nameOfPattern(pattern: string): string | null {
  if (!pattern.startsWith("^") || !pattern.endsWith("$")) return null;
  const name = pattern.slice(1, -1).replace(/\\(.)/gs, "$1");
  return exactPattern(name) === pattern ? name : null;
}

/** Filters that add up; of the others a new one takes the place of the old, as in pprof's web view. */
const ADDS_UP: ReadonlySet<ViewFilterName> = new Set(["ignore", "hide"]);

function isSame(a: ViewFilter, b: ViewFilter): boolean {
  return a.name === b.name && a.pattern === b.pattern;
}

/** `filters` with one more; itself where it is there already. */
export function withFilter(
  filters: ViewFilters,
  added: ViewFilter,
): ViewFilters {
  if (filters.some((filter) => isSame(filter, added))) return filters;
  const kept = ADDS_UP.has(added.name)
    ? filters
    : filters.filter(({ name }) => name !== added.name);
  return [...kept, added];
}

/** `filters` without the one at `index`. */
export function withoutFilter(
  filters: ViewFilters,
  index: number,
): ViewFilters {
  return filters.filter((_unused, i) => i !== index);
}

/** `filters` with the one at `index` changed, in its place where that is free. */
export function withChangedFilter(
  filters: ViewFilters,
  index: number,
  changed: ViewFilter,
): ViewFilters {
  const others = withoutFilter(filters, index);
  const added = withFilter(others, changed);
  if (added.length !== others.length + 1) return added;
  return [...added.slice(0, index), changed, ...added.slice(index, -1)];
}
