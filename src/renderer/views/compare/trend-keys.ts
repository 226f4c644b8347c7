import type uPlot from "uplot";

/** Where the keys stand in a chart. */
export interface TrendPlace {
  /** Index of the point; -1 for none. */
  point: number;
  /** Index of the line among the series of the plot; 0 is the axis, 1 the total. */
  line: number;
}

const ZOOM = 2;
/** Away from the picture: no point is marked. */
const NOWHERE = { left: -10, top: -10 };

const clamp = (value: number, low: number, high: number): number =>
  Math.min(high, Math.max(low, value));

/** Marks the point, and shows its values in the legend as a pointer on it does. */
function mark(plot: uPlot, { point, line }: TrendPlace): void {
  const x = plot.data[0][point];
  const y = plot.data[line][point] ?? 0;
  const { min, max } = plot.scales.x;
  if (min !== undefined && max !== undefined && (x < min || x > max)) {
    const shift = x < min ? x - min : x - max;
    plot.setScale("x", { min: min + shift, max: max + shift });
  }
  plot.setSeries(line, { focus: true });
  plot.setCursor({ left: plot.valToPos(x, "x"), top: plot.valToPos(y, "y") });
}

function zoom(plot: uPlot, { point }: TrendPlace, factor: number): void {
  const xs = plot.data[0];
  const [first, last] = [xs[0], xs[xs.length - 1]];
  const { min = first, max = last } = plot.scales.x;
  const width = Math.min(last - first, (max - min) / factor);
  const middle = point < 0 ? (min + max) / 2 : xs[point];
  const from = clamp(middle - width / 2, first, last - width);
  plot.setScale("x", { min: from, max: from + width });
}

/** No point is marked, and no line before the others. */
export function leaveTrend(plot: uPlot, place: TrendPlace): void {
  place.point = -1;
  plot.setSeries(null, { focus: true });
  plot.setCursor(NOWHERE);
}

/**
 * What a pointer does in the chart: left and right go from point to point, up and down from line to
 * line, Space hides a line, + and - zoom, 0 shows everything, Escape lets go.
 * True where the key is one of these.
 */
export function runTrendKey(
  key: string,
  plot: uPlot,
  place: TrendPlace,
): boolean {
  const last = plot.data[0].length - 1;
  const lines = plot.series.length - 1;
  const moved: Readonly<Record<string, Partial<TrendPlace>>> = {
    ArrowLeft: { point: place.point < 0 ? last : place.point - 1 },
    ArrowRight: { point: place.point + 1 },
    Home: { point: 0 },
    End: { point: last },
    ArrowUp: { line: place.line - 1 },
    ArrowDown: { line: place.line + 1 },
  };
  if (key in moved) {
    const { point = place.point, line = place.line } = moved[key];
    place.point = clamp(point, 0, last);
    place.line = clamp(line, 1, lines);
    mark(plot, place);
    return true;
  }
  switch (key) {
    case " ":
      plot.setSeries(place.line, {
        show: plot.series[place.line].show !== true,
      });
      return true;
    case "+":
    case "=":
      zoom(plot, place, ZOOM);
      return true;
    case "-":
      zoom(plot, place, 1 / ZOOM);
      return true;
    case "0":
      zoom(plot, place, 0);
      return true;
    case "Escape":
      leaveTrend(plot, place);
      return true;
    default:
      return false;
  }
}
