import { ChevronsDownUp, Route } from "lucide-react";
import {
  useCallback,
  useEffect,
  useMemo,
  useState,
  type ReactNode,
} from "react";
import type { ProfileId } from "#contract/profile-id.ts";
import type { SampleTypeSummary } from "#contract/profile-summary.ts";
import { childrenOfBox, levelOfBox } from "../../canvas/flame-boxes.ts";
import { matchOrdinal, nextMatch } from "../../canvas/flame-search.ts";
import { viewportOfBox } from "../../canvas/flame-viewport.ts";
import { CopyButtons, useCopyTable } from "../../state/copy-table.tsx";
import type { FlameModel } from "../../state/flame-model.ts";
import { focusedBoxOf, placedBox, placedZoom } from "../../state/flame-zoom.ts";
import { frameFacts, statusLine } from "../../state/frame-facts.ts";
import { useWidthsOf } from "../../state/grid-layout.ts";
import {
  shareOfMatches,
  useHighlight,
  type Highlight,
} from "../../state/matches.ts";
import { reportSearch } from "../../state/search-report.ts";
import { showStatus } from "../../state/shell.ts";
import type { TabView } from "../../state/tab-view.ts";
import { adjust, navigate } from "../../state/tabs.ts";
import { useText } from "../../state/text.ts";
import { DataGrid } from "../../widgets/data-grid.tsx";
import type { GridActions, GridPoint } from "../../widgets/grid-column.ts";
import { IconButton } from "../../widgets/icon-button.tsx";
import { TextToggle } from "../../widgets/text-toggle.tsx";
import { TreeMenu } from "./tree-menu.tsx";
import { treeTable } from "./tree-text.ts";
import { useTreeColumns } from "./tree-columns.tsx";
import {
  hasChildren,
  visibleRows,
  withAncestors,
  withHeavyPath,
  type ExpandedBoxes,
} from "./tree-rows.ts";
import "./tree.css";

export interface TreePaneProps {
  readonly profileId: ProfileId;
  readonly model: FlameModel;
  readonly view: TabView;
  readonly sampleType: SampleTypeSummary;
}

/** What was open in a tree, while its model lives: leaving the view and coming back keeps it. */
const expandedOf = new WeakMap<FlameModel, ExpandedBoxes>();

function useExpanded(
  model: FlameModel,
): [ExpandedBoxes, (expanded: ExpandedBoxes) => void] {
  const [, setVersion] = useState(0);
  let expanded = expandedOf.get(model);
  if (expanded === undefined) {
    expanded = withHeavyPath(model.boxes, new Set(), 0);
    expandedOf.set(model, expanded);
  }
  const setExpanded = useCallback(
    (next: ExpandedBoxes) => {
      expandedOf.set(model, next);
      setVersion((version) => version + 1);
    },
    [model],
  );
  return [expanded, setExpanded];
}

