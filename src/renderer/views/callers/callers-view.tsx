import { useCallback, useMemo, useState, type ReactNode } from "react";
import type { Neighbours, NeighbourTable } from "#analysis/neighbour-table.ts";
import type { ProfileId } from "#contract/profile-id.ts";
import type { SampleTypeSummary } from "#contract/profile-summary.ts";
import type { ViewProps } from "../../state/view-definition.ts";
import { CopyButtons, useCopyTable } from "../../state/copy-table.tsx";
import { useWidthsOf } from "../../state/grid-layout.ts";
import type { TabView } from "../../state/tab-view.ts";
import { nameOfFrameKey } from "../../state/flame-model.ts";
import { navigate } from "../../state/tabs.ts";
import { useText } from "../../state/text.ts";
import { specOf, useNeighbours } from "../../state/view-data.ts";
import { ViewStatus } from "../../state/view-status.tsx";
import { DataGrid } from "../../widgets/data-grid.tsx";
import type {
  GridActions,
  GridColumn,
  GridPoint,
} from "../../widgets/grid-column.ts";
import { FunctionName } from "../../widgets/function-name.tsx";
import { Notice } from "../../widgets/notice.tsx";
import { ShareBar } from "../../widgets/share-bar.tsx";
import { FunctionPicker } from "./function-picker.tsx";
import { NeighbourMenu } from "./neighbour-menu.tsx";
import { neighbourTable } from "./neighbour-text.ts";
import "./callers.css";

/** Function of the box that has the focus in flame graph and tree. */
function focusedName(view: TabView): string | null {
  const key = view.focus?.path.at(-1);
  return key === undefined ? null : nameOfFrameKey(key);
}

/** Who calls a function, and what it calls: `go tool pprof -peek`. */
export function CallersView(props: ViewProps): ReactNode {
  const { profileId, view, summary } = props;
  const { t } = useText();
  const func = view.calledName ?? view.highlightedName ?? focusedName(view);
  const { data, retry } = useNeighbours(
    func === null ? null : { ...specOf(profileId, view), func },
  );
  const show = (name: string): void =>
    navigate(profileId, { calledName: name });
  let body: ReactNode;
  if (func === null) body = <Notice title={t("callers.pick")} />;
  else if (data.status !== "ready") {
    body = <ViewStatus data={data} onRetry={retry} />;
  } else {
    body = (
      <NeighbourPane
        profileId={profileId}
        neighbours={data.value}
        sampleType={summary.sampleTypes[view.sampleTypeIndex]}
        onShow={show}
      />
    );
  }
  return (
    <div className="ls-callers">
      <FunctionPicker
        spec={specOf(profileId, view)}
        value={func}
        onPick={show}
      />
      {body}
    </div>
  );
}

interface NeighbourPaneProps {
  readonly profileId: ProfileId;
  readonly neighbours: Neighbours;
  readonly sampleType: SampleTypeSummary;
  readonly onShow: (name: string) => void;
}

function NeighbourPane(props: NeighbourPaneProps): ReactNode {
  const { profileId, neighbours, sampleType, onShow } = props;
  const { t, format } = useText();
  const { flat, cum, total, callers, callees } = neighbours;
  const share = (value: bigint): string =>
    format.share(total === 0n ? 0 : Number(value) / Number(total));
  if (flat === 0n && cum === 0n && callers.length + callees.length === 0) {
    return <Notice title={t("callers.notFound")} />;
  }
  return (
    <>
      <p className="ls-callers__summary">
        {t("callers.summary", {
          flat: format.value(flat, sampleType.unit),
          flatShare: share(flat),
          cum: format.value(cum, sampleType.unit),
          cumShare: share(cum),
        })}
      </p>
      <div className="ls-callers__sides">
        <Side
          profileId={profileId}
          title={t("callers.callers")}
          empty={t("callers.noCallers")}
          table={callers}
          cum={cum}
          unit={sampleType.unit}
          onShow={onShow}
        />
        <Side
          profileId={profileId}
          title={t("callers.callees")}
          empty={t("callers.noCallees")}
          table={callees}
          cum={cum}
          unit={sampleType.unit}
          onShow={onShow}
        />
      </div>
    </>
  );
}

