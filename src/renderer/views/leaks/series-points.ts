/** First and last numbers shown of a long series. */
const SHOWN_FIRST = 3;
const SHOWN_LAST = 9;

/** Room for half of the line's width at the edges, in pixels. */
const MARGIN = 2;

/** Numbers to print: all of a short series; of a long one its ends, with null between them. */
export function shownSeries(
  series: readonly number[],
): readonly (number | null)[] {
  if (series.length <= SHOWN_FIRST + SHOWN_LAST + 1) return series;
  return [...series.slice(0, SHOWN_FIRST), null, ...series.slice(-SHOWN_LAST)];
}

/**
 * `points` of an SVG polyline: snapshots from left to right, 0 at the bottom, the largest at the top.
 *
 * ```
 *   series 0 5 10, 24 by 12        2,10 12,6 22,2
 * ```
 */
export function seriesPoints(
  series: readonly number[],
  width: number,
  height: number,
): string {
  const max = Math.max(1, ...series);
  const step = (width - 2 * MARGIN) / Math.max(1, series.length - 1);
  const rise = (height - 2 * MARGIN) / max;
  return series
    .map((count, i) => {
      const x = MARGIN + i * step;
      const y = height - MARGIN - count * rise;
      return `${round(x)},${round(y)}`;
    })
    .join(" ");
}

function round(pixels: number): number {
  return Math.round(pixels * 10) / 10;
}
