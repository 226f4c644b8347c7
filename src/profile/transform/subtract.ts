import { ok, type Result } from "../../base/result.ts";
import type { LabelSetTable, Profile } from "../profile.ts";
import { StringTable, type StringIndex } from "../string-table.ts";
import { encodeUtf8 } from "../utf8.ts";
import { combineProfiles } from "./combine.ts";
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

function withLabel(
  sets: LabelSetTable,
  isKey: (key: StringIndex) => boolean,
  label: { readonly key: StringIndex; readonly str: StringIndex },
): LabelSetTable {
  const rows: number[] = [];
  // Row 0 stays the empty set; the set it becomes is added at the end.
  const labelStart = new Uint32Array(sets.length + 2);
  const add = (set: number, row: number): void => {
    for (let i = sets.labelStart[set]; i < sets.labelStart[set + 1]; i += 1) {
      if (sets.isNumeric[i] === 1 || !isKey(sets.key[i])) rows.push(i);
    }
    rows.push(-1);
    labelStart[row + 1] = rows.length;
  };
  for (let set = 1; set < sets.length; set += 1) add(set, set);
  add(0, sets.length);
  const pick = (column: Uint32Array | Uint8Array, own: number): number[] =>
    rows.map((row) => (row < 0 ? own : column[row]));
  return {
    length: sets.length + 1,
    labelStart,
    key: Uint32Array.from(pick(sets.key, label.key)),
    isNumeric: Uint8Array.from(pick(sets.isNumeric, 0)),
    str: Uint32Array.from(pick(sets.str, label.str)),
    num: BigInt64Array.from(rows, (row) => (row < 0 ? 0n : sets.num[row])),
    unit: Uint32Array.from(pick(sets.unit, 0)),
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
  const label = {
    key: profile.strings.length,
    str: profile.strings.length + 1,
  };
  const { labelSet } = profile.samples;
  const last = profile.labelSets.length;
  return {
    ...profile,
    strings,
    labelSets: withLabel(
      profile.labelSets,
      (index) => strings.get(index) === key,
      label,
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

/**
 * `profile` - `base` as one profile, as pprof makes it from sources that were combined each
 * (fetch.go: fetchProfiles). Base values are negative in the result.
 */
export function subtractProfile(
  profile: Profile,
  base: Profile,
  { mode, isNormalised = false }: SubtractOptions,
): Result<Profile, MergeError> {
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
  return combineProfiles([source.value, negated]);
}
