import { useMemo } from "react";
import type { TopView } from "#contract/views.ts";
import { useText } from "../../state/text.ts";
import type { GridColumn } from "../../widgets/grid-column.ts";
import { FunctionName } from "../../widgets/function-name.tsx";
import { ShareBar } from "../../widgets/share-bar.tsx";
import { filesText, topShares } from "./top-rows.ts";

/** Columns of the Top grid. */
export function useTopColumns(
  table: TopView,
  unit: string,
): readonly GridColumn[] {
  const { t, format } = useText();
  return useMemo(() => {
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
      ratios: Float64Array,
    ): GridColumn => ({
      id,
      header,
      hint,
      align: "end",
      size: 76,
      isSortable: true,
      cell: (row) => (
        <ShareBar ratio={ratios[row]} text={format.shareColumn(ratios[row])} />
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
        cell: (row) => format.shareColumn(shares.sum[row]),
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
      {
        id: "files",
        header: t("column.files"),
        align: "start",
        size: 120,
        isSortable: true,
        cell: (row) => (
          <span className="ls-code ls-muted">
            {lastPathPart(filesText(table, row))}
          </span>
        ),
        title: (row) => filesText(table, row),
      },
    ] satisfies GridColumn[];
  }, [table, unit, t, format]);
}

/** Folder and file: what tells files apart at a glance. */
function lastPathPart(path: string): string {
  return path.split("/").slice(-2).join("/");
}
