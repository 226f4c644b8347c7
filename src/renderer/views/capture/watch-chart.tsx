import { useEffect, useRef, type ReactNode } from "react";
import uPlot from "uplot";
import type { WatchPoint } from "#contract/watch.ts";
import { useThemeName } from "../../state/settings.ts";
import { useText } from "../../state/text.ts";
import "uplot/dist/uPlot.min.css";

const HEIGHT_CSS_PX = 120;

interface Series {
  readonly label: string;
  readonly values: (number | null)[];
  readonly format: (value: number) => string;
}

/** Goroutines and heap over time, one chart each, and the same in words for who can't see them. */
export function WatchChart({
  points,
}: {
  readonly points: readonly WatchPoint[];
}): ReactNode {
  const { t, format } = useText();
  const seconds = points.map(({ atMillis }) => atMillis / 1000);
  const series: Series[] = [
    {
      label: t("capture.goroutines"),
      values: points.map(({ goroutines }) => goroutines),
      format: format.count,
    },
    {
      label: t("capture.heap"),
      values: points.map(({ heapAllocBytes }) => heapAllocBytes),
      format: format.bytes,
    },
  ];
  const restarts = points.flatMap(({ atMillis, isRestart }) =>
    isRestart ? [atMillis / 1000] : [],
  );
  return (
    <div className="ls-capture__charts">
      {series.map((line) => (
        <LineChart
          key={line.label}
          seconds={seconds}
          line={line}
          restarts={restarts}
        />
      ))}
    </div>
  );
}

interface LineChartProps {
  readonly seconds: number[];
  readonly line: Series;
  /** Where the service was restarted: dashed lines. */
  readonly restarts: readonly number[];
}

function LineChart({ seconds, line, restarts }: LineChartProps): ReactNode {
  const { t, format } = useText();
  const theme = useThemeName();
  const host = useRef<HTMLDivElement>(null);
  const chart = useRef<uPlot | null>(null);
  const marks = useRef(restarts);
  const latest = useRef({ seconds, line });
  useEffect(() => {
    marks.current = restarts;
    latest.current = { seconds, line };
    chart.current?.setData([seconds, line.values]);
  });
  useEffect(() => {
    const element = host.current;
    if (element === null) return undefined;
    const plot = new uPlot(
      chartOptions(element, {
        format: (value) => latest.current.line.format(value),
        marks: () => marks.current,
      }),
      [latest.current.seconds, latest.current.line.values],
      element,
    );
    chart.current = plot;
    const resize = new ResizeObserver(() =>
      plot.setSize({ width: element.clientWidth, height: HEIGHT_CSS_PX }),
    );
    resize.observe(element);
    return () => {
      resize.disconnect();
      plot.destroy();
      chart.current = null;
    };
    // Data goes in by setData above; a theme needs new colours.
  }, [theme]);
  const known = line.values.filter((value) => value !== null);
  const last = known.at(-1);
  return (
    <figure className="ls-capture__chart">
      <figcaption>
        {line.label}
        {last !== undefined && (
          <span className="ls-capture__figure"> {line.format(last)}</span>
        )}
      </figcaption>
      <div ref={host} aria-hidden />
      {last !== undefined && (
        <p className="ls-visually-hidden">
          {t("capture.chartText", {
            label: line.label,
            first: line.format(known[0]),
            last: line.format(last),
            seconds: format.count(Math.round(seconds.at(-1) ?? 0)),
            lowest: line.format(Math.min(...known)),
            highest: line.format(Math.max(...known)),
          })}{" "}
          {restarts.length > 0 &&
            t("capture.chartRestarts", { n: format.count(restarts.length) })}
        </p>
      )}
    </figure>
  );
}

function clock(seconds: number): string {
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

function chartOptions(
  element: HTMLElement,
  parts: {
    readonly format: (value: number) => string;
    readonly marks: () => readonly number[];
  },
): uPlot.Options {
  const style = getComputedStyle(element);
  const colour = (name: string): string => style.getPropertyValue(name).trim();
  const text = style.color;
  const axis = {
    stroke: text,
    font: `11px ${style.fontFamily}`,
    grid: { stroke: colour("--ls-chart-grid"), width: 1 },
    ticks: { show: false },
  };
  return {
    width: Math.max(80, element.clientWidth),
    height: HEIGHT_CSS_PX,
    legend: { show: false },
    cursor: { show: false },
    scales: {
      x: { time: false },
      y: { range: (_plot, _min, max) => [0, max === 0 ? 1 : max * 1.1] },
    },
    axes: [
      { ...axis, size: 24, values: (_plot, splits) => splits.map(clock) },
      {
        ...axis,
        size: 64,
        values: (_plot, splits) => splits.map(parts.format),
      },
    ],
    series: [
      {},
      {
        stroke: colour("--ls-chart-line"),
        width: 1.5,
        points: { show: false },
        spanGaps: false,
      },
    ],
    hooks: {
      draw: [
        (plot) => {
          const { ctx, bbox } = plot;
          ctx.save();
          ctx.strokeStyle = text;
          ctx.setLineDash([4, 4]);
          for (const seconds of parts.marks()) {
            const x = plot.valToPos(seconds, "x", true);
            ctx.beginPath();
            ctx.moveTo(x, bbox.top);
            ctx.lineTo(x, bbox.top + bbox.height);
            ctx.stroke();
          }
          ctx.restore();
        },
      ],
    },
  };
}
