import type { ReactNode } from "react";
import type { TrendSeries } from "#analysis/compare/trend.ts";
import { useText } from "../../state/text.ts";

export interface TrendLine {
  readonly name: string;
  readonly series: TrendSeries;
}

export interface TrendChartProps {
  readonly label: string;
  readonly seconds: readonly number[];
  readonly hasTimes: boolean;
  readonly unit: string;
  /** The total first. */
  readonly lines: readonly TrendLine[];
}

/** What the chart draws, point by point: a table that only screen readers meet. */
export function TrendValues(props: TrendChartProps): ReactNode {
  const { label, seconds, hasTimes, unit, lines } = props;
  const { t, format } = useText();
  return (
    <div className="ls-visually-hidden">
      <table>
        <caption>{label}</caption>
        <thead>
          <tr>
            <th scope="col">{t("compare.snapshot")}</th>
            {lines.map(({ name }) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {seconds.map((second, i) => (
            <tr key={second}>
              <th scope="row">
                {hasTimes
                  ? format.duration(Math.round(second * 1e9))
                  : format.count(second + 1)}
              </th>
              {lines.map(({ name, series }) => (
                <td key={name}>
                  {format.value(Math.round(series.values[i]), unit)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