/** The call tree with its tools. */
export function TreePane(props: TreePaneProps): ReactNode {
  const { profileId, model, view, sampleType } = props;
  const { t, format } = useText();
  const { boxes } = model;
  const [expanded, setExpanded] = useExpanded(model);
  const [widths, setWidths] = useWidthsOf("tree");
  const [menu, setMenu] = useState<GridPoint | null>(null);
  const copyTable = useCopyTable();
  const highlight = useHighlight(model, view);
  const rows = useMemo(() => visibleRows(boxes, expanded), [boxes, expanded]);
  const focusedBox = focusedBoxOf(model, view);
  const selectedPosition = useMemo(
    () => (focusedBox < 0 ? -1 : rows.indexOf(focusedBox)),
    [rows, focusedBox],
  );

  const select = useCallback(
    (box: number) => {
      adjust(profileId, { focus: placedBox(model, view, box) });
      showStatus(statusLine(frameFacts(model, box), format, sampleType.unit));
    },
    [profileId, model, view, format, sampleType.unit],
  );
  const toggle = useCallback(
    (box: number) => {
      const next = new Set(expanded);
      if (!next.delete(box)) next.add(box);
      setExpanded(next);
    },
    [expanded, setExpanded],
  );
  const reveal = useCallback(
    (box: number) => {
      setExpanded(withAncestors(boxes, expanded, box));
      select(box);
    },
    [boxes, expanded, setExpanded, select],
  );
  const columns = useTreeColumns({
    model,
    unit: sampleType.unit,
    expanded,
    matches: highlight.matches,
    onToggle: toggle,
  });
  const actions: GridActions = {
    onSelect: select,
    onActivate: (box) =>
      navigate(profileId, {
        view: "flame",
        zoom: placedZoom(model, view, viewportOfBox(boxes, box)),
      }),
    onContextMenu: (_box, { clientX, clientY }) =>
      setMenu({ clientX, clientY }),
    onCopy: (box) =>
      void copyTable(treeTable(model, [box], sampleType.unit), "\t"),
    onExpand: (box, isExpanding) => {
      if (isExpanding === expanded.has(box) || !hasChildren(boxes, box)) {
        if (isExpanding) select(childrenOfBox(boxes, box).start || box);
        else select(Math.max(0, boxes.parent[box]));
      } else toggle(box);
    },
  };
  useTreeSearchReport(props, highlight, focusedBox, reveal);

  return (
    <div className="ls-tree">
      <div className="ls-tree__bar" role="toolbar" aria-label={t("view.tree")}>
        <IconButton
          icon={Route}
          label={t("tree.expandHeavy")}
          onClick={() =>
            setExpanded(withHeavyPath(boxes, expanded, Math.max(0, focusedBox)))
          }
        />
        <IconButton
          icon={ChevronsDownUp}
          label={t("tree.collapseAll")}
          onClick={() => setExpanded(new Set([0]))}
        />
        <TextToggle
          label={t("flame.inverted")}
          hint={t("flame.invertedHint")}
          isPressed={view.inverted}
          onClick={() => navigate(profileId, { inverted: !view.inverted })}
        />
        <span className="ls-tree__space" />
        <CopyButtons table={() => treeTable(model, rows, sampleType.unit)} />
      </div>
      <DataGrid
        label={t("tree.label", { type: sampleType.type })}
        columns={columns}
        rowCount={rows.length}
        rowAt={useCallback((position: number) => rows[position], [rows])}
        selectedPosition={selectedPosition}
        actions={actions}
        widths={widths}
        onWidths={setWidths}
        treeRow={(box) => ({
          level: levelOfBox(boxes, box) + 1,
          isExpanded: hasChildren(boxes, box) ? expanded.has(box) : undefined,
        })}
      />
      <TreeMenu
        profileId={profileId}
        name={focusedBox < 0 ? null : model.nameOf(boxes.frame[focusedBox])}
        point={menu}
        onClose={() => setMenu(null)}
        onShowInFlame={() => actions.onActivate?.(focusedBox)}
        onCopyRow={() => actions.onCopy?.(focusedBox)}
      />
    </div>
  );
}

/** Tells the bar what the search found; a step opens the tree at the match. */
function useTreeSearchReport(
  { model, view }: TreePaneProps,
  { matches, badRegex }: Highlight,
  focusedBox: number,
  reveal: (box: number) => void,
): void {
  const { t, format } = useText();
  const isSearch = view.highlightedName === null && view.search.text !== "";
  useEffect(() => {
    if (badRegex !== "") {
      reportSearch({ error: t("search.badRegex", { reason: badRegex }) });
    } else if (!isSearch || matches === null) reportSearch({});
    else if (matches.boxCount === 0) reportSearch({ text: t("search.none") });
    else {
      reportSearch({
        text: t("search.count", {
          at: format.count(matchOrdinal(matches, focusedBox)),
          count: matches.boxCount,
          boxes: format.count(matches.boxCount),
          share: format.share(shareOfMatches(model, matches)),
        }),
        step: (direction) => reveal(nextMatch(matches, focusedBox, direction)),
      });
    }
    return () => reportSearch({});
  }, [model, matches, badRegex, isSearch, focusedBox, reveal, t, format]);
}
