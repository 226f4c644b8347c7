import { useMemo } from "react";
import type { LeakFinding } from "#analysis/leaks/leak-finding.ts";
import type {
  GoroutineGroupsView,
  GoroutineSpec,
} from "#contract/goroutines.ts";
import type { Format } from "#text/format.ts";
import type { Translate } from "#text/translator.ts";
import { shortName } from "../../canvas/flame-labels.ts";
import { levelOf, useFindingWords } from "../../state/finding-words.ts";
import { useText } from "../../state/text.ts";
import { ConfidenceDot } from "../../widgets/confidence-dot.tsx";
import type { GridColumn } from "../../widgets/grid-column.ts";

/** `≥ 2 min`, `2–12 min`; "" where the input has no minutes. */
export function waitText(
  t: Translate,
  format: Format,
  min: number,
  max: number,
): string {
  if (max < 0) return "";
  return min === max
    ? t("leaks.minutes", { minutes: format.count(max) })
    : t("leaks.minutesRange", {
        min: format.count(min),
        max: format.count(max),
      });
}

/** What a column beside the function takes of the room that is left: names of states fit at 1920. */
const SIDE_GROWTH = 0.3;

/** Columns of the groups table. */
export function useGroupColumns(
  groups: GoroutineGroupsView,
  findings: readonly LeakFinding[],
  granularity: GoroutineSpec["granularity"],
): readonly GridColumn[] {
  const { t, format } = useText();
  const words = useFindingWords();
  return useMemo(() => {
    const { strings } = groups;
    const textColumn = (
      id: "state" | "func" | "place" | "creator" | "labels",
      size: number,
      grows: number,
    ): GridColumn => {
      const textOf = (row: number): string => strings.get(groups[id][row]);
      const isCode = id !== "state";
      return {
        id,
        header: t(`goroutines.column.${id}`),
        align: "start",
        size,
        grows,
        isSortable: id !== "place",
        cell: (row) => (
          <span
            className={`${isCode ? "ls-code" : ""} ${id === "func" || id === "state" ? "" : "ls-muted"}`}
          >
            {id === "func" || id === "creator"
              ? shortName(textOf(row))
              : textOf(row)}
          </span>
        ),
        title: textOf,
      };
    };
    const count: GridColumn = {
      id: "count",
      header: t("goroutines.column.count"),
      align: "end",
      size: 72,
      isSortable: true,
      cell: (row) => format.count(groups.count[row]),
    };
    const wait: GridColumn = {
      id: "wait",
      header: t("goroutines.column.wait"),
      align: "end",
      size: 96,
      isSortable: true,
      cell: (row) =>
        waitText(t, format, groups.minWait[row], groups.maxWait[row]),
    };
    const verdict: GridColumn = {
      id: "verdict",
      header: t("goroutines.column.verdict"),
      align: "start",
      size: 200,
      cell: (row) => {
        const finding = findings.at(groups.finding[row]);
        if (groups.finding[row] < 0 || finding === undefined) return null;
        return (
          <span className="ls-goroutines__verdict">
            <ConfidenceDot level={levelOf(finding)} />
            <span className={finding.verdict === "benign" ? "ls-muted" : ""}>
              {words.title(finding)}
            </span>
          </span>
        );
      },
      title: (row) => {
        const finding = findings.at(groups.finding[row]);
        return groups.finding[row] < 0 || finding === undefined
          ? ""
          : `${words.title(finding)}: ${t(`leaks.confidence.${levelOf(finding)}`)}`;
      },
    };
    const labels = textColumn("labels", 160, SIDE_GROWTH);
    const creator = textColumn("creator", 160, SIDE_GROWTH);
    const hasLabels = groups.labels.some((index) => index !== 0);
    const leading: Partial<Record<typeof granularity, GridColumn[]>> = {
      label: [labels],
      creator: [creator],
    };
    const first = leading[granularity] ?? [];
    return [
      count,
      ...first,
      // A protobuf profile knows neither.
      ...(groups.state.some((index) => index !== 0)
        ? [textColumn("state", 116, SIDE_GROWTH)]
        : []),
      ...(groups.maxWait.some((minutes) => minutes >= 0) ? [wait] : []),
      verdict,
      textColumn("func", 200, 1),
      textColumn("place", 116, SIDE_GROWTH),
      ...[creator, ...(hasLabels ? [labels] : [])].filter(
        (column) => !first.includes(column),
      ),
    ];
  }, [groups, findings, granularity, words, t, format]);
}
