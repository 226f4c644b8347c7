import type { ValueColumn } from "#profile/profile.ts";

/**
 * Bounds of the steps a change is coloured by, as |delta| / total: a change in share, so that
 * 0.01 % becoming 0.02 % is not as loud as 10 % becoming 20 % (rule N7).
 */
export const CHANGE_STEP_BOUNDS: readonly number[] = [
  0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25,
];

/** Code of no change worth a colour; growth lies above, shrinking below. */
export const NEUTRAL_STEP = CHANGE_STEP_BOUNDS.length;
/** Codes are `0 .. CHANGE_STEP_COUNT - 1`. */
export const CHANGE_STEP_COUNT = 2 * NEUTRAL_STEP + 1;

/**
 * Step of `delta` as a share of `total`:
 *
 * ```
 *   -30 %  -0.6 %  0   0.05 %  0.2 %  7 %  30 %        bounds 0.1, 0.5, 1, 2.5, 5, 10, 25 %
 *     0      5     7     7       8    12    14
 * ```
 */
export function changeStep(delta: number, total: number): number {
  const share = total > 0 ? Math.abs(delta) / total : 0;
  let step = 0;
  while (step < NEUTRAL_STEP && share >= CHANGE_STEP_BOUNDS[step]) step += 1;
  return delta < 0 ? NEUTRAL_STEP - step : NEUTRAL_STEP + step;
}

/** Step of every row. Doubles do: a step is a colour, not a figure. */
export function changeSteps(
  base: ValueColumn,
  current: ValueColumn,
  total: number,
): Uint8Array {
  const steps = new Uint8Array(base.length);
  for (let i = 0; i < steps.length; i += 1) {
    steps[i] = changeStep(Number(current[i]) - Number(base[i]), total);
  }
  return steps;
}
