import { assert } from "#base/assert.ts";
import { goInt64, goRound } from "../go-number.ts";
import type { Profile, SampleTable, ValueColumn } from "../profile.ts";
import { selectRows, valueColumnFromBigInts } from "../value-column.ts";

/** A column times a ratio; see `scaleProfile`. */
export function scaleColumn(column: ValueColumn, ratio: number): ValueColumn {
  if (column instanceof Float64Array) {
    const scaled = new Float64Array(column.length);
    let magnitudes = 0;
    for (let i = 0; i < column.length; i += 1) {
      const value = goRound(column[i] * ratio);
      scaled[i] = value;
      magnitudes += Math.abs(value);
    }
    if (magnitudes <= Number.MAX_SAFE_INTEGER) return scaled;
  }
  const scaled = new BigInt64Array(column.length);
  for (let i = 0; i < column.length; i += 1) {
    scaled[i] = goInt64(goRound(Number(column[i]) * ratio));
  }
  return valueColumnFromBigInts(scaled);
}

/** The samples `rows` of `samples`, in that order; `samples` itself when that is all of them. */
export function selectSamples(
  samples: SampleTable,
  rows: Uint32Array,
): SampleTable {
  if (rows.length === samples.count) return samples;
  return {
    count: rows.length,
    stack: Int32Array.from(rows, (row) => samples.stack[row]),
    labelSet: Uint32Array.from(rows, (row) => samples.labelSet[row]),
    values: samples.values.map((column) => selectRows(column, rows)),
  };
}

/**
 * Every value times the ratio of its sample type, rounded half away from zero (pprof
 * profile.go: ScaleN). Reproduces its quirk N4: a sample stays only if some value *whose ratio is
 * not 1* stays non-zero. With all ratios 1 the profile itself comes back, zero samples included.
 * The product is taken in doubles, as in Go: values of 2^53 and more lose their last bits.
 */
export function scaleProfile(
  profile: Profile,
  ratios: readonly number[],
): Profile {
  const { samples } = profile;
  assert(ratios.length === samples.values.length, "one ratio per sample type");
  if (ratios.every((ratio) => ratio === 1)) return profile;
  const values = samples.values.map((column, type) =>
    ratios[type] === 1 ? column : scaleColumn(column, ratios[type]),
  );
  const scaled = values.filter((_, type) => ratios[type] !== 1);
  const rows = new Uint32Array(samples.count);
  let kept = 0;
  for (let sample = 0; sample < samples.count; sample += 1) {
    if (scaled.some((column) => column[sample] != 0)) rows[kept++] = sample;
  }
  return {
    ...profile,
    samples: selectSamples({ ...samples, values }, rows.subarray(0, kept)),
  };
}
