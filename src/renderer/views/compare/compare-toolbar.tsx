import type { ReactNode } from "react";
import type { ComparisonTableView } from "#contract/compare.ts";
import type { ProfileId } from "#contract/profile-id.ts";
import {
  chooseComparison,
  type CompareChoice,
} from "../../state/compare-choice.ts";
import { useText, type Text } from "../../state/text.ts";
import { CheckBox } from "../../widgets/check-box.tsx";
import { Choice } from "../../widgets/choice.tsx";
import { Segments } from "../../widgets/segments.tsx";
import { difference, signedShare, signedValue } from "./compare-names.ts";

export interface CompareToolbarProps {
  readonly profileId: ProfileId;
  readonly choice: CompareChoice;
  readonly picture: CompareChoice["picture"];
  /** The table that is shown; null while there is none. */
  readonly table: ComparisonTableView | null;
  /** What the table was chosen by: behind `choice` while another is computed. */
  readonly tableChoice: Pick<CompareChoice, "mode" | "isNormalised">;
  /** The total of `-base` is still being added up. */
  readonly isNetPending: boolean;
  readonly unit: string;
  readonly hasTrend: boolean;
}

/** How the comparison is shown and counted, and the formula in words. */
export function CompareToolbar(props: CompareToolbarProps): ReactNode {
  const { profileId, choice, picture, table, unit, hasTrend } = props;
  const text = useText();
  const { t } = text;
  const choose = (change: Partial<CompareChoice>): void =>
    chooseComparison(profileId, change);
  return (
    <>
      <div className="ls-compare__tools">
        <Segments
          label={t("compare.picture")}
          value={picture}
          items={[
            { value: "side", label: t("compare.side") },
            { value: "merged", label: t("compare.merged") },
            ...(hasTrend
              ? [{ value: "trend" as const, label: t("compare.trend") }]
              : []),
          ]}
          onChange={(value) => choose({ picture: value })}
        />
        {picture === "merged" && (
          <Choice
            label={t("compare.width")}
            value={choice.width}
            items={[
              { value: "larger", label: t("compare.widthLarger") },
              { value: "base", label: t("compare.widthBase") },
              { value: "current", label: t("compare.widthCurrent") },
            ]}
            onChange={(width) => choose({ width })}
          />
        )}
        {picture !== "trend" && (
          <>
            <Choice
              label={t("compare.mode")}
              value={choice.mode}
              items={[
                { value: "diff-base", label: t("compare.modeDiffBase") },
                {
                  value: "subtract-base",
                  label: t("compare.modeSubtractBase"),
                },
              ]}
              onChange={(mode) => choose({ mode })}
            />
            <CheckBox
              label={t("compare.normalise")}
              hint={t("compare.normaliseHint")}
              isChecked={choice.isNormalised}
              onChange={(isNormalised) => choose({ isNormalised })}
            />
            <CheckBox
              label={t("compare.fold")}
              hint={t("compare.foldHint")}
              isChecked={choice.isFolded}
              onChange={(isFolded) => choose({ isFolded })}
            />
          </>
        )}
        <span className="ls-compare__totals" role="status">
          {table === null ? "" : totalsText(table, unit, text)}
        </span>
      </div>
      {picture !== "trend" && (
        <p className="ls-compare__formula">
          {table === null ? "\u00a0" : formulaText(props, table, text)}
        </p>
      )}
    </>
  );
}

function totalsText(
  { totals }: ComparisonTableView,
  unit: string,
  { t, format }: Text,
): string {
  const { base, current } = totals;
  const delta = difference(base, current);
  const words = {
    base: format.value(base, unit),
    current: format.value(current, unit),
    delta: signedValue(delta, unit, format),
  };
  return base === 0n
    ? t("compare.totals", words)
    : t("compare.totalsPercent", {
        ...words,
        percent: signedShare(Number(delta) / Math.abs(Number(base)), format),
      });
}

/** What percentages of a mode are shares of; 0 where pprof has no such number. */
export function shareTotal(
  { totals, netTotal }: ComparisonTableView,
  mode: CompareChoice["mode"],
): number {
  if (mode === "subtract-base") return Number(netTotal < 0n ? 0n : netTotal);
  // pprof takes all samples where the base has none (report.go, computeTotal).
  return Number(
    totals.baseMagnitude > 0n ? totals.baseMagnitude : totals.currentMagnitude,
  );
}

function formulaText(
  { tableChoice: choice, unit, isNetPending }: CompareToolbarProps,
  table: ComparisonTableView,
  { t, format }: Text,
): string {
  const share = shareTotal(table, choice.mode);
  const total = isNetPending
    ? "…"
    : share === 0
      ? t("compare.noNet")
      : format.value(BigInt(share), unit);
  const formula =
    choice.mode === "diff-base"
      ? t("compare.formulaDiffBase", { total })
      : t("compare.formulaSubtractBase", { total });
  return choice.isNormalised
    ? `${formula} · ${t("compare.normaliseHint")}`
    : formula;
}
