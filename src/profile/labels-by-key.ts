import type { LabelIndex, LabelSetIndex, Profile } from "./profile.ts";

/** Labels of a set, text apart from numbers: by key, in the order of the file. */
export interface LabelsByKey<T, N> {
  readonly texts: ReadonlyMap<string, readonly T[]>;
  readonly numbers: ReadonlyMap<string, readonly N[]>;
}

/** Labels of a set by key, each as `textOf` or `numberOf` makes it of its row of `profile.labels`. */
export function labelsByKey<T, N>(
  profile: Profile,
  set: LabelSetIndex,
  textOf: (row: LabelIndex) => T,
  numberOf: (row: LabelIndex, key: string) => N,
): LabelsByKey<T, N> {
  const { labelSets, labels, strings } = profile;
  const texts = new Map<string, T[]>();
  const numbers = new Map<string, N[]>();
  const { labelStart, label } = labelSets;
  for (const row of label.subarray(labelStart[set], labelStart[set + 1])) {
    const key = strings.get(labels.key[row]);
    if (labels.isNumeric[row] === 1) add(numbers, key, numberOf(row, key));
    else add(texts, key, textOf(row));
  }
  return { texts, numbers };
}

function add<T>(byKey: Map<string, T[]>, key: string, value: T): void {
  const known = byKey.get(key);
  if (known === undefined) byKey.set(key, [value]);
  else known.push(value);
}
