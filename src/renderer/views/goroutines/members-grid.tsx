import { useCallback, useMemo, useState, type ReactNode } from "react";
import {
  MEMBER_DURABLE,
  MEMBER_LEAKED,
  MEMBER_LOCKED,
  type GoroutineMembers,
} from "#contract/goroutines.ts";
import { copyText } from "../../state/clipboard.ts";
import { useWidthsOf } from "../../state/grid-layout.ts";
import { useText } from "../../state/text.ts";
import { DataGrid } from "../../widgets/data-grid.tsx";
import type { GridActions, GridColumn } from "../../widgets/grid-column.ts";

export interface MembersGridProps {
  readonly members: GoroutineMembers;
}

/** Single goroutines; any number of them. */
export function MembersGrid({ members }: MembersGridProps): ReactNode {
  const { t } = useText();
  const [selected, setSelected] = useState(-1);
  const [widths, setWidths] = useWidthsOf("members");
  const columns = useMemberColumns(members);
  const rowAt = useCallback((position: number) => position, []);
  const actions: GridActions = useMemo(
    () => ({
      onSelect: setSelected,
      onCopy: (row) =>
        void copyText(`goroutine ${members.id[row]}`, t("action.copied")),
    }),
    [members, t],
  );
  return (
    <DataGrid
      label={t("goroutines.membersLabel")}
      columns={columns}
      rowCount={members.length}
      rowAt={rowAt}
      selectedPosition={selected < members.length ? selected : -1}
      actions={actions}
      widths={widths}
      onWidths={setWidths}
    />
  );
}

function useMemberColumns(members: GoroutineMembers): readonly GridColumn[] {
  const { t, format } = useText();
  return useMemo(() => {
    const { strings, flags } = members;
    const marks = [
      [MEMBER_LEAKED, t("goroutines.leaked")],
      [MEMBER_LOCKED, t("goroutines.locked")],
      [MEMBER_DURABLE, t("goroutines.durable")],
    ] as const;
    const number = (
      id: "id" | "minutes" | "creatorId" | "inputLine",
      size: number,
      valueOf: (row: number) => number,
    ): GridColumn => ({
      id,
      header: t(`goroutines.column.${id}`),
      align: "end",
      size,
      cell: (row) => {
        const value = valueOf(row);
        if (value < 0) return "";
        // Ids are names: grouping digits would make them other texts than the dump's.
        return id === "minutes" || id === "inputLine"
          ? format.count(value)
          : String(value);
      },
    });
    const text = (id: "state" | "args", size: number): GridColumn => ({
      id,
      header: t(`goroutines.column.${id}`),
      align: "start",
      size,
      grows: id === "args",
      cell: (row) => (
        <span className={id === "args" ? "ls-code ls-muted" : undefined}>
          {strings.get(members[id][row])}
        </span>
      ),
      title: (row) => strings.get(members[id][row]),
    });
    return [
      number("id", 88, (row) => members.id[row]),
      text("state", 140),
      number("minutes", 72, (row) => members.waitMinutes[row]),
      {
        id: "marks",
        header: t("goroutines.column.marks"),
        align: "start",
        size: 112,
        cell: (row) =>
          marks
            .filter(([bit]) => (flags[row] & bit) !== 0)
            .map(([, word]) => word)
            .join(", "),
      },
      number("creatorId", 88, (row) => members.creatorId[row]),
      text("args", 160),
      number("inputLine", 80, (row) => members.inputLine[row]),
    ];
  }, [members, t, format]);
}
