/**
 * Profiles for tests, drawn as text: one sample a line, frames root first.
 *
 * ```
 *   main;a;b@b.go:12 3 100 {state=idle, bytes=512:bytes}
 *   |    | | |    |  | |    |           |
 *   |    | | |    |  | |    |           numeric label with unit (`bytes=512` for none)
 *   |    | | |    |  | |    string label (`k="12"` where the text looks like a number)
 *   |    | | |    |  one value per sample type
 *   |    | | file:line (or file:line:column), both may be left out
 *   frames, root first
 *
 *   main;outer|inlined;leaf 1     `outer|inlined` is ONE location, `inlined` inlined into `outer`
 *   main;0x4a10 1                 a location without lines: address only
 *   main#0x400;a 1                an explicit address (default: a hash of the text, so that equal
 *                                 locations of two profiles are the same when merged)
 *   () 7                          a sample without locations
 * ```
 * Blank lines and lines starting with `//` are skipped. Equal location texts are one location.
 */
import { assert, ensureDefined } from "#base/assert.ts";
import type { NewLabel } from "./label-tables.ts";
import {
  emptyHeader,
  ProfileBuilder,
  type NewLine,
  type ProfileHeader,
} from "./profile-builder.ts";
import type { Profile, ValueType } from "./profile.ts";

/** A mapping for `profileFromText`; what is left out is 0 or "". */
export interface TextMapping {
  readonly start?: bigint;
  readonly limit?: bigint;
  readonly offset?: bigint;
  readonly filename?: string;
  readonly buildId?: string;
  readonly flags?: number;
}

/** What the sample lines don't say. */
export interface TextProfileOptions extends Partial<
  Omit<ProfileHeader, "sampleTypes" | "periodType">
> {
  /**
   * As `type/unit`. Default by the number of values of the first line: 1 `samples/count`; 2
   * `samples/count cpu/nanoseconds`; 4 those of a Go heap profile; others `type0/count …`.
   */
  readonly sampleTypes?: readonly string[];
  /** As `type/unit`. */
  readonly periodType?: string;
  /** Every location belongs to the first, if there is one. */
  readonly mappings?: readonly TextMapping[];
}

const DEFAULT_SAMPLE_TYPES: Readonly<Record<number, readonly string[]>> = {
  1: ["samples/count"],
  2: ["samples/count", "cpu/nanoseconds"],
  4: [
    "alloc_objects/count",
    "alloc_space/bytes",
    "inuse_objects/count",
    "inuse_space/bytes",
  ],
};

interface SampleLine {
  readonly stack: string;
  readonly values: readonly bigint[];
  readonly labels: string;
}

function parseSampleLine(text: string): SampleLine {
  const match = /^(.*?)((?:\s+-?\d+)+)\s*(?:\{(.*)\})?$/.exec(text);
  assert(match !== null, `not a sample line: ${text}`);
  return {
    stack: match[1],
    values: match[2].trim().split(/\s+/).map(BigInt),
    labels: match[3] ?? "",
  };
}

function valueTypeFromText(text: string): ValueType {
  const slash = text.lastIndexOf("/");
  return slash < 0
    ? { type: text, unit: "" }
    : { type: text.slice(0, slash), unit: text.slice(slash + 1) };
}

/** An address for a location without one: FNV-1a of its text, above the first page. */
function addressOf(text: string): bigint {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  }
  return 0x1000n + BigInt(hash >>> 0);
}

/** Locations and functions by their text, so that each is added once. */
class TextTables {
  private readonly locationByText = new Map<string, number>();
  private readonly functionByText = new Map<string, number>();

  constructor(
    private readonly builder: ProfileBuilder,
    private readonly mapping: number,
  ) {}

