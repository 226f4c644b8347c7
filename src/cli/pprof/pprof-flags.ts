/**
 * The flags of `go tool pprof` and how Go's flag package reads them: one dash or two, `-name=value`
 * or `-name value`, booleans without a value or as `-name=false`.
 */
import { CliFailureError, failure } from "../failure.ts";

/** How a flag takes its value. */
export type FlagKind = "bool" | "value";

const BOOLEAN_FLAGS = [
  // Sorting and granularity: at most one of each group.
  "flat",
  "cum",
  "functions",
  "filefunctions",
  "files",
  "lines",
  "addresses",
  "call_tree",
  "compact_labels",
  "drop_negative",
  "intel_syntax",
  "mean",
  "noinlines",
  "normalize",
  "relative_percentages",
  "showcolumns",
  "trim",
  // Sample types by their old names.
  "inuse_space",
  "inuse_objects",
  "alloc_space",
  "alloc_objects",
  "total_delay",
  "contentions",
  "mean_delay",
] as const;

const VALUE_FLAGS = [
  "add_comment",
  "base",
  "buildid",
  "diff_base",
  "divide_by",
  "edgefraction",
  "nodecount",
  "nodefraction",
  "output",
  "sample_index",
  "source_path",
  "symbolize",
  "trim_path",
  "unit",
  // Filters.
  "focus",
  "ignore",
  "hide",
  "show",
  "show_from",
  "prune_from",
  "tagfocus",
  "tagignore",
  "tagshow",
  "taghide",
  "tagroot",
  "tagleaf",
  // Ours: a pattern for peek, where pprof has -peek=PATTERN.
  "peek",
  "format",
] as const;

/** Name of a boolean flag. */
export type BooleanFlag = (typeof BOOLEAN_FLAGS)[number];
/** Name of a flag with a value. */
export type ValueFlag = (typeof VALUE_FLAGS)[number];

const KINDS = new Map<string, FlagKind>([
  ...BOOLEAN_FLAGS.map((name) => [name, "bool"] as const),
  ...VALUE_FLAGS.map((name) => [name, "value"] as const),
]);

/** Every flag and its kind. */
export const FLAGS: ReadonlyMap<string, FlagKind> = KINDS;

/** What was typed: the last value of each flag, as text. */
export interface TypedFlags {
  has(name: ValueFlag): boolean;
  text(name: ValueFlag): string | undefined;
  bool(name: BooleanFlag): boolean | undefined;
  int(name: ValueFlag): number | undefined;
  float(name: ValueFlag): number | undefined;
}

/**
 * `args` as Commander reads them: two dashes and `=` for every known flag. A flag's value may look
 * like a flag, as in Go: `-nodecount -1`.
 */
export function normaliseFlags(args: readonly string[]): string[] {
  const out: string[] = [];
  for (let i = 0; i < args.length; i += 1) {
    const arg = args[i];
    if (arg === "--") return [...out, ...args.slice(i)];
    const match = /^--?([^-=][^=]*)(=.*)?$/s.exec(arg);
    const kind = match === null ? undefined : KINDS.get(match[1]);
    if (match === null || kind === undefined) {
      out.push(match === null ? arg : `--${match[1]}`);
      continue;
    }
    const name = `--${match[1]}`;
    const value = match[2] as string | undefined;
    if (value !== undefined) out.push(name + value);
    else if (kind === "bool") out.push(`${name}=true`);
    else if (i + 1 < args.length) out.push(`${name}=${args[++i]}`);
    else out.push(name);
  }
  return out;
}

const TRUE_TEXTS = new Set(["1", "t", "T", "true", "TRUE", "True"]);
const FALSE_TEXTS = new Set(["0", "f", "F", "false", "FALSE", "False"]);
const INTEGER = /^[+-]?(\d+|0[xX][0-9a-fA-F]+)$/;
const FLOAT = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;

function badValue(name: string, value: string): never {
  throw new CliFailureError(
    failure("cli.bad-value", { option: `-${name}`, value }),
  );
}

/** Flags from Commander's option values; a value that does not parse ends the run. */
export function typedFlags(
  values: Readonly<Record<string, string | undefined>>,
): TypedFlags {
  const get = (name: string): string | undefined => values[name];
  return {
    has: (name) => (get(name) ?? "") !== "",
    text: get,
    bool: (name) => {
      const text = get(name);
      if (text === undefined) return undefined;
      if (TRUE_TEXTS.has(text)) return true;
      return FALSE_TEXTS.has(text) ? false : badValue(name, text);
    },
    int: (name) => {
      const text = get(name);
      if (text === undefined) return undefined;
      return INTEGER.test(text)
        ? Number(text.replace(/^[+-]/, "")) * (text.startsWith("-") ? -1 : 1)
        : badValue(name, text);
    },
    float: (name) => {
      const text = get(name);
      if (text === undefined) return undefined;
      return FLOAT.test(text) ? Number(text) : badValue(name, text);
    },
  };
}