interface SideProps {
  readonly profileId: ProfileId;
  readonly title: string;
  readonly empty: string;
  readonly table: NeighbourTable;
  readonly cum: bigint;
  readonly unit: string;
  readonly onShow: (name: string) => void;
}

function Side(props: SideProps): ReactNode {
  const { profileId, title, empty, table, cum, unit, onShow } = props;
  const [widths, setWidths] = useWidthsOf("callers");
  const columns = useColumns(table, cum, unit);
  const [selected, setSelected] = useState({ table, row: -1 });
  const [menu, setMenu] = useState<GridPoint | null>(null);
  const copyTable = useCopyTable();
  const tableOf = useCallback(
    (rows: readonly number[]) => neighbourTable(table, rows, cum, unit),
    [table, cum, unit],
  );
  const actions: GridActions = useMemo(
    () => ({
      onSelect: (row) => setSelected({ table, row }),
      onActivate: (row) => onShow(table.strings.get(table.name[row])),
      onContextMenu: (_row, { clientX, clientY }) =>
        setMenu({ clientX, clientY }),
      onCopy: (row) => void copyTable(tableOf([row]), "\t"),
    }),
    [table, onShow, copyTable, tableOf],
  );
  const selectedRow = selected.table === table ? selected.row : -1;
  return (
    <section className="ls-callers__side" aria-label={title}>
      <header className="ls-callers__head">
        <h2 className="ls-callers__title">{title}</h2>
        {table.length > 0 && (
          <CopyButtons
            table={() =>
              tableOf(Array.from({ length: table.length }, (_unused, i) => i))
            }
          />
        )}
      </header>
      {table.length === 0 ? (
        <p className="ls-callers__empty">{empty}</p>
      ) : (
        <DataGrid
          label={title}
          columns={columns}
          rowCount={table.length}
          rowAt={identity}
          selectedPosition={selectedRow}
          actions={actions}
          widths={widths}
          onWidths={setWidths}
        />
      )}
      <NeighbourMenu
        profileId={profileId}
        name={
          selectedRow < 0 ? null : table.strings.get(table.name[selectedRow])
        }
        point={menu}
        onClose={() => setMenu(null)}
        onShow={() => actions.onActivate?.(selectedRow)}
        onCopyRow={() => actions.onCopy?.(selectedRow)}
      />
    </section>
  );
}

const identity = (position: number): number => position;

function useColumns(
  table: NeighbourTable,
  cum: bigint,
  unit: string,
): readonly GridColumn[] {
  const { t, format } = useText();
  return useMemo(() => {
    const ratio = (row: number): number =>
      cum === 0n ? 0 : Number(table.value[row]) / Number(cum);
    return [
      {
        id: "value",
        header: t("column.value"),
        align: "end",
        size: 88,
        cell: (row) => format.valueColumn(table.value[row], unit),
        title: (row) => format.exact(table.value[row], unit),
      },
      {
        id: "share",
        header: t("column.share"),
        hint: t("callers.shareHint"),
        align: "end",
        size: 76,
        cell: (row) => (
          <ShareBar ratio={ratio(row)} text={format.shareColumn(ratio(row))} />
        ),
      },
      {
        id: "name",
        header: t("column.name"),
        align: "start",
        size: 160,
        grows: true,
        cell: (row) => (
          <FunctionName
            name={table.strings.get(table.name[row])}
            note={table.isInlined[row] === 1 ? t("top.inlined") : undefined}
          />
        ),
        title: (row) => table.strings.get(table.name[row]),
      },
    ] satisfies GridColumn[];
  }, [table, cum, unit, t, format]);
}
