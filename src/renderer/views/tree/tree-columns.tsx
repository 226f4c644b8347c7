import { ChevronDown, ChevronRight } from "lucide-react";
import { useMemo, type ReactNode } from "react";
import { levelOfBox } from "../../canvas/flame-boxes.ts";
import { shortName } from "../../canvas/flame-labels.ts";
import type { MatchSet } from "../../canvas/flame-search.ts";
import type { FlameModel } from "../../state/flame-model.ts";
import { frameFacts, shortLocation } from "../../state/frame-facts.ts";
import { useText } from "../../state/text.ts";
import type { GridColumn } from "../../widgets/grid-column.ts";
import { ShareBar } from "../../widgets/share-bar.tsx";
import { hasChildren, type ExpandedBoxes } from "./tree-rows.ts";

export interface TreeColumnOptions {
  readonly model: FlameModel;
  readonly unit: string;
  readonly expanded: ExpandedBoxes;
  readonly matches: MatchSet | null;
  readonly onToggle: (box: number) => void;
}

/** Columns of the call tree; a row is a box. */
export function useTreeColumns(
  options: TreeColumnOptions,
): readonly GridColumn[] {
  const { model, unit, expanded, matches, onToggle } = options;
  const { t, format } = useText();
  return useMemo(() => {
    const { layout } = model.view;
    const valueColumn = (id: "flat" | "cum", hint: string): GridColumn => ({
      id,
      header: t(`column.${id}`),
      hint,
      align: "end",
      size: 88,
      cell: (box) => format.valueColumn(layout[id][box], unit),
      title: (box) => format.exact(layout[id][box], unit),
    });
    const shareColumn = (id: "flat" | "cum", hint: string): GridColumn => ({
      id: `${id}Percent`,
      header: t(`column.${id}Percent`),
      hint,
      align: "end",
      size: 76,
      cell: (box) => {
        const facts = frameFacts(model, box);
        const ratio =
          id === "flat" ? facts.flatShareOfTotal : facts.shareOfTotal;
        return <ShareBar ratio={ratio} text={format.shareColumn(ratio)} />;
      },
    });
    const nameColumn: GridColumn = {
      id: "name",
      header: t("column.name"),
      align: "start",
      size: 300,
      grows: true,
      cell: (box) => (
        <NameCell
          model={model}
          box={box}
          isExpanded={expanded.has(box)}
          isMatch={
            matches !== null && matches.prefix[box + 1] > matches.prefix[box]
          }
          onToggle={onToggle}
        />
      ),
      title: (box) => model.nameOf(layout.frame[box]),
    };
    const fileColumn: GridColumn = {
      id: "files",
      header: t("frame.file"),
      align: "start",
      size: 128,
      cell: (box) => (
        <span className="ls-code ls-muted">
          {shortLocation(frameFacts(model, box).location)}
        </span>
      ),
      title: (box) => frameFacts(model, box).location,
    };
    const cumColumns = [
      valueColumn("cum", t("column.cumHint")),
      shareColumn("cum", t("column.cumPercentHint")),
    ];
    const flatColumns = [
      valueColumn("flat", t("column.flatHint")),
      shareColumn("flat", t("column.flatPercentHint")),
    ];
    return model.inverted
      ? [nameColumn, ...cumColumns, fileColumn]
      : [nameColumn, ...cumColumns, ...flatColumns, fileColumn];
  }, [model, unit, expanded, matches, onToggle, t, format]);
}

interface NameCellProps {
  readonly model: FlameModel;
  readonly box: number;
  readonly isExpanded: boolean;
  readonly isMatch: boolean;
  readonly onToggle: (box: number) => void;
}

/** Indentation per level in CSS pixels; deep trees are cut off at the left by the column only. */
const INDENT = 10;

function NameCell(props: NameCellProps): ReactNode {
  const { model, box, isExpanded, isMatch, onToggle } = props;
  const { t } = useText();
  const { boxes } = model;
  const Arrow = isExpanded ? ChevronDown : ChevronRight;
  const level = levelOfBox(boxes, box);
  return (
    <span className="ls-tree__name" style={{ paddingLeft: level * INDENT }}>
      {hasChildren(boxes, box) ? (
        <span
          className="ls-tree__toggle"
          aria-hidden
          onClick={(event) => {
            event.stopPropagation();
            onToggle(box);
          }}
        >
          <Arrow size={14} strokeWidth={1.5} />
        </span>
      ) : (
        <span className="ls-tree__toggle" />
      )}
      <span className="ls-code ls-tree__text">
        <span className={isMatch ? "ls-tree__match" : undefined}>
          {box === 0
            ? t("frame.root")
            : shortName(model.nameOf(boxes.frame[box]))}
        </span>
        {boxes.isInlined[box] === 1 && (
          <span className="ls-muted"> {t("top.inlined")}</span>
        )}
      </span>
    </span>
  );
}
