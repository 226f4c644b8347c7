import type { Profile } from "#profile/profile.ts";
import type { StringIndex } from "#profile/string-table.ts";

/** Units of numeric labels by key; see `numLabelUnits`. */
export type LabelUnits = ReadonlyMap<string, string>;

/** Unit of a key for which the file names none (profile.go, NumLabelUnits). */
function inferredUnit(key: string): string {
  return key === "request" || key === "alignment" ? "bytes" : key;
}

/**
 * The unit each numeric label is read in: the first one the samples name for its key, else
 * `bytes` for `request` and `alignment`, else the key itself (rule L3). Labels are in order of
 * first use, so the first one that names a unit belongs to the first such sample.
 */
export function numLabelUnits(profile: Profile): LabelUnits {
  const { labels, strings } = profile;
  const { key, unit, isNumeric } = labels;
  const units = new Map<string, string>();
  const named = (index: StringIndex): string => strings.get(index);
  for (let i = 0; i < labels.length; i += 1) {
    if (isNumeric[i] === 0) continue;
    const keyText = named(key[i]);
    const unitText = named(unit[i]);
    const known = units.get(keyText) ?? "";
    if (known === "") units.set(keyText, unitText);
  }
  for (const [keyText, unitText] of units) {
    if (unitText === "") units.set(keyText, inferredUnit(keyText));
  }
  return units;
}
