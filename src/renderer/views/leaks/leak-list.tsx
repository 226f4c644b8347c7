import { ChevronDown, ChevronRight } from "lucide-react";
import { useCallback, useMemo, useState, type ReactNode } from "react";
import type { LeakFinding } from "#analysis/leaks/leak-finding.ts";
import type { ProfileId } from "#contract/profile-id.ts";
import { levelOf, useFindingWords } from "../../state/finding-words.ts";
import { useWidthsOf } from "../../state/grid-layout.ts";
import { chooseLeaks, useLeakChoice } from "../../state/leak-choice.ts";
import { useText } from "../../state/text.ts";
import { ConfidenceDot } from "../../widgets/confidence-dot.tsx";
import { DataGrid } from "../../widgets/data-grid.tsx";
import type {
  GridActions,
  GridColumn,
  GridTreeRow,
} from "../../widgets/grid-column.ts";
import type { FoldedFindings, LeakRow } from "./leak-rows.ts";

export interface LeakListProps {
  readonly profileId: ProfileId;
  readonly rows: readonly LeakRow[];
  readonly findings: readonly LeakFinding[];
  readonly isHeap: boolean;
  readonly hasBase: boolean;
  /** Index of the finding in the detail pane; -1 for none. */
  readonly selected: number;
  readonly onSelect: (index: number) => void;
  /** Enter or arrow right: into the detail pane. */
  readonly onOpen: () => void;
}

/** The ranked list. Arrows walk it, Enter goes to the detail. */
export function LeakList(props: LeakListProps): ReactNode {
  const { profileId, rows, selected, onSelect, onOpen } = props;
  const { t } = useText();
  const { showsLow, showsHarmless } = useLeakChoice(profileId);
  const [widths, setWidths] = useWidthsOf(
    props.isHeap ? "leaks-heap" : "leaks",
  );
  const columns = useColumns(props);
  // The fold line the keyboard stands on; null: it stands on the finding in the detail pane.
  const [fold, setFold] = useState<FoldedFindings | null>(null);
  const rowAt = useCallback((position: number) => position, []);
  const selectedPosition = useMemo(
    () =>
      rows.findIndex((row) =>
        row.kind === "fold"
          ? row.what === fold
          : fold === null && row.index === selected,
      ),
    [rows, selected, fold],
  );
  const actions: GridActions = useMemo(() => {
    const fold = (what: FoldedFindings, isOpen: boolean): void =>
      chooseLeaks(
        profileId,
        what === "low" ? { showsLow: isOpen } : { showsHarmless: isOpen },
      );
    const open = { low: showsLow, harmless: showsHarmless };
    return {
      onSelect: (position) => {
        const row = rows[position];
        setFold(row.kind === "fold" ? row.what : null);
        if (row.kind === "finding") onSelect(row.index);
      },
      onActivate: (position) => {
        const row = rows[position];
        if (row.kind === "fold") fold(row.what, !open[row.what]);
        else onOpen();
      },
      onExpand: (position, isExpanded) => {
        const row = rows[position];
        if (row.kind === "fold") fold(row.what, isExpanded);
        else if (isExpanded) onOpen();
      },
    };
  }, [profileId, rows, showsLow, showsHarmless, onSelect, onOpen]);
  const treeRow = useCallback(
    (position: number): GridTreeRow => {
      const row = rows[position];
      return row.kind === "fold"
        ? {
            level: 1,
            isExpanded: row.what === "low" ? showsLow : showsHarmless,
          }
        : { level: row.level, isExpanded: undefined };
    },
    [rows, showsLow, showsHarmless],
  );
  return (
    <DataGrid
      label={t("leaks.label")}
      columns={columns}
      rowCount={rows.length}
      rowAt={rowAt}
      selectedPosition={selectedPosition}
      actions={actions}
      widths={widths}
      onWidths={setWidths}
      treeRow={treeRow}
    />
  );
}

