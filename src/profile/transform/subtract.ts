import { ok, type Result } from "#base/result.ts";
import type { LabelIndex, LabelSetTable, Profile } from "../profile.ts";
import { StringTable, type StringIndex } from "../string-table.ts";
import { encodeUtf8 } from "../utf8.ts";
import { combinedMagnitudes, combineProfiles } from "./combine.ts";
import type { MergeError } from "./merge-error.ts";
import { normaliseProfile } from "./normalise.ts";
import { scaleProfile } from "./scale.ts";

/** Key and value of the label pprof puts on base samples of `-diff_base` (rules L4, N2). */
export const BASE_LABEL_KEY = "pprof::base";
/** See `BASE_LABEL_KEY`. */
export const BASE_LABEL_VALUE = "true";

function appendStrings(
  table: StringTable,
  texts: readonly string[],
): StringTable {
  const parts = texts.map(encodeUtf8);
  const { bytes, offsets } = table.columns;
  const added = parts.reduce((sum, part) => sum + part.length, 0);
  const newBytes = new Uint8Array(bytes.length + added);
  const newOffsets = new Uint32Array(offsets.length + parts.length);
  newBytes.set(bytes);
  newOffsets.set(offsets);
  let end = offsets[table.length];
  parts.forEach((part, i) => {
    newBytes.set(part, end);
    end += part.length;
    newOffsets[offsets.length + i] = end;
  });
  return new StringTable({ bytes: newBytes, offsets: newOffsets });
}

function appended(
  column: Uint32Array | Uint8Array,
  value: number,
): Uint32Array {
  const longer = new Uint32Array(column.length + 1);
  longer.set(column);
  longer[column.length] = value;
  return longer;
}

function lengthened(column: BigInt64Array): BigInt64Array {
  const longer = new BigInt64Array(column.length + 1);
  longer.set(column);
  return longer;
}

/** Every set of `profile` without the string labels of `isKey` and with the row `added` instead. */
function withLabel(
  { labelSets, labels }: Profile,
  isKey: (key: StringIndex) => boolean,
  added: LabelIndex,
): LabelSetTable {
  const rows: number[] = [];
  // Row 0 stays the empty set; the set it becomes is added at the end.
  const labelStart = new Uint32Array(labelSets.length + 2);
  const add = (set: number, row: number): void => {
    const end = labelSets.labelStart[set + 1];
    for (let i = labelSets.labelStart[set]; i < end; i += 1) {
      const label = labelSets.label[i];
      const isReplaced =
        labels.isNumeric[label] === 0 && isKey(labels.key[label]);
      if (!isReplaced) rows.push(label);
    }
    rows.push(added);
    labelStart[row + 1] = rows.length;
  };
  for (let set = 1; set < labelSets.length; set += 1) add(set, set);
  add(0, labelSets.length);
  return {
    length: labelSets.length + 1,
    labelStart,
    label: Uint32Array.from(rows),
  };
}

/**
 * `profile` with one string label set on every sample, in place of what the key had (pprof
 * profile.go: SetLabel). Numeric labels of the key stay.
 */
export function setLabel(
  profile: Profile,
  key: string,
  value: string,
): Profile {
  const strings = appendStrings(profile.strings, [key, value]);
  const { labels } = profile;
  const count = profile.strings.length;
  const { labelSet } = profile.samples;
  const last = profile.labelSets.length;
  return {
    ...profile,
    strings,
    labels: {
      length: labels.length + 1,
      key: appended(labels.key, count),
      isNumeric: Uint8Array.from(appended(labels.isNumeric, 0)),
      str: appended(labels.str, count + 1),
      num: lengthened(labels.num),
      unit: appended(labels.unit, 0),
    },
    labelSets: withLabel(
      profile,
      (index) => strings.get(index) === key,
      labels.length,
    ),
    samples: {
      ...profile.samples,
      labelSet: labelSet.map((set) => (set === 0 ? last : set)),
    },
  };
}

/** How a base is taken away. */
export interface SubtractOptions {
  /**
   * `subtract-base`: equal stacks net, unchanged code vanishes (pprof `-base`, rule N1).
   * `diff-base`: base samples stay apart, labelled `pprof::base=true`, so that percentages can be
   * of the base (pprof `-diff_base`, rule N2).
   */
  readonly mode: "subtract-base" | "diff-base";
  /** Scales `profile` to the sums of the base first (rule N3). */
  readonly isNormalised?: boolean;
}

/** `profile`, scaled if asked for, and `base` with its values negated: what is then added up. */
function subtractionSources(
  profile: Profile,
  base: Profile,
  { mode, isNormalised = false }: SubtractOptions,
): Result<readonly [Profile, Profile], MergeError> {
  const labelled =
    mode === "diff-base"
      ? setLabel(base, BASE_LABEL_KEY, BASE_LABEL_VALUE)
      : base;
  const source = isNormalised
    ? normaliseProfile(profile, labelled)
    : ok(profile);
  if (!source.ok) return source;
  const negated = scaleProfile(
    labelled,
    labelled.sampleTypes.map(() => -1),
  );
  return ok([source.value, negated]);
}

/**
 * `profile` - `base` as one profile, as pprof makes it from sources that were combined each
 * (fetch.go: fetchProfiles). Base values are negative in the result.
 */
export function subtractProfile(
  profile: Profile,
  base: Profile,
  options: SubtractOptions,
): Result<Profile, MergeError> {
  const sources = subtractionSources(profile, base, options);
  return sources.ok ? combineProfiles(sources.value) : sources;
}

/** Sum of |value| over the samples of `subtractProfile`, per sample type: its totals alone. */
export function subtractedMagnitudes(
  profile: Profile,
  base: Profile,
  options: SubtractOptions,
): ReturnType<typeof combinedMagnitudes> {
  const sources = subtractionSources(profile, base, options);
  return sources.ok ? combinedMagnitudes(sources.value) : sources;
}
