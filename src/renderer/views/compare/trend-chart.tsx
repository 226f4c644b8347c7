import { useEffect, useRef, type KeyboardEvent, type ReactNode } from "react";
import uPlot from "uplot";
import { useThemeName } from "../../state/settings.ts";
import { useText } from "../../state/text.ts";
import { cssFromRgb, rgbFromOklch } from "../../theme/oklch.ts";
import { leaveTrend, runTrendKey, type TrendPlace } from "./trend-keys.ts";
import { type TrendChartProps, TrendValues } from "./trend-values.tsx";
import "uplot/dist/uPlot.min.css";

const HEIGHT_CSS_PX = 260;
/** Hues far apart for all three common deficiencies; dashes tell neighbours apart besides. */
const HUES = [255, 48, 150, 310, 90, 205] as const;
const DASHES: readonly number[][] = [[], [6, 3], [2, 3]];

/** Values over time as lines, and every point of them in words for who can't see them. */
export function TrendChart(props: TrendChartProps): ReactNode {
  const { label, seconds, hasTimes, unit, lines } = props;
  const { t, format } = useText();
  const theme = useThemeName();
  const host = useRef<HTMLDivElement>(null);
  const chart = useRef<uPlot | null>(null);
  const place = useRef<TrendPlace>({ point: -1, line: 1 });
  useEffect(() => {
    const element = host.current;
    if (element === null) return undefined;
    const styles = getComputedStyle(document.documentElement);
    const probe = document.createElement("span");
    element.append(probe);
    const colourOf = (token: string): string => {
      probe.style.color = `var(${token})`;
      return getComputedStyle(probe).color;
    };
    const text = colourOf("--ls-text-muted");
    const grid = colourOf("--ls-hairline");
    const strong = colourOf("--ls-text");
    probe.remove();
    const font = `12px ${styles.getPropertyValue("--ls-font").trim()}`;
    const axis = { stroke: text, font, grid: { stroke: grid, width: 1 } };
    const plot = new uPlot(
      {
        width: element.clientWidth,
        height: HEIGHT_CSS_PX,
        scales: { x: { time: false } },
        legend: { live: true },
        focus: { alpha: 0.5 },
        axes: [
          {
            ...axis,
            values: (_plot, ticks) =>
              ticks.map((tick) =>
                hasTimes
                  ? format.duration(Math.round(tick * 1e9))
                  : `${t("compare.snapshot")} ${format.count(tick + 1)}`,
              ),
            ...(hasTimes ? {} : { incrs: [1, 2, 5, 10, 20, 50] }),
          },
          {
            ...axis,
            size: 84,
            values: (_plot, ticks) =>
              ticks.map((tick) => format.value(Math.round(tick), unit)),
          },
        ],
        series: [
          {
            label: t("compare.snapshot"),
            value: (_plot, value: number | null) =>
              value === null
                ? ""
                : hasTimes
                  ? format.duration(Math.round(value * 1e9))
                  : format.count(value + 1),
          },
          ...lines.map((line, i) => ({
            label: line.name,
            width: i === 0 ? 2 : 1.5,
            stroke:
              i === 0
                ? strong
                : cssFromRgb(
                    rgbFromOklch({
                      lightness: theme === "light" ? 0.55 : 0.75,
                      chroma: 0.13,
                      hue: HUES[(i - 1) % HUES.length],
                    }),
                  ),
            dash: i === 0 ? [] : DASHES[(i - 1) % DASHES.length],
            points: { show: true, size: 6 },
            value: (_plot: uPlot, value: number | null) =>
              value === null ? "" : format.value(Math.round(value), unit),
          })),
        ],
      },
      [[...seconds], ...lines.map(({ series }) => [...series.values])],
      element,
    );
    chart.current = plot;
    place.current = { point: -1, line: 1 };
    const resize = new ResizeObserver(() =>
      plot.setSize({ width: element.clientWidth, height: HEIGHT_CSS_PX }),
    );
    resize.observe(element);
    return () => {
      resize.disconnect();
      plot.destroy();
      chart.current = null;
    };
  }, [theme, seconds, hasTimes, unit, lines, t, format]);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (chart.current === null) return;
    if (runTrendKey(event.key, chart.current, place.current)) {
      event.preventDefault();
    }
  };
  const onBlur = (): void => {
    if (chart.current !== null) leaveTrend(chart.current, place.current);
  };
  return (
    <figure
      className="ls-compare__chart"
      aria-label={label}
      tabIndex={0}
      onKeyDown={onKeyDown}
      onBlur={onBlur}
    >
      <div ref={host} aria-hidden />
      <TrendValues {...props} />
    </figure>
  );
}
