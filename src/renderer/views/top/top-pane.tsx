import {
  useCallback,
  useEffect,
  useMemo,
  useState,
  type ReactNode,
} from "react";
import type { ProfileId } from "#contract/profile-id.ts";
import type { SampleTypeSummary } from "#contract/profile-summary.ts";
import type { TopView } from "#contract/views.ts";
import { CopyButtons, useCopyTable } from "../../state/copy-table.tsx";
import {
  useSortOf,
  useWidthsOf,
  type SortableTable,
} from "../../state/grid-layout.ts";
import { useSiteFindings } from "../../state/site-findings.ts";
import { reportSearch } from "../../state/search-report.ts";
import type { CopiedTable } from "../../state/separated-text.ts";
import type { TabView } from "../../state/tab-view.ts";
import { adjust, navigate } from "../../state/tabs.ts";
import { useText } from "../../state/text.ts";
import { DataGrid } from "../../widgets/data-grid.tsx";
import type { GridActions, GridPoint } from "../../widgets/grid-column.ts";
import { Notice } from "../../widgets/notice.tsx";
import { TextButton } from "../../widgets/text-button.tsx";
import { TopMenu } from "./top-menu.tsx";
import { useTopColumns } from "./top-columns.tsx";
import { useTopOrder, type TopOrder } from "./top-order.ts";
import {
  DEFAULT_SORT,
  rowOf,
  TOP_COLUMNS,
  type TopColumn,
} from "./top-rows.ts";
import { topTable } from "./top-text.ts";
import { TopSelection } from "./top-selection.tsx";
import "./top.css";

export interface TopPaneProps {
  readonly profileId: ProfileId;
  readonly table: TopView;
  readonly view: TabView;
  readonly sampleType: SampleTypeSummary;
}

const SORTING: SortableTable<TopColumn> = {
  id: "top",
  columns: TOP_COLUMNS,
  sort: DEFAULT_SORT,
  ascending: ["name", "files"],
};

/** The Top table with its footer. */
export function TopPane(props: TopPaneProps): ReactNode {
  const { profileId, table, view, sampleType } = props;
  const { t } = useText();
  const [sort, onSort] = useSortOf(SORTING);
  const [widths, setWidths] = useWidthsOf("top");
  const [menu, setMenu] = useState<GridPoint | null>(null);
  const order = useTopOrder(table, view.search, sort);
  const sites = useSiteFindings(profileId);
  const columns = useTopColumns(table, sampleType.unit, sites);
  const { rows } = order;
  const selectedPosition = usePosition(table, rows, view.highlightedName);
  const rowAt = useCallback((position: number) => rows[position], [rows]);
  useRowReport(order, table.length);

  const nameOf = (row: number): string => table.strings.get(table.name[row]);
  const copyTable = useCopyTable();
  const tableOf = useCallback(
    (copied: Uint32Array): CopiedTable =>
      topTable(table, copied, sampleType.unit),
    [table, sampleType.unit],
  );
  const actions: GridActions = useMemo(() => {
    const select = (row: number): void =>
      adjust(profileId, {
        highlightedName: table.strings.get(table.name[row]),
      });
    return {
      onSelect: select,
      onActivate: (row) => {
        select(row);
        navigate(profileId, { view: "flame", zoom: null });
      },
      onContextMenu: (_row, { clientX, clientY }) =>
        setMenu({ clientX, clientY }),
      onCopy: (row) => void copyTable(tableOf(Uint32Array.of(row)), "\t"),
    };
  }, [profileId, table, tableOf, copyTable]);
  const selectedRow = selectedPosition < 0 ? -1 : rows[selectedPosition];

  return (
    <div className="ls-top">
      {rows.length === 0 ? (
        <Notice title={t("top.nothing")}>
          <TextButton
            onClick={() =>
              adjust(profileId, { search: { ...view.search, text: "" } })
            }
          >
            {t("top.clearFilter")}
          </TextButton>
        </Notice>
      ) : (
        <DataGrid
          label={t("top.label", { type: sampleType.type })}
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
      <footer className="ls-top__footer">
        <TopSelection profileId={profileId} view={view} />
        <CopyButtons table={() => tableOf(rows)} />
      </footer>
      <TopMenu
        profileId={profileId}
        name={selectedRow < 0 ? null : nameOf(selectedRow)}
        point={menu}
        found={selectedRow < 0 ? [] : (sites.get(nameOf(selectedRow)) ?? [])}
        onClose={() => setMenu(null)}
        onShowInFlame={() => actions.onActivate?.(selectedRow)}
        onCopyRow={() => actions.onCopy?.(selectedRow)}
      />
    </div>
  );
}

/** Position of the row of a name; -1 where it is not shown. */
function usePosition(
  table: TopView,
  rows: Uint32Array,
  name: string | null,
): number {
  const row = useMemo(
    () => (name === null ? -1 : rowOf(table, name)),
    [table, name],
  );
  return useMemo(() => (row < 0 ? -1 : rows.indexOf(row)), [rows, row]);
}

/** Tells the bar how many rows there are. */
function useRowReport(order: TopOrder, total: number): void {
  const { t, format } = useText();
  const { rows, badRegex } = order;
  useEffect(() => {
    if (badRegex !== "") {
      reportSearch({ error: t("search.badRegex", { reason: badRegex }) });
    } else if (rows.length === total) {
      reportSearch({
        text: t("top.rows", { count: total, rows: format.count(total) }),
      });
    } else {
      reportSearch({
        text: t("top.rowsOf", {
          shown: format.count(rows.length),
          total: format.count(total),
        }),
      });
    }
    return () => reportSearch({});
  }, [rows, badRegex, total, t, format]);
}
