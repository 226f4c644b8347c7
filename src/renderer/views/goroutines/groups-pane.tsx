import { useCallback, useEffect, useMemo, useRef, type ReactNode } from "react";
import type {
  GoroutineGroupsView,
  GoroutineSpec,
  LeaksView,
} from "#contract/goroutines.ts";
import type { ProfileId } from "#contract/profile-id.ts";
import { copyText } from "../../state/clipboard.ts";
import {
  useSortOf,
  useWidthsOf,
  type SortableTable,
} from "../../state/grid-layout.ts";
import { chooseLeaks, useLeakChoice } from "../../state/leak-choice.ts";
import { reportSearch } from "../../state/search-report.ts";
import type { TabView } from "../../state/tab-view.ts";
import { useText } from "../../state/text.ts";
import { DataGrid } from "../../widgets/data-grid.tsx";
import type { GridActions } from "../../widgets/grid-column.ts";
import { Notice } from "../../widgets/notice.tsx";
import { GroupDetail } from "./group-detail.tsx";
import { useGroupColumns } from "./group-columns.tsx";
import {
  useGroupOrder,
  GROUP_COLUMNS,
  type GroupColumn,
  type GroupOrder,
} from "./use-group-order.ts";

export interface GroupsPaneProps {
  readonly profileId: ProfileId;
  readonly view: TabView;
  readonly spec: GoroutineSpec;
  readonly leaks: LeaksView;
  readonly groups: GoroutineGroupsView;
}

const SORTING: SortableTable<GroupColumn> = {
  id: "goroutines",
  columns: GROUP_COLUMNS,
  sort: { column: "count", isDescending: true },
  ascending: ["state", "func", "creator", "labels"],
};

/** Groups above, the chosen one with its goroutines below. */
export function GroupsPane(props: GroupsPaneProps): ReactNode {
  const { profileId, view, spec, leaks, groups } = props;
  const { t } = useText();
  const pane = useRef<HTMLDivElement>(null);
  const { groupRow } = useLeakChoice(profileId);
  const [sort, onSort] = useSortOf(SORTING);
  const [widths, setWidths] = useWidthsOf("goroutines");
  const order = useGroupOrder(groups, view.search, sort);
  const { rows } = order;
  const columns = useGroupColumns(groups, leaks.findings, spec.granularity);
  const rowAt = useCallback((position: number) => rows[position], [rows]);
  const selected = groupRow >= 0 && groupRow < groups.length ? groupRow : -1;
  const shown = selected >= 0 ? selected : (rows.at(0) ?? -1);
  const selectedPosition = useMemo(() => rows.indexOf(shown), [rows, shown]);
  useGroupReport(order, groups);
  const actions: GridActions = useMemo(
    () => ({
      onSelect: (row) => chooseLeaks(profileId, { groupRow: row }),
      onActivate: () =>
        pane.current
          ?.querySelector<HTMLElement>(".ls-group [role=grid], .ls-group")
          ?.focus(),
      onCopy: (row) =>
        void copyText(groups.strings.get(groups.key[row]), t("action.copied")),
    }),
    [profileId, groups, t],
  );
  return (
    <div className="ls-goroutines__panes" ref={pane}>
      <div className="ls-goroutines__groups">
        {rows.length === 0 && view.search.text !== "" ? (
          <Notice title={t("goroutines.noMatch")} />
        ) : (
          <DataGrid
            label={t("goroutines.label")}
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
      {shown >= 0 && shown < groups.length && (
        <GroupDetail
          profileId={profileId}
          spec={{ ...spec, row: shown }}
          leaks={leaks}
          findingIndex={groups.finding[shown]}
          onBack={() =>
            pane.current
              ?.querySelector<HTMLElement>(".ls-goroutines__groups [role=grid]")
              ?.focus()
          }
        />
      )}
    </div>
  );
}

/** Tells the bar how many groups and goroutines there are. */
function useGroupReport(order: GroupOrder, groups: GoroutineGroupsView): void {
  const { t, format } = useText();
  const { rows, badRegex } = order;
  useEffect(() => {
    const total = groups.count.reduce((sum, count) => sum + count, 0);
    if (badRegex !== "") {
      reportSearch({ error: t("search.badRegex", { reason: badRegex }) });
    } else if (rows.length === groups.length) {
      reportSearch({
        text: t("goroutines.groups", {
          count: groups.length,
          groups: format.count(groups.length),
          goroutines: t("goroutines.goroutineCount", {
            count: total,
            goroutines: format.count(total),
          }),
        }),
      });
    } else {
      reportSearch({
        text: t("goroutines.groupsOf", {
          shown: format.count(rows.length),
          groups: format.count(groups.length),
        }),
      });
    }
    return () => reportSearch({});
  }, [rows, badRegex, groups, t, format]);
}
