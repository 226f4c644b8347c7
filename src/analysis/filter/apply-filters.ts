import { err, ok, type Result } from "#base/result.ts";
import {
  compileGoRegexp,
  type GoRegexp,
  type RegexpError,
} from "#profile/go-regexp.ts";
import type { Profile } from "#profile/profile.ts";
import { pruneProfileFrom } from "#profile/transform/prune.ts";
import type { LabelUnits } from "../report/label-units.ts";
import {
  filterByName,
  type Filtered,
  type NameFilters,
} from "./name-filter.ts";
import { showFrom } from "./show-from.ts";
import {
  compileTagFilter,
  filterByTag,
  type TagMatcher,
} from "./tag-filter.ts";
import { filterTagNames } from "./tag-names.ts";

/** The filters of pprof, by our names, in the order in which their expressions are compiled. */
export const FILTER_NAMES = [
  "focus",
  "ignore",
  "hide",
  "show",
  "showFrom",
  "tagFocus",
  "tagIgnore",
  "pruneFrom",
  "tagShow",
  "tagHide",
] as const;
/** See `FILTER_NAMES`. */
export type FilterName = (typeof FILTER_NAMES)[number];

/** An expression for each filter that is on; "" and missing ones are off. */
export type FilterExpressions = Readonly<Partial<Record<FilterName, string>>>;

/** The first expression that Go would not compile, and whose it is. */
export interface FilterError extends RegexpError {
  readonly filter: FilterName;
}

/** Filters ready to be applied to any profile. */
export interface CompiledFilters {
  readonly names: NameFilters;
  readonly showFrom: GoRegexp | undefined;
  readonly tagFocus: TagMatcher | undefined;
  readonly tagIgnore: TagMatcher | undefined;
  readonly pruneFrom: GoRegexp | undefined;
  readonly tagShow: GoRegexp | undefined;
  readonly tagHide: GoRegexp | undefined;
}

/**
 * Compiles all expressions before any is applied. `units` are those of the unfiltered profile
 * (`numLabelUnits`): what the ranges of `tagFocus` and `tagIgnore` are compared in.
 */
export function compileFilters(
  expressions: FilterExpressions,
  units: LabelUnits,
): Result<CompiledFilters, FilterError> {
  let failure: FilterError | undefined;
  const compile = <T>(
    filter: FilterName,
    how: (text: string) => Result<T, RegexpError>,
  ): T | undefined => {
    const text = expressions[filter] ?? "";
    if (text === "" || failure !== undefined) return undefined;
    const compiled = how(text);
    if (compiled.ok) return compiled.value;
    failure = { ...compiled.error, filter };
    return undefined;
  };
  const regexp = (filter: FilterName): GoRegexp | undefined =>
    compile(filter, compileGoRegexp);
  const tags = (filter: FilterName): TagMatcher | undefined =>
    compile(filter, (text) => compileTagFilter(text, units));
  const filters: CompiledFilters = {
    names: {
      focus: regexp("focus"),
      ignore: regexp("ignore"),
      hide: regexp("hide"),
      show: regexp("show"),
    },
    showFrom: regexp("showFrom"),
    tagFocus: tags("tagFocus"),
    tagIgnore: tags("tagIgnore"),
    pruneFrom: regexp("pruneFrom"),
    tagShow: regexp("tagShow"),
    tagHide: regexp("tagHide"),
  };
  return failure === undefined ? ok(filters) : err(failure);
}

/**
 * `profile` after all filters, in pprof's order, and those that met nothing (driver_focus.go,
 * applyFocus; rule F4). The profile itself where none is on. `isWanted` is asked between filters:
 * where it says no, the result is not what it would be and is to be thrown away.
 */
export function applyFilters(
  profile: Profile,
  filters: CompiledFilters,
  isWanted: () => boolean = () => true,
): Filtered<FilterName> {
  const { pruneFrom, tagShow, tagHide } = filters;
  const unmatched: FilterName[] = [];
  let filtered = profile;
  const steps: (() => Filtered<FilterName>)[] = [
    () => filterByName(filtered, filters.names),
  ];
  const from = filters.showFrom;
  if (from !== undefined) steps.push(() => showFrom(filtered, from));
  steps.push(() => filterByTag(filtered, filters.tagFocus, filters.tagIgnore));
  if (tagShow !== undefined || tagHide !== undefined) {
    steps.push(() => filterTagNames(filtered, tagShow, tagHide));
  }
  if (pruneFrom !== undefined) {
    steps.push(() => {
      const pruned = pruneProfileFrom(filtered, (name) =>
        pruneFrom.matches(name),
      );
      const isUnmatched = pruned === filtered;
      return { profile: pruned, unmatched: isUnmatched ? ["pruneFrom"] : [] };
    });
  }
  for (const step of steps) {
    if (!isWanted()) break;
    const result = step();
    filtered = result.profile;
    unmatched.push(...result.unmatched);
  }
  return { profile: filtered, unmatched };
}
