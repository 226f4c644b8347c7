import { useMemo, useState, type ReactNode } from "react";
import type { TrendSeries } from "#analysis/compare/trend.ts";
import type { ProfileId } from "#contract/profile-id.ts";
import type { ValueType } from "#profile/profile.ts";
import { chooseComparison } from "../../state/compare-choice.ts";
import { useTrend } from "../../state/compare-data.ts";
import type { ReadyProfile } from "../../state/compare-pair.ts";
import { activateProfile } from "../../state/profiles.ts";
import { adjust } from "../../state/tabs.ts";
import { useText, type Text } from "../../state/text.ts";
import { ViewStatus } from "../../state/view-status.tsx";
import { Choice } from "../../widgets/choice.tsx";
import { Segments } from "../../widgets/segments.tsx";
import { TextButton } from "../../widgets/text-button.tsx";
import type { NameOf } from "./compare-names.ts";
import { TrendChart } from "./trend-chart.tsx";

export interface TrendPaneProps {
  readonly profileId: ProfileId;
  readonly series: readonly ReadyProfile[];
  readonly sampleType: ValueType;
  readonly nameOf: NameOf;
}

/** Lines drawn beside the total; more can't be told apart. */
const DRAWN = 6;

/** Totals and the fastest growing functions over all snapshots of a kind. */
export function TrendPane(props: TrendPaneProps): ReactNode {
  const { series, sampleType, nameOf } = props;
  const text = useText();
  const { t, format } = text;
  const [measure, setMeasure] = useState<"flat" | "cum">(
    series[0].summary.kind === "goroutine" ? "cum" : "flat",
  );
  const { data, retry } = useTrend({
    profileIds: series.map(({ profile }) => profile.id),
    sampleType,
  });
  const trend = data.status === "ready" ? data.value : null;
  const lines = useMemo(() => {
    if (trend === null) return [];
    return [
      {
        name: t("compare.trendTotal", { type: sampleType.type }),
        series: trend.total,
      },
      ...trend[measure].map((func) => ({
        name: func.name,
        series: func,
      })),
    ];
  }, [trend, measure, sampleType.type, t]);
  if (data.status !== "ready") {
    return <ViewStatus data={data} onRetry={retry} />;
  }
  return (
    <div className="ls-compare__trend">
      <div className="ls-compare__rows-bar">
        <Segments
          label={t("compare.measure")}
          value={measure}
          items={[
            { value: "flat", label: t("compare.flat") },
            { value: "cum", label: t("compare.cum") },
          ]}
          onChange={setMeasure}
        />
        <TrendPoints {...props} />
        <span className="ls-compare__count">
          {series.map(nameOf).join(" → ")}
        </span>
      </div>
      <TrendChart
        label={t("compare.chart")}
        seconds={data.value.seconds}
        hasTimes={data.value.hasTimes}
        unit={sampleType.unit}
        lines={lines.slice(0, DRAWN + 1)}
      />
      <div
        className="ls-compare__trend-table"
        role="region"
        aria-label={t("compare.trendTable")}
        tabIndex={0}
      >
        <table>
          <caption className="ls-visually-hidden">
            {t("compare.trendTable")}
          </caption>
          <thead>
            <tr>
              <th scope="col">{t("compare.trendSlope")}</th>
              <th scope="col">{t("compare.first")}</th>
              <th scope="col">{t("compare.last")}</th>
              <th scope="col">{t("compare.course")}</th>
              <th scope="col">{t("compare.column.name")}</th>
            </tr>
          </thead>
          <tbody>
            {lines.map(({ name, series: values }) => (
              <tr key={name}>
                <td>
                  {slopeText(
                    values,
                    sampleType.unit,
                    data.value.hasTimes,
                    text,
                  )}
                </td>
                <td>{format.value(values.values[0], sampleType.unit)}</td>
                <td>
                  {format.value(values.values.at(-1) ?? 0, sampleType.unit)}
                </td>
                <td>{values.isMonotonic ? t("compare.monotonic") : ""}</td>
                <td className="ls-code">{name}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}

/** Any two snapshots of the series to be compared: the first and the last to begin with. */
function TrendPoints(props: TrendPaneProps): ReactNode {
  const { profileId, series, nameOf } = props;
  const { t } = useText();
  const oldest = series[0].profile.id;
  const newest = series[series.length - 1].profile.id;
  const [from, setFrom] = useState(oldest);
  const [to, setTo] = useState(newest);
  const compareChosen = (): void => {
    chooseComparison(to, {
      otherId: from,
      isSwapped: indexIn(series, from) > indexIn(series, to),
      picture: "side",
    });
    activateProfile(to);
    adjust(to, { view: "compare" });
    if (to !== profileId) chooseComparison(profileId, { picture: "side" });
  };
  const items = series.map((each) => ({
    value: each.profile.id,
    label: nameOf(each),
  }));
  return (
    <>
      <Choice
        label={t("compare.base")}
        value={from}
        items={items.filter(({ value }) => value !== to)}
        onChange={setFrom}
      />
      <Choice
        label={t("compare.current")}
        value={to}
        items={items.filter(({ value }) => value !== from)}
        onChange={setTo}
      />
      <TextButton onClick={compareChosen}>
        {t(
          from === oldest && to === newest
            ? "compare.trendPair"
            : "compare.trendCompare",
        )}
      </TextButton>
    </>
  );
}

function indexIn(series: readonly ReadyProfile[], id: ProfileId): number {
  return series.findIndex(({ profile }) => profile.id === id);
}

/** `+1.2 MB per minute, ± 0.1 MB (95 %)`. */
function slopeText(
  { fit }: TrendSeries,
  unit: string,
  hasTimes: boolean,
  { t, format }: Text,
): string {
  const per = hasTimes ? 60 : 1;
  const slope = signedRate(fit.slope * per, unit, format);
  if (!Number.isFinite(fit.margin)) {
    return t(hasTimes ? "compare.slope" : "compare.slopeSnapshot", { slope });
  }
  const margin = rate(fit.margin * per, unit, format);
  return t(hasTimes ? "compare.slopeMargin" : "compare.slopeSnapshotMargin", {
    slope,
    margin,
  });
}

/** Counts change by fractions per minute; bytes and times need none. */
function rate(value: number, unit: string, format: Text["format"]): string {
  return unit === "count"
    ? new Intl.NumberFormat(format.locale, {
        maximumSignificantDigits: 3,
      }).format(value)
    : format.value(Math.round(value), unit);
}

function signedRate(
  value: number,
  unit: string,
  format: Text["format"],
): string {
  return `${value < 0 ? "−" : "+"}${rate(Math.abs(value), unit, format)}`;
}