  location(text: string): number {
    const known = this.locationByText.get(text);
    if (known !== undefined) return known;
    const match = /^(.*?)(?:#(0x[0-9a-f]+))?$/i.exec(text);
    const body = ensureDefined(match, text)[1];
    const isAddressOnly = /^0x[0-9a-f]+$/i.test(body);
    const explicit = match?.[2];
    const address = isAddressOnly
      ? BigInt(body)
      : explicit === undefined
        ? addressOf(body)
        : BigInt(explicit);
    const index = this.builder.addLocation({
      mapping: this.mapping,
      address,
      // Innermost first in the model, outermost first in the text.
      lines: isAddressOnly
        ? []
        : body
            .split("|")
            .reverse()
            .map((frame) => this.line(frame)),
      isFolded: false,
    });
    this.locationByText.set(text, index);
    return index;
  }

  private line(frame: string): NewLine {
    const match = /^(.*?)(?:@(.*?)(?::(-?\d+))?(?::(\d+))?)?$/.exec(frame);
    assert(match !== null, `not a frame: ${frame}`);
    const [, name, file = "", line = "0", column = "0"] = match;
    return {
      func: this.func(name, file),
      line: Number(line),
      column: Number(column),
    };
  }

  private func(name: string, file: string): number {
    const key = `${name}\0${file}`;
    const known = this.functionByText.get(key);
    if (known !== undefined) return known;
    const { strings } = this.builder;
    const index = this.builder.addFunction({
      name: strings.intern(name),
      systemName: strings.intern(name),
      filename: strings.intern(file),
      startLine: 0,
    });
    this.functionByText.set(key, index);
    return index;
  }

  labels(text: string): NewLabel[] {
    const { strings } = this.builder;
    const pattern = /\s*([^=]+)=("(?:[^"\\]|\\.)*"|[^,]*)(?:,|$)/g;
    return [...text.matchAll(pattern)].map(([, keyText, value]): NewLabel => {
      const key = strings.intern(keyText.trim());
      if (value.startsWith('"')) {
        return { key, str: strings.intern(JSON.parse(value) as string) };
      }
      const number = /^(-?\d+)(?::(.*))?$/.exec(value.trim());
      if (number === null) return { key, str: strings.intern(value.trim()) };
      return {
        key,
        num: BigInt(number[1]),
        unit: strings.intern(number[2] ?? ""),
      };
    });
  }
}

function addMappings(
  builder: ProfileBuilder,
  mappings: readonly TextMapping[],
): void {
  for (const mapping of mappings) {
    builder.addMapping({
      start: mapping.start ?? 0n,
      limit: mapping.limit ?? 0n,
      offset: mapping.offset ?? 0n,
      filename: builder.strings.intern(mapping.filename ?? ""),
      buildId: builder.strings.intern(mapping.buildId ?? ""),
      flags: mapping.flags ?? 0,
    });
  }
}

/** Names of the sample types for lines of `valueCount` values. */
function defaultSampleTypes(valueCount: number): readonly string[] {
  return (
    DEFAULT_SAMPLE_TYPES[valueCount] ??
    Array.from({ length: valueCount }, (_, i) => `type${i}/count`)
  );
}

/** The profile drawn by `text`; see the file header. Throws on text it can't read: tests only. */
export function profileFromText(
  text: string,
  options: TextProfileOptions = {},
): Profile {
  const samples = text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("//"))
    .map(parseSampleLine);
  const { mappings = [], periodType = "", ...header } = options;
  const sampleTypes =
    options.sampleTypes ??
    defaultSampleTypes(samples.at(0)?.values.length ?? 1);
  const builder = new ProfileBuilder({
    ...emptyHeader([]),
    ...header,
    sampleTypes: sampleTypes.map(valueTypeFromText),
    periodType: valueTypeFromText(periodType),
  });
  addMappings(builder, mappings);
  const tables = new TextTables(builder, mappings.length > 0 ? 0 : -1);
  for (const { stack, values, labels } of samples) {
    assert(
      values.length === sampleTypes.length,
      `expected ${sampleTypes.length} values`,
    );
    const frames = stack === "()" ? [] : stack.split(";");
    builder.addSample(
      frames.map((frame) => tables.location(frame)),
      values,
      tables.labels(labels),
    );
  }
  return builder.build();
}
