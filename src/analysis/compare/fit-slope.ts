/** A straight line through points, by least squares. */
export interface SlopeFit {
  readonly slope: number;
  readonly intercept: number;
  /** Half the width of the slope's 95 % confidence interval; Infinity with fewer than three points. */
  readonly margin: number;
}

/** Two-sided 95 % quantiles of Student's t for 1, 2, … degrees of freedom. */
const T_95: readonly number[] = [
  12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201,
  2.179, 2.16, 2.145, 2.131, 2.12, 2.11, 2.101, 2.093, 2.086, 2.08, 2.074,
  2.069, 2.064, 2.06, 2.056, 2.052, 2.048, 2.045, 2.042,
];
/** The normal distribution's, for more. */
const Z_95 = 1.96;

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/**
 * The line through (x, y). Two points have a slope and no margin; one point, or equal x, slope 0.
 *
 * ```
 *   x 0 1 2 3,  y 1 3 5 7     slope 2, intercept 1, margin 0
 * ```
 */
export function fitSlope(x: readonly number[], y: readonly number[]): SlopeFit {
  const meanX = mean(x);
  const meanY = mean(y);
  let xx = 0;
  let xy = 0;
  for (let i = 0; i < x.length; i += 1) {
    xx += (x[i] - meanX) ** 2;
    xy += (x[i] - meanX) * (y[i] - meanY);
  }
  if (!(xx > 0)) return { slope: 0, intercept: meanY, margin: Infinity };
  const slope = xy / xx;
  const intercept = meanY - slope * meanX;
  const degrees = x.length - 2;
  if (degrees < 1) return { slope, intercept, margin: Infinity };
  let residual = 0;
  for (let i = 0; i < x.length; i += 1) {
    residual += (y[i] - intercept - slope * x[i]) ** 2;
  }
  const t = T_95[degrees - 1] ?? Z_95;
  return { slope, intercept, margin: t * Math.sqrt(residual / degrees / xx) };
}
