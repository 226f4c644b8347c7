import { useCallback, useMemo, useState, type ReactNode } from "react";
import type {
  GroupChange,
  GroupDelta,
} from "#analysis/compare/compare-goroutines.ts";
import type { PairSpec } from "#contract/compare.ts";
import type { ProfileId } from "#contract/profile-id.ts";
import { compileQuery } from "../../canvas/flame-search.ts";
import { copyText } from "../../state/clipboard.ts";
import { useCompareChoice } from "../../state/compare-choice.ts";
import { useGroupDeltas } from "../../state/compare-data.ts";
import {
  useSortOf,
  useWidthsOf,
  type SortableTable,
} from "../../state/grid-layout.ts";
import type { TabView } from "../../state/tab-view.ts";
import { adjust } from "../../state/tabs.ts";
import { useText, type Text } from "../../state/text.ts";
import { ViewStatus } from "../../state/view-status.tsx";
import { DataGrid } from "../../widgets/data-grid.tsx";
import type { GridActions, GridColumn } from "../../widgets/grid-column.ts";
import { Notice } from "../../widgets/notice.tsx";
import { FunctionName } from "./function-name.tsx";
import { ChangeBadge } from "./change-badge.tsx";
import { signedValue } from "./compare-names.ts";
import { RowsBar } from "./rows-bar.tsx";

export interface GroupPaneProps {
  readonly profileId: ProfileId;
  readonly pair: PairSpec;
  readonly view: TabView;
}

/** Goroutines by stack and state at both moments. */
export function GroupPane({
  profileId,
  pair,
  view,
}: GroupPaneProps): ReactNode {
  const { baseId, currentId } = pair;
  const { data, retry } = useGroupDeltas({ baseId, currentId });
  if (data.status !== "ready") {
    return <ViewStatus data={data} onRetry={retry} />;
  }
  return <Groups profileId={profileId} groups={data.value} view={view} />;
}

function countsOf(
  groups: readonly GroupDelta[],
): Readonly<Record<GroupChange, number>> {
  const counts = { new: 0, removed: 0, grown: 0, shrunk: 0, moved: 0, same: 0 };
  for (const { change } of groups) counts[change] += 1;
  return counts;
}

const SORT_KEYS = [
  "delta",
  "base",
  "current",
  "group",
  "state",
  "change",
] as const;
type SortKey = (typeof SORT_KEYS)[number];

/** Growth first. */
const SORTING: SortableTable<SortKey> = {
  id: "compare-groups",
  columns: SORT_KEYS,
  // What reads from A to Z first.
  ascending: ["group", "state", "change"],
  sort: { column: "delta", isDescending: true },
};

const SORTS: Readonly<Record<SortKey, (group: GroupDelta) => number | string>> =
  {
    delta: ({ base, current }) => current - base,
    base: ({ base }) => base,
    current: ({ current }) => current,
    group: ({ key }) => key,
    state: ({ state }) => state,
    change: ({ change }) => change,
  };

function Groups(props: {
  readonly profileId: ProfileId;
  readonly groups: readonly GroupDelta[];
  readonly view: TabView;
}): ReactNode {
  const { profileId, groups, view } = props;
  const { t, format } = useText();
  const choice = useCompareChoice(profileId);
  const [widths, setWidths] = useWidthsOf(SORTING.id);
  const [selected, setSelected] = useState(-1);
  const [sort, onSort] = useSortOf(SORTING);
  const rows = useMemo(() => {
    const test = compileQuery(view.search);
    const matches = test?.ok === true ? test.matches : null;
    const valueOf = SORTS[sort.column];
    const sign = sort.isDescending ? -1 : 1;
    return groups
      .map((_group, row) => row)
      .filter((row) => {
        const { change, frames } = groups[row];
        return (
          (choice.shownChange === null || choice.shownChange === change) &&
          (matches === null || frames.some(({ func }) => matches(func)))
        );
      })
      .sort((a, b) => {
        const [x, y] = [valueOf(groups[a]), valueOf(groups[b])];
        return x < y ? -sign : x > y ? sign : a - b;
      });
  }, [groups, view.search, choice.shownChange, sort]);
  const rowAt = useCallback((position: number) => rows[position], [rows]);
  const columns = useGroupColumns(groups, t, format);
  const actions: GridActions = useMemo(
    () => ({
      onSelect: (row) => {
        setSelected(row);
        adjust(profileId, { highlightedName: groups[row].key });
      },
      onCopy: (row) =>
        void copyText(
          groups[row].frames
            .map(({ func, file, line }) => `${func}\n\t${file}:${line}`)
            .join("\n"),
          t("action.copied"),
        ),
    }),
    [profileId, groups, t],
  );
  return (
    <div className="ls-compare__table">
      <RowsBar
        profileId={profileId}
        choice={choice}
        counts={countsOf(groups)}
        hasGroups
        hasMeasure={false}
        shown={rows.length}
        total={groups.length}
      />
      {rows.length === 0 ? (
        <Notice title={t("compare.nothing")} />
      ) : (
        <DataGrid
          label={t("compare.groups")}
          columns={columns}
          rowCount={rows.length}
          rowAt={rowAt}
          selectedPosition={rows.indexOf(selected)}
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

function useGroupColumns(
  groups: readonly GroupDelta[],
  t: Text["t"],
  format: Text["format"],
): readonly GridColumn[] {
  return useMemo(() => {
    const count = (id: "base" | "current", header: string): GridColumn => ({
      id,
      header,
      align: "end",
      size: 80,
      isSortable: true,
      cell: (row) => format.count(groups[row][id]),
    });
    const moves = (row: number): string =>
      [
        ...groups[row].movedFrom.map((move) =>
          t("compare.movedFrom", { ...move }),
        ),
        ...groups[row].movedTo.map((move) => t("compare.movedTo", { ...move })),
      ].join(", ");
    const stack = (row: number): string =>
      groups[row].frames.map(({ func }) => func).join(" ← ");
    return [
      {
        id: "delta",
        header: t("compare.column.delta"),
        align: "end",
        size: 80,
        isSortable: true,
        cell: (row) =>
          signedValue(groups[row].current - groups[row].base, "", format),
      },
      count("base", t("compare.base")),
      count("current", t("compare.current")),
      {
        id: "change",
        header: t("compare.column.change"),
        align: "start",
        size: 108,
        isSortable: true,
        cell: (row) => <ChangeBadge change={groups[row].change} />,
      },
      {
        id: "state",
        header: t("compare.column.state"),
        align: "start",
        size: 140,
        isSortable: true,
        cell: (row) => groups[row].state,
      },
      {
        id: "group",
        header: t("compare.column.group"),
        align: "start",
        size: 320,
        grows: true,
        isSortable: true,
        cell: (row) => (
          <span className="ls-code">
            <FunctionName name={groups[row].key} />
            <span className="ls-muted">{`  ${stack(row)}`}</span>
          </span>
        ),
        title: stack,
      },
      {
        id: "moved",
        header: t("compare.column.moved"),
        align: "start",
        size: 220,
        cell: moves,
        title: moves,
      },
    ] satisfies GridColumn[];
  }, [groups, t, format]);
}
