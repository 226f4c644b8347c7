import { useMemo, type ReactNode } from "react";
import {
  changeClassOf,
  significanceOf,
  type ComparisonTableView,
} from "#contract/compare.ts";
import { useText, type Text } from "../../state/text.ts";
import type { GridColumn } from "../../widgets/grid-column.ts";
import { ShareBar } from "../../widgets/share-bar.tsx";
import { FunctionName } from "./function-name.tsx";
import { ChangeBadge } from "./change-badge.tsx";
import {
  differingTail,
  signedColumn,
  signedShare,
  signedValue,
} from "./compare-names.ts";
import { percentOf, type Measure } from "./delta-rows.ts";

/** Standard deviations that make a change sure, as the header's tooltip says. */
const SURE_Z = 3;

/** From a tenfold growth on, the factor reads better than percent. */
const MANYFOLD = 9;

export interface DeltaColumnsOptions {
  readonly data: ComparisonTableView;
  readonly measure: Measure;
  readonly unit: string;
  /** What "of total" is of. */
  readonly total: number;
}

/** Columns of the delta table. */
export function useDeltaColumns(
  options: DeltaColumnsOptions,
): readonly GridColumn[] {
  const { data, measure, unit, total } = options;
  const { t, format } = useText();
  return useMemo(() => {
    const { table } = data;
    const { base, current, delta, changeClass, significance } = table[measure];
    const growth =
      measure === "flat"
        ? Number(table.flatGrowth)
        : Math.abs(Number(data.totals.current - data.totals.base));
    const nameOf = (row: number): string => table.strings.get(table.name[row]);
    const value = (
      id: "base" | "current",
      header: string,
      column: Float64Array | BigInt64Array,
    ): GridColumn => ({
      id,
      header,
      align: "end",
      size: 88,
      isSortable: true,
      cell: (row) => format.valueColumn(column[row], unit),
      title: (row) => format.exact(column[row], unit),
    });
    const columns: GridColumn[] = [
      {
        id: "delta",
        header: t("compare.column.delta"),
        hint: t("compare.column.deltaHint"),
        align: "end",
        size: 96,
        isSortable: true,
        cell: (row) => signedColumn(delta[row], unit, format),
        title: (row) => signedValue(delta[row], "", format),
      },
      {
        id: "percent",
        header: t("compare.column.percent"),
        hint: t("compare.column.percentHint"),
        align: "end",
        size: 80,
        isSortable: true,
        cell: (row) => {
          const percent = percentOf(data, measure, row);
          if (!Number.isFinite(percent)) return "";
          return percent >= MANYFOLD
            ? `×${format.count(Math.round(percent + 1))}`
            : signedShare(percent, format);
        },
      },
      value("base", t("compare.base"), base),
      value("current", t("compare.current"), current),
      {
        id: "ofTotal",
        header: t("compare.column.ofTotal"),
        hint: t("compare.column.ofTotalHint"),
        align: "end",
        size: 88,
        isSortable: true,
        cell: (row) =>
          total === 0 ? "" : format.shareColumn(Number(delta[row]) / total),
      },
      {
        id: "share",
        header: t("compare.column.share"),
        hint: t("compare.column.shareHint"),
        align: "end",
        size: 84,
        isSortable: true,
        cell: (row) => {
          const grown = Number(delta[row]);
          if (grown <= 0 || growth === 0) return "";
          const ratio = grown / growth;
          return <ShareBar ratio={ratio} text={format.shareColumn(ratio)} />;
        },
      },
      {
        id: "change",
        header: t("compare.column.change"),
        align: "start",
        size: 92,
        isSortable: true,
        cell: (row) => <ChangeBadge change={changeClassOf(changeClass[row])} />,
      },
    ];
    if (significance.length > 0) columns.push(sureColumn(table[measure], t));
    columns.push({
      id: "name",
      header: t("compare.column.name"),
      align: "start",
      size: 280,
      grows: true,
      isPinned: true,
      isSortable: true,
      cell: (row) => (
        <RowName
          name={nameOf(row)}
          twin={
            table.counterpart[row] < 0 ? "" : nameOf(table.counterpart[row])
          }
        />
      ),
      title: (row) => {
        const counterpart = table.counterpart[row];
        return counterpart < 0
          ? nameOf(row)
          : `${nameOf(row)}\n${t("compare.renumbered", { name: nameOf(counterpart) })}`;
      },
    });
    return columns;
  }, [data, measure, unit, total, t, format]);
}

/** A function, and which one it probably is under another number; `twin` is "" for none. */
function RowName(props: {
  readonly name: string;
  readonly twin: string;
}): ReactNode {
  const { t } = useText();
  const { name, twin } = props;
  return (
    <span className="ls-code">
      <FunctionName name={name} />
      {twin !== "" && (
        <span className="ls-muted">
          {` ${t("compare.renumbered", { name: differingTail(twin, name) })}`}
        </span>
      )}
    </span>
  );
}

/** Whether a change of a sampled heap can be chance. */
function sureColumn(
  { delta, significance, z }: ComparisonTableView["table"]["flat"],
  t: Text["t"],
): GridColumn {
  return {
    id: "sure",
    header: t("compare.column.sure"),
    hint: t("compare.column.sureHint", { z: SURE_Z }),
    align: "start",
    size: 116,
    isSortable: true,
    cell: (row) =>
      delta[row] == 0
        ? ""
        : t(`compare.significance.${significanceOf(significance[row])}`),
    title: (row) => t("compare.z", { z: z[row].toFixed(1).replace("-", "−") }),
  };
}
