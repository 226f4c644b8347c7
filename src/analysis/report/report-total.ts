import { abs64, add64, divide64, type Int64 } from "#base/int64.ts";
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

function sumMagnitudes(
  values: ValueColumn,
  includes: (sample: number) => boolean,
): Int64 {
  let sum: Int64 = values instanceof Float64Array ? 0 : 0n;
  for (let i = 0; i < values.length; i += 1) {
    if (includes(i)) sum = add64(sum, abs64(values[i]));
  }
  return sum;
}

function sumValues(
  values: ValueColumn,
  includes: (sample: number) => boolean,
): Int64 {
  let sum: Int64 = values instanceof Float64Array ? 0 : 0n;
  for (let i = 0; i < values.length; i += 1) {
    if (includes(i)) sum = add64(sum, values[i]);
  }
  return sum;
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
  const totalOf = (includes: (sample: number) => boolean): Int64 => {
    const total = sumMagnitudes(values, includes);
    const div = divisor === undefined ? 0 : sumValues(divisor, includes);
    return div === 0 || div === 0n ? total : divide64(total, div);
  };
  const isBase = diffBaseLabelSets(profile);
  if (isBase !== undefined) {
    const { labelSet } = profile.samples;
    const includes = (sample: number): boolean =>
      isBase[labelSet[sample]] === 1;
    if (sumMagnitudes(values, includes) > 0) return totalOf(includes);
  }
  return totalOf(() => true);
}
