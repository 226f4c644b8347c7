/**
 * A comparison saved as a small JSON file, to be opened again or handed on together with its profiles.
 *
 * ```
 *   {
 *     "schema": "leakscope-comparison/1",
 *     "base":    { "path": "monday.pb.gz" },
 *     "current": { "path": "friday.zip", "entry": "heap.pb.gz" },
 *     "view":    { "picture": "side", "mode": "diff-base", ... }
 *   }
 * ```
 * Paths use "/" and are relative to the file's folder where that is possible; `entry` is the name within a
 * zip. Fields may be added within a schema number.
 */
import { err, ok, type Result } from "#base/result.ts";

/** Extension of such files, with its dot. */
export const COMPARISON_EXTENSION = ".leakscope";
/** Larger ones are no comparisons. */
export const MAX_COMPARISON_BYTES = 1024 * 1024;

const SCHEMA = "leakscope-comparison";
const SCHEMA_NUMBER = 1;
const MAX_TEXT = 4096;

/** One of the two profiles. */
export interface ComparisonSide {
  readonly path: string;
  /** Name within the zip at `path`. */
  readonly entry?: string;
}

/** How a comparison is shown. */
export interface ComparisonSettings {
  readonly sampleType: { readonly type: string; readonly unit: string } | null;
  readonly picture: "side" | "merged" | "trend";
  readonly width: "base" | "current" | "larger";
  readonly mode: "diff-base" | "subtract-base";
  readonly isNormalised: boolean;
  readonly isFolded: boolean;
  readonly rows: "functions" | "groups";
  readonly measure: "flat" | "cum";
  /** One class of change; null for all. */
  readonly shownChange: string | null;
  readonly search: string;
}

/** See the file header. */
export interface ComparisonFile {
  readonly base: ComparisonSide;
  readonly current: ComparisonSide;
  readonly view: ComparisonSettings;
}

/** What is wrong with such a file; `field` names the first part that is not as it must be. */
export interface ComparisonFileError {
  readonly code: "bad-comparison-file";
  readonly problem: "not-json" | "not-a-comparison" | "newer" | "field";
  readonly field: string;
}

type Fields = Readonly<Record<string, unknown>>;

/** Thrown and caught within this file only: keeps the readers below readable. */
class BadField extends Error {}

function fieldsOf(value: unknown, field: string): Fields {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new BadField(field);
  }
  return { ...value };
}

function textOf(value: unknown, field: string): string {
  if (typeof value !== "string" || value.length > MAX_TEXT) {
    throw new BadField(field);
  }
  return value;
}

function sideOf(value: unknown, field: string): ComparisonSide {
  const fields = fieldsOf(value, field);
  const path = textOf(fields.path, `${field}.path`);
  if (path === "" || path.includes("\0")) throw new BadField(`${field}.path`);
  return fields.entry === undefined
    ? { path }
    : { path, entry: textOf(fields.entry, `${field}.entry`) };
}

/** One of `choices`; the first where the field is absent. */
function choiceOf<T extends string>(
  fields: Fields,
  name: string,
  choices: readonly [T, ...T[]],
): T {
  const value = fields[name];
  if (value === undefined) return choices[0];
  const known = choices.find((choice) => choice === value);
  if (known === undefined) throw new BadField(`view.${name}`);
  return known;
}

function flagOf(fields: Fields, name: string): boolean {
  const value = fields[name] ?? false;
  if (typeof value !== "boolean") throw new BadField(`view.${name}`);
  return value;
}

function sampleTypeOf(value: unknown): ComparisonSettings["sampleType"] {
  if (value === undefined || value === null) return null;
  const { type, unit } = fieldsOf(value, "view.sampleType");
  return {
    type: textOf(type, "view.sampleType.type"),
    unit: textOf(unit, "view.sampleType.unit"),
  };
}

function settingsOf(value: unknown): ComparisonSettings {
  const fields = fieldsOf(value ?? {}, "view");
  return {
    sampleType: sampleTypeOf(fields.sampleType),
    picture: choiceOf(fields, "picture", ["side", "merged", "trend"]),
    width: choiceOf(fields, "width", ["larger", "base", "current"]),
    mode: choiceOf(fields, "mode", ["diff-base", "subtract-base"]),
    isNormalised: flagOf(fields, "isNormalised"),
    isFolded: flagOf(fields, "isFolded"),
    rows: choiceOf(fields, "rows", ["functions", "groups"]),
    measure: choiceOf(fields, "measure", ["flat", "cum"]),
    shownChange:
      fields.shownChange === undefined || fields.shownChange === null
        ? null
        : choiceOf(fields, "shownChange", [
            "new",
            "removed",
            "grown",
            "shrunk",
            "same",
            "moved",
          ]),
    search: textOf(fields.search ?? "", "view.search"),
  };
}

/** Settings from something kept as JSON; undefined where they are not what they must be. */
export function comparisonSettingsFrom(
  value: unknown,
): ComparisonSettings | undefined {
  try {
    return settingsOf(value);
  } catch (error) {
    if (!(error instanceof BadField)) throw error;
    return undefined;
  }
}

/** The value of a file, or a request, as a comparison: rebuilt from known fields only. */
export function comparisonFrom(
  value: unknown,
): Result<ComparisonFile, ComparisonFileError> {
  try {
    const fields = fieldsOf(value, "file");
    return ok({
      base: sideOf(fields.base, "base"),
      current: sideOf(fields.current, "current"),
      view: settingsOf(fields.view),
    });
  } catch (error) {
    if (!(error instanceof BadField)) throw error;
    const field = error.message;
    return err({ code: "bad-comparison-file", problem: "field", field });
  }
}

/** The text of a comparison, for a file. */
export function comparisonText(comparison: ComparisonFile): string {
  return `${JSON.stringify({ schema: `${SCHEMA}/${SCHEMA_NUMBER}`, ...comparison }, null, 2)}\n`;
}

/** A comparison from the text of a file. Nothing in it is trusted. */
export function comparisonFromText(
  text: string,
): Result<ComparisonFile, ComparisonFileError> {
  const bad = (
    problem: ComparisonFileError["problem"],
  ): Result<never, ComparisonFileError> =>
    err({ code: "bad-comparison-file", problem, field: "" });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // What the parser says quotes the file and helps nobody.
    return bad("not-json");
  }
  if (typeof value !== "object" || value === null || !("schema" in value)) {
    return bad("not-a-comparison");
  }
  const schema = typeof value.schema === "string" ? value.schema : "";
  const [name, number] = schema.split("/");
  if (name !== SCHEMA || !/^\d{1,6}$/.test(number ?? "")) {
    return bad("not-a-comparison");
  }
  return Number(number) > SCHEMA_NUMBER ? bad("newer") : comparisonFrom(value);
}
