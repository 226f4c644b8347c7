import type { ReactNode } from "react";
import type { GroupChange } from "#analysis/compare/compare-goroutines.ts";
import type { ProfileId } from "#contract/profile-id.ts";
import {
  chooseComparison,
  type CompareChoice,
} from "../../state/compare-choice.ts";
import { useText } from "../../state/text.ts";
import { Segments } from "../../widgets/segments.tsx";

export interface RowsBarProps {
  readonly profileId: ProfileId;
  readonly choice: CompareChoice;
  /** Rows of each class. */
  readonly counts: Readonly<Partial<Record<GroupChange, number>>>;
  readonly hasGroups: boolean;
  readonly hasMeasure: boolean;
  readonly shown: number;
  readonly total: number;
}

/** Above the table: which rows, by which value, of which class. */
export function RowsBar(props: RowsBarProps): ReactNode {
  const { profileId, choice, counts, hasGroups, hasMeasure } = props;
  const { t, format } = useText();
  const classes = Object.entries(counts) as [GroupChange, number][];
  return (
    <div className="ls-compare__rows-bar">
      {hasGroups && (
        <Segments
          label={t("compare.rows")}
          value={choice.rows}
          items={[
            { value: "functions", label: t("compare.functions") },
            { value: "groups", label: t("compare.groups") },
          ]}
          onChange={(rows) =>
            chooseComparison(profileId, { rows, shownChange: null })
          }
        />
      )}
      {hasMeasure && (
        <Segments
          label={t("compare.measure")}
          value={choice.measure}
          items={[
            { value: "flat", label: t("compare.flat") },
            { value: "cum", label: t("compare.cum") },
          ]}
          onChange={(measure) => chooseComparison(profileId, { measure })}
        />
      )}
      <Segments
        label={t("compare.filter")}
        value={choice.shownChange ?? "all"}
        items={[
          { value: "all" as const, label: t("compare.all") },
          ...classes.map(([change, count]) => ({
            value: change,
            label: `${t(`compare.change.${change}`)} ${format.count(count)}`,
          })),
        ]}
        onChange={(value) =>
          chooseComparison(profileId, {
            shownChange: value === "all" ? null : value,
          })
        }
      />
      <span className="ls-compare__count" role="status">
        {t("compare.rowCount", {
          shown: format.count(props.shown),
          total: format.count(props.total),
        })}
      </span>
    </div>
  );
}
