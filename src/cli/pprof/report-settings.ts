import type { Granularity } from "#analysis/report/entry-table.ts";
import { CliFailureError, failure } from "../failure.ts";
import type { BooleanFlag, TypedFlags, ValueFlag } from "./pprof-flags.ts";

/** Reports of `go tool pprof` that we print. */
export type ReportName = "top" | "traces" | "peek" | "tags";

/** Filters, in the order in which a report's header lists those it lists. */
const FILTER_FLAGS = [
  "focus",
  "ignore",
  "hide",
  "show",
  "show_from",
  "tagfocus",
  "tagignore",
  "tagshow",
  "taghide",
  "prune_from",
  "tagroot",
  "tagleaf",
] as const satisfies readonly ValueFlag[];

/** Name of a filter flag. */
export type FilterFlag = (typeof FILTER_FLAGS)[number];
/** What was given for each filter; "" for none. */
export type FilterTexts = Readonly<Record<FilterFlag, string>>;

/** Filters that a report's header does not tell of (driver.go, reportOptions). */
const UNLISTED: ReadonlySet<FilterFlag> = new Set([
  "prune_from",
  "tagroot",
  "tagleaf",
]);

/** `focus=…` and so on, for the header. */
export function activeFilters(filters: FilterTexts): string[] {
  return FILTER_FLAGS.filter(
    (flag) => filters[flag] !== "" && !UNLISTED.has(flag),
  ).map((flag) => `${flag}=${filters[flag]}`);
}

/** Whether any filter is given. */
export function hasFilters(filters: FilterTexts): boolean {
  return FILTER_FLAGS.some((flag) => filters[flag] !== "");
}

/** Everything a report depends on but the profile (pprof: driver/config.go). */
export interface ReportSettings {
  readonly sampleIndex: string;
  readonly mean: boolean;
  readonly sort: "flat" | "cum";
  readonly granularity: Granularity;
  readonly noInlines: boolean;
  readonly showColumns: boolean;
  readonly dropNegative: boolean;
  readonly compactLabels: boolean;
  /** -1: the report's own default. */
  readonly nodeCount: number;
  readonly nodeFraction: number;
  readonly edgeFraction: number;
  readonly unit: string;
  readonly divideBy: number;
  readonly trimPath: string;
  readonly sourcePath: string;
  readonly buildId: string;
  readonly comment: string;
  /** "" for standard output. */
  readonly output: string;
  readonly base: string;
  readonly diffBase: string;
  readonly normalize: boolean;
  readonly filters: FilterTexts;
  /** Percentages of what the filters leave. */
  readonly relativePercentages: boolean;
  /** Pattern of `peek`; "" where it is to be found among the arguments. */
  readonly peek: string;
  readonly format: "text" | "json";
}

const GRANULARITIES: readonly Granularity[] = [
  "functions",
  "filefunctions",
  "files",
  "lines",
  "addresses",
];

/** Old names of sample types, in the order pprof asks for them; the first one given wins. */
const SAMPLE_TYPE_FLAGS: readonly (readonly [BooleanFlag, string])[] = [
  ["total_delay", "delay"],
  ["mean_delay", "delay"],
  ["contentions", "contentions"],
  ["inuse_space", "inuse_space"],
  ["inuse_objects", "inuse_objects"],
  ["alloc_space", "alloc_space"],
  ["alloc_objects", "alloc_objects"],
];

function chosen<T extends BooleanFlag>(
  flags: TypedFlags,
  choices: readonly T[],
  byDefault: T,
): T {
  const set = choices.filter((name) => flags.bool(name) === true);
  if (set.length > 1) {
    throw new CliFailureError(
      failure("cli.conflicting-options", {
        options: set.map((name) => `-${name}`).join(", "),
      }),
    );
  }
  return set.at(0) ?? byDefault;
}

function sampleIndexOf(flags: TypedFlags): string {
  const explicit = flags.text("sample_index") ?? "";
  if (explicit !== "") return explicit;
  const legacy = SAMPLE_TYPE_FLAGS.find(([flag]) => flags.bool(flag) === true);
  return legacy?.[1] ?? "";
}

function formatOf(flags: TypedFlags): "text" | "json" {
  const format = flags.text("format") ?? "text";
  if (format === "text" || format === "json") return format;
  throw new CliFailureError(
    failure("cli.bad-value", { option: "--format", value: format }),
  );
}

function trimOf(
  flags: TypedFlags,
): Pick<ReportSettings, "nodeCount" | "nodeFraction" | "edgeFraction"> {
  const trim = flags.bool("trim") ?? true;
  return {
    nodeCount: trim ? (flags.int("nodecount") ?? -1) : 0,
    nodeFraction: trim ? (flags.float("nodefraction") ?? 0.005) : 0,
    edgeFraction: trim ? (flags.float("edgefraction") ?? 0.001) : 0,
  };
}

function baseOf(
  flags: TypedFlags,
): Pick<ReportSettings, "base" | "diffBase" | "normalize"> {
  const base = flags.text("base") ?? "";
  const diffBase = flags.text("diff_base") ?? "";
  if (base !== "" && diffBase !== "") {
    throw new CliFailureError(
      failure("cli.conflicting-options", { options: "-base, -diff_base" }),
    );
  }
  const normalize = flags.bool("normalize") ?? false;
  if (normalize && base === "" && diffBase === "") {
    throw new CliFailureError(failure("cli.normalize-needs-base"));
  }
  return { base, diffBase, normalize };
}

function divideByOf(flags: TypedFlags): number {
  const divideBy = flags.float("divide_by") ?? 1;
  if (divideBy !== 0) return divideBy;
  throw new CliFailureError(
    failure("cli.bad-value", { option: "-divide_by", value: "0" }),
  );
}

/** Settings from flags, with pprof's defaults. Ends the run on values that make no sense. */
export function reportSettings(flags: TypedFlags): ReportSettings {
  const isSet = (name: BooleanFlag): boolean => flags.bool(name) === true;
  const text = (name: ValueFlag): string => flags.text(name) ?? "";
  return {
    sampleIndex: sampleIndexOf(flags),
    mean: isSet("mean") || isSet("mean_delay"),
    sort: chosen(flags, ["flat", "cum"], "flat"),
    granularity: chosen(flags, GRANULARITIES, "functions"),
    noInlines: isSet("noinlines"),
    showColumns: isSet("showcolumns"),
    dropNegative: isSet("drop_negative"),
    compactLabels: isSet("compact_labels"),
    ...trimOf(flags),
    unit: flags.text("unit") ?? "minimum",
    divideBy: divideByOf(flags),
    trimPath: text("trim_path"),
    sourcePath: text("source_path"),
    buildId: text("buildid"),
    comment: text("add_comment"),
    output: text("output"),
    ...baseOf(flags),
    filters: Object.fromEntries(
      FILTER_FLAGS.map((flag) => [flag, text(flag)]),
    ) as Record<FilterFlag, string>,
    relativePercentages: isSet("relative_percentages"),
    peek: text("peek"),
    format: formatOf(flags),
  };
}