function useColumns(props: LeakListProps): readonly GridColumn[] {
  const { rows, findings, isHeap, hasBase, profileId } = props;
  const { t } = useText();
  const { showsLow, showsHarmless } = useLeakChoice(profileId);
  const words = useFindingWords();
  return useMemo(() => {
    const findingAt = (position: number): LeakFinding | null => {
      const row = rows[position];
      return row.kind === "finding" ? findings[row.index] : null;
    };
    const column = (
      id: "count" | "bytes" | "delta" | "wait" | "site",
      size: number,
      textOf: (finding: LeakFinding) => string,
    ): GridColumn => ({
      id,
      header: t(`leaks.column.${id}`),
      hint: t(`leaks.columnHint.${id}`),
      align: id === "site" ? "start" : "end",
      size,
      cell: (position) => {
        const finding = findingAt(position);
        if (finding === null) return null;
        return (
          <span className={id === "site" ? "ls-code" : quiet(finding)}>
            {textOf(finding)}
          </span>
        );
      },
      title: (position) => {
        const finding = findingAt(position);
        return id === "site" && finding !== null
          ? `${finding.site?.func ?? finding.key}\n${finding.site?.file ?? ""}`
          : "";
      },
    });
    const isOpen = { low: showsLow, harmless: showsHarmless };
    const columns: (GridColumn | false)[] = [
      {
        id: "finding",
        header: t("leaks.column.finding"),
        align: "start",
        size: 168,
        grows: true,
        cell: (position) => (
          <NameCell
            row={rows[position]}
            finding={findingAt(position)}
            isOpen={isOpen}
            onFold={(what) =>
              chooseLeaks(
                profileId,
                what === "low"
                  ? { showsLow: !showsLow }
                  : { showsHarmless: !showsHarmless },
              )
            }
          />
        ),
        title: (position) => findingAt(position)?.key ?? "",
      },
      column(isHeap ? "bytes" : "count", isHeap ? 76 : 54, words.amount),
      hasBase && column("delta", isHeap ? 80 : 58, words.delta),
      !isHeap && column("wait", 70, words.wait),
      column("site", 104, words.site),
      {
        id: "confidence",
        header: t("leaks.column.confidence"),
        align: "start",
        size: 88,
        cell: (position) => {
          const finding = findingAt(position);
          if (finding === null) return null;
          const level = levelOf(finding);
          return (
            <span className={quiet(finding)}>
              {t(`leaks.confidence.${level}`)}
            </span>
          );
        },
        title: (position) => {
          const finding = findingAt(position);
          return finding === null
            ? ""
            : t(`leaks.confidenceHint.${levelOf(finding)}`);
        },
      },
    ];
    return columns.filter((each) => each !== false);
  }, [
    profileId,
    rows,
    findings,
    isHeap,
    hasBase,
    showsLow,
    showsHarmless,
    words,
    t,
  ]);
}

/** What is not sure must not look sure. */
function quiet({ confidence }: LeakFinding): string | undefined {
  return confidence === null || confidence === "low" ? "ls-muted" : undefined;
}

interface NameCellProps {
  readonly row: LeakRow;
  readonly finding: LeakFinding | null;
  readonly isOpen: Readonly<Record<FoldedFindings, boolean>>;
  readonly onFold: (what: FoldedFindings) => void;
}

function NameCell(props: NameCellProps): ReactNode {
  const { row, finding, isOpen, onFold } = props;
  const { t, format } = useText();
  const words = useFindingWords();
  if (row.kind === "fold") {
    const Arrow = isOpen[row.what] ? ChevronDown : ChevronRight;
    return (
      <span className="ls-leaks__fold" onClick={() => onFold(row.what)}>
        <Arrow size={14} strokeWidth={1.5} aria-hidden />
        {t(`leaks.fold.${row.what}`, { count: format.count(row.count) })}
      </span>
    );
  }
  if (finding === null) return null;
  const level = levelOf(finding);
  return (
    <span
      className={`ls-leaks__name ls-leaks__name--${level} ls-leaks__name--level-${row.level}`}
    >
      <ConfidenceDot level={level} />
      <span className="ls-leaks__title">{words.title(finding)}</span>
    </span>
  );
}
