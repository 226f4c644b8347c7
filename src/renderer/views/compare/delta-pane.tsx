import {
  useCallback,
  useEffect,
  useMemo,
  useState,
  type ReactNode,
} from "react";
import type { ComparisonTableView } from "#contract/compare.ts";
import type { ProfileId } from "#contract/profile-id.ts";
import type { ValueType } from "#profile/profile.ts";
import { compileQuery } from "../../canvas/flame-search.ts";
import { runSliced } from "../../canvas/time-slice.ts";
import { copyText } from "../../state/clipboard.ts";
import {
  chooseComparison,
  type CompareChoice,
} from "../../state/compare-choice.ts";
import {
  useSortOf,
  useWidthsOf,
  type GridSortOf,
} from "../../state/grid-layout.ts";
import { sortRows } from "../../state/sliced-sort.ts";
import type { TabView } from "../../state/tab-view.ts";
import { adjust } from "../../state/tabs.ts";
import { useText } from "../../state/text.ts";
import { DataGrid } from "../../widgets/data-grid.tsx";
import type { GridActions } from "../../widgets/grid-column.ts";
import { Notice } from "../../widgets/notice.tsx";
import { TextButton } from "../../widgets/text-button.tsx";
import { shareTotal } from "./compare-toolbar.tsx";
import { useDeltaColumns } from "./delta-columns.tsx";
import {
  compareBy,
  countClasses,
  GROWTH_FIRST,
  keptRows,
  SHRINKAGE_FIRST,
  type DeltaColumn,
} from "./delta-rows.ts";
import { RowsBar } from "./rows-bar.tsx";

export interface DeltaPaneProps {
  readonly profileId: ProfileId;
  readonly data: ComparisonTableView;
  /** Another table was asked for and is to come. */
  readonly isOld: boolean;
  readonly choice: CompareChoice;
  readonly sampleType: ValueType;
  readonly view: TabView;
  readonly hasGroups: boolean;
}

/** What changed, by function; growth at the top. */
export function DeltaPane(props: DeltaPaneProps): ReactNode {
  const { profileId, data, choice, sampleType, view } = props;
  const { t } = useText();
  const { measure, shownChange } = choice;
  const [sort, onSort] = useSortOf(
    data.table.flatGrowth > 0n ? GROWTH_FIRST : SHRINKAGE_FIRST,
  );
  const [widths, setWidths] = useWidthsOf("compare");
  const rows = useRows(props, sort);
  const columns = useDeltaColumns({
    data,
    measure,
    unit: sampleType.unit,
    total: shareTotal(data, choice.mode),
  });
  const counts = useMemo(() => countClasses(data, measure), [data, measure]);
  const rowAt = useCallback((position: number) => rows[position], [rows]);
  const { table } = data;
  const actions: GridActions = useMemo(() => {
    const nameOf = (row: number): string => table.strings.get(table.name[row]);
    const select = (row: number): void =>
      adjust(profileId, { highlightedName: nameOf(row) });
    return {
      onSelect: select,
      onActivate: select,
      onCopy: (row) => void copyText(nameOf(row), t("action.copied")),
    };
  }, [profileId, table, t]);
  const selectedPosition = useMemo(
    () =>
      view.highlightedName === null
        ? -1
        : rows.findIndex(
            (row) =>
              table.strings.get(table.name[row]) === view.highlightedName,
          ),
    [rows, table, view.highlightedName],
  );
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const isSame = total === counts.same;
  return (
    <div
      className="ls-compare__table"
      aria-busy={props.isOld ? true : undefined}
    >
      <RowsBar
        profileId={profileId}
        choice={choice}
        counts={counts}
        hasGroups={props.hasGroups}
        hasMeasure
        shown={rows.length}
        total={total}
      />
      {isSame && shownChange === null && (
        <p className="ls-compare__same" role="status">
          {t("compare.noChange", { type: sampleType.type })}
        </p>
      )}
      {rows.length === 0 ? (
        <Notice title={t("compare.nothing")}>
          <TextButton
            onClick={() => {
              chooseComparison(profileId, { shownChange: null });
              adjust(profileId, { search: { ...view.search, text: "" } });
            }}
          >
            {t("compare.clearFilter")}
          </TextButton>
        </Notice>
      ) : (
        <DataGrid
          label={t("compare.table", { type: sampleType.type })}
          columns={columns}
          rowCount={rows.length}
          rowAt={rowAt}
          selectedPosition={selectedPosition}
          actions={actions}
          sort={{ columnId: sort.column, isDescending: sort.isDescending }}
          onSort={onSort}
          widths={widths}
          onWidths={setWidths}
        />
      )}
    </div>
  );
}

/** Rows that pass the filters, in order; sorted in slices off the frame. */
function useRows(
  { data, choice, view }: DeltaPaneProps,
  sort: GridSortOf<DeltaColumn>,
): Uint32Array {
  const { measure, shownChange } = choice;
  const kept = useMemo(() => {
    const test = compileQuery(view.search);
    return keptRows(
      data,
      measure,
      shownChange,
      test?.ok === true ? test.matches : null,
    );
  }, [data, measure, shownChange, view.search]);
  const [order, setOrder] = useState({ kept, rows: kept });
  useEffect(() => {
    let isCurrent = true;
    const ascending = compareBy(data, measure, sort.column);
    const compare = sort.isDescending
      ? (a: number, b: number) => ascending(b, a)
      : ascending;
    void runSliced(sortRows(kept, compare), () => isCurrent).then((rows) => {
      if (rows !== null && isCurrent) setOrder({ kept, rows });
    });
    return () => {
      isCurrent = false;
    };
  }, [data, measure, kept, sort]);
  // Rows of another table or filter would be wrong in this one.
  return order.kept === kept ? order.rows : kept;
}
