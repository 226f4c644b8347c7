import { useMemo } from "react";
import type { TopView } from "#contract/views.ts";
import {
  levelOf,
  useFindingWords,
  type FindingWords,
} from "../../state/finding-words.ts";
import type { SiteFinding, SiteFindings } from "../../state/site-findings.ts";
import { useText } from "../../state/text.ts";
import type { Translate } from "#text/translator.ts";
import { ConfidenceDot } from "../../widgets/confidence-dot.tsx";
import type { GridColumn } from "../../widgets/grid-column.ts";
import { FileName } from "../../widgets/file-name.tsx";
import { FunctionName } from "../../widgets/function-name.tsx";
import { ShareBar } from "../../widgets/share-bar.tsx";
import { filesText, rowOf, topShares } from "./top-rows.ts";

/** Columns of the Top grid. */
export function useTopColumns(
  table: TopView,
  unit: string,
  sites: SiteFindings,
): readonly GridColumn[] {
  const { t, format } = useText();
  const words = useFindingWords();
  return useMemo(() => {
    const verdicts = verdictColumn(table, sites, words, t);
    const shares = topShares(table);
    const inlinedTexts = [undefined, t("top.partlyInlined"), t("top.inlined")];
    const valueColumn = (
      id: "flat" | "cum",
      header: string,
      hint: string,
    ): GridColumn => ({
      id,
      header,
      hint,
      align: "end",
      size: 88,
      isSortable: true,
      cell: (row) => format.valueColumn(table[id][row], unit),
      title: (row) => format.exact(table[id][row], unit),
    });
    const shareColumn = (
      id: string,
      header: string,
      hint: string,
      ratioOf: (row: number) => number,
    ): GridColumn => ({
      id,
      header,
      hint,
      align: "end",
      size: 76,
      isSortable: true,
      cell: (row) => (
        <ShareBar
          ratio={ratioOf(row)}
          text={format.shareColumn(ratioOf(row))}
        />
      ),
    });
    return [
      valueColumn("flat", t("column.flat"), t("column.flatHint")),
      shareColumn(
        "flatPercent",
        t("column.flatPercent"),
        t("column.flatPercentHint"),
        shares.flat,
      ),
      {
        id: "sumPercent",
        header: t("column.sumPercent"),
        hint: t("column.sumPercentHint"),
        align: "end",
        size: 68,
        isSortable: true,
        cell: (row) => format.shareColumn(shares.sum(row)),
      },
      valueColumn("cum", t("column.cum"), t("column.cumHint")),
      shareColumn(
        "cumPercent",
        t("column.cumPercent"),
        t("column.cumPercentHint"),
        shares.cum,
      ),
      {
        id: "name",
        header: t("column.name"),
        align: "start",
        size: 240,
        grows: true,
        isSortable: true,
        cell: (row) => (
          <FunctionName
            name={table.strings.get(table.name[row])}
            note={inlinedTexts[table.inlined[row]]}
          />
        ),
        title: (row) => table.strings.get(table.name[row]),
      },
      ...(verdicts === null ? [] : [verdicts]),
      {
        id: "files",
        header: t("column.files"),
        align: "start",
        size: 120,
        grows: 0.3,
        isSortable: true,
        cell: (row) => <FileName path={filesText(table, row)} />,
        title: (row) => filesText(table, row),
      },
    ] satisfies GridColumn[];
  }, [table, unit, sites, words, t, format]);
}

/** What findings say of the functions they point to; null where no row has any. */
function verdictColumn(
  table: TopView,
  sites: SiteFindings,
  words: FindingWords,
  t: Translate,
): GridColumn | null {
  const foundAt = (row: number): readonly SiteFinding[] =>
    sites.get(table.strings.get(table.name[row])) ?? [];
  const hasAny = [...sites.keys()].some((func) => rowOf(table, func) >= 0);
  if (!hasAny) return null;
  const textOf = ({ finding }: SiteFinding): string =>
    `${words.title(finding)}: ${t(`leaks.confidence.${levelOf(finding)}`)}`;
  return {
    id: "verdict",
    header: t("column.verdict"),
    hint: t("column.verdictHint"),
    align: "start",
    size: 176,
    cell: (row) => {
      const found = foundAt(row);
      if (found.length === 0) return null;
      const [{ finding }] = found;
      return (
        <span className="ls-top__verdict">
          <ConfidenceDot level={levelOf(finding)} />
          <span className={finding.verdict === "benign" ? "ls-muted" : ""}>
            {words.title(finding)}
          </span>
          {found.length > 1 && (
            <span className="ls-muted">{`+${found.length - 1}`}</span>
          )}
        </span>
      );
    },
    title: (row) => foundAt(row).map(textOf).join("\n"),
  };
}
