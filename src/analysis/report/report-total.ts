import { divide64, type Int64 } from "#base/int64.ts";
import type { Profile, ValueColumn } from "#profile/profile.ts";

/** Label that marks the samples of a diff base (pprof: Sample.DiffBaseSample; rules L4, N2). */
const BASE_LABEL = { key: "pprof::base", value: "true" } as const;

/** 1 for the label sets that mark samples of a diff base; `undefined` where there is none. */
function diffBaseLabelSets(profile: Profile): Uint8Array | undefined {
  const { labelSets, labels, strings } = profile;
  const { labelStart, label } = labelSets;
  const isBaseLabel = new Uint8Array(labels.length);
  for (let i = 0; i < labels.length; i += 1) {
    if (
      labels.isNumeric[i] === 0 &&
      strings.get(labels.key[i]) === BASE_LABEL.key &&
      strings.get(labels.str[i]) === BASE_LABEL.value
    ) {
      isBaseLabel[i] = 1;
    }
  }
  if (!isBaseLabel.includes(1)) return undefined;
  const isBase = new Uint8Array(labelSets.length);
  for (let set = 0; set < labelSets.length; set += 1) {
    for (let i = labelStart[set]; i < labelStart[set + 1]; i += 1) {
      if (isBaseLabel[label[i]] === 1) isBase[set] = 1;
    }
  }
  return isBase;
}

/** Which samples are summed: all, or those whose label set is flagged. */
interface Selection {
  readonly labelSet: Uint32Array;
  readonly isSelected?: Uint8Array;
}

function sumOf(
  values: ValueColumn,
  { labelSet, isSelected }: Selection,
  isMagnitude: boolean,
): Int64 {
  if (values instanceof Float64Array) {
    // Exact: the sum of all |value| is below 2^53.
    let sum = 0;
    for (let i = 0; i < values.length; i += 1) {
      if (isSelected !== undefined && isSelected[labelSet[i]] === 0) continue;
      sum += isMagnitude && values[i] < 0 ? -values[i] : values[i];
    }
    return sum;
  }
  let sum = 0n;
  for (let i = 0; i < values.length; i += 1) {
    if (isSelected !== undefined && isSelected[labelSet[i]] === 0) continue;
    sum += isMagnitude && values[i] < 0n ? -values[i] : values[i];
  }
  return BigInt.asIntN(64, sum);
}

/**
 * What percentages are shares of: the sum of |value| over all samples, or over those of the diff
 * base where that is positive; for means, divided by the sum of the divisors (report.go,
 * computeTotal; rules C6, T5). `divisor` is the column of divisors, absent where none is asked for.
 */
export function reportTotal(
  profile: Profile,
  values: ValueColumn,
  divisor?: ValueColumn,
): Int64 {
  const { labelSet } = profile.samples;
  const totalOf = (selection: Selection): Int64 => {
    const total = sumOf(values, selection, true);
    const div = divisor === undefined ? 0 : sumOf(divisor, selection, false);
    return div === 0 || div === 0n ? total : divide64(total, div);
  };
  const isBase = diffBaseLabelSets(profile);
  if (isBase !== undefined) {
    const base = { labelSet, isSelected: isBase };
    if (sumOf(values, base, true) > 0) return totalOf(base);
  }
  return totalOf({ labelSet });
}
