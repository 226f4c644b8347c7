/** Filters of the views: pprof's, with its meaning; see `applyFilters`. */
import type {
  FilterExpressions,
  FilterName,
} from "#analysis/filter/apply-filters.ts";
import { BulkReader, encodeBulk } from "./bulk.ts";

/** The filters views have: all of pprof's but those that only take labels off. */
export const VIEW_FILTER_NAMES = [
  "focus",
  "ignore",
  "hide",
  "show",
  "showFrom",
  "pruneFrom",
  "tagFocus",
  "tagIgnore",
] as const satisfies readonly FilterName[];
/** See `VIEW_FILTER_NAMES`. */
export type ViewFilterName = (typeof VIEW_FILTER_NAMES)[number];

/** One filter that is on. */
export interface ViewFilter {
  readonly name: ViewFilterName;
  /** Go regular expression; of tag filters `[key=]range` or `[key=]expression,…` (rule F5). */
  readonly pattern: string;
}

/** All filters that are on, in the order in which they were added. */
export type ViewFilters = readonly ViewFilter[];

/** Longest pattern, in UTF-16 code units: names of generic Go functions are long. */
const MAX_PATTERN = 32 * 1024;
const MAX_FILTERS = 200;

/** An expression of these has commas that mean something: two can't be joined into one. */
const UNJOINABLE: ReadonlySet<ViewFilterName> = new Set([
  "tagFocus",
  "tagIgnore",
]);

/**
 * One expression per filter. Several of one name are alternatives, as pprof's web view joins them;
 * of tag filters the last one counts.
 *
 * ```
 *   ignore a, focus c, ignore b    ->    { ignore: "(?:a)|(?:b)", focus: "c" }
 * ```
 */
export function filterExpressions(filters: ViewFilters): FilterExpressions {
  const byName = new Map<ViewFilterName, string[]>();
  for (const { name, pattern } of filters) {
    const before = UNJOINABLE.has(name) ? [] : (byName.get(name) ?? []);
    byName.set(name, [...before, pattern]);
  }
  return Object.fromEntries(
    [...byName].map(([name, patterns]) => [
      name,
      patterns.length === 1
        ? patterns[0]
        : patterns.map((pattern) => `(?:${pattern})`).join("|"),
    ]),
  );
}

/** Equal for filters that leave the same; "" for none. */
export function filtersKey(filters: ViewFilters): string {
  if (filters.length === 0) return "";
  const expressions: Readonly<Record<string, string | undefined>> =
    filterExpressions(filters);
  return JSON.stringify(
    VIEW_FILTER_NAMES.flatMap((name) =>
      expressions[name] === undefined ? [] : [[name, expressions[name]]],
    ),
  );
}

function filterFrom(value: unknown): ViewFilter | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const fields: Readonly<Record<string, unknown>> = { ...value };
  const name = VIEW_FILTER_NAMES.find((known) => known === fields.name);
  const { pattern } = fields;
  return name === undefined ||
    typeof pattern !== "string" ||
    pattern === "" ||
    pattern.length > MAX_PATTERN
    ? undefined
    : { name, pattern };
}

/** Filters from persisted or received data; `undefined` where they are not whole. */
export function filtersFromUnknown(value: unknown): ViewFilters | undefined {
  if (!Array.isArray(value) || value.length > MAX_FILTERS) return undefined;
  const filters = (value as unknown[]).map(filterFrom);
  return filters.every((filter) => filter !== undefined) ? filters : undefined;
}

/** What filters left of a profile, for one sample type. */
export interface FilterOutcome {
  /** Sum of |value| over all samples: what shares are of (rule C6). */
  readonly total: bigint;
  /** Sum of |value| over the samples that are left. */
  readonly shown: bigint;
  /** Samples left, and all of them. */
  readonly shownSamples: number;
  readonly samples: number;
  /** Filters that met nothing: pprof's "expression matched no samples". */
  readonly unmatched: readonly FilterName[];
}

/** Packs a `FilterOutcome`. */
export function encodeFilterOutcome(
  outcome: FilterOutcome,
  allocate?: (byteLength: number) => ArrayBufferLike,
): Uint8Array {
  return encodeBulk(
    {
      total: outcome.total.toString(),
      shown: outcome.shown.toString(),
      shownSamples: outcome.shownSamples,
      samples: outcome.samples,
      unmatched: outcome.unmatched.join(),
    },
    {},
    allocate,
  );
}

/** The reply of `analysis/filtered`. */
export function decodeFilterOutcome(buffer: ArrayBuffer): FilterOutcome {
  const reader = new BulkReader(buffer);
  const unmatched = reader.text("unmatched");
  return {
    total: BigInt(reader.text("total")),
    shown: BigInt(reader.text("shown")),
    shownSamples: reader.number("shownSamples"),
    samples: reader.number("samples"),
    unmatched: unmatched === "" ? [] : (unmatched.split(",") as FilterName[]),
  };
}
