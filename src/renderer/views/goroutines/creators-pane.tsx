import { ChevronDown, ChevronRight } from "lucide-react";
import {
  useCallback,
  useEffect,
  useMemo,
  useState,
  type ReactNode,
} from "react";
import type { CreatorsView, LeaksView } from "#contract/goroutines.ts";
import type { ProfileId } from "#contract/profile-id.ts";
import { compileQuery } from "../../canvas/flame-search.ts";
import { shortName } from "../../canvas/flame-labels.ts";
import { copyText } from "../../state/clipboard.ts";
import { levelOf, useFindingWords } from "../../state/finding-words.ts";
import { useWidthsOf } from "../../state/grid-layout.ts";
import { openFinding } from "../../state/open-finding.ts";
import { reportSearch } from "../../state/search-report.ts";
import type { TabView } from "../../state/tab-view.ts";
import { useText } from "../../state/text.ts";
import { ConfidenceDot } from "../../widgets/confidence-dot.tsx";
import { DataGrid } from "../../widgets/data-grid.tsx";
import type { GridActions, GridColumn } from "../../widgets/grid-column.ts";
import { Notice } from "../../widgets/notice.tsx";
import { childrenOf, visibleNodes, withPathTo } from "./creator-rows.ts";

export interface CreatorsPaneProps {
  readonly profileId: ProfileId;
  readonly view: TabView;
  readonly leaks: LeaksView;
  readonly tree: CreatorsView;
}

/** Who created whom, as a tree. */
export function CreatorsPane(props: CreatorsPaneProps): ReactNode {
  const { profileId, view, leaks, tree } = props;
  const { t } = useText();
  const children = useMemo(() => childrenOf(tree), [tree]);
  const [expanded, setExpanded] = useState<ReadonlySet<number>>(
    () => new Set(children.roots.slice(0, 1)),
  );
  const [selected, setSelected] = useState(-1);
  const [widths, setWidths] = useWidthsOf("creators");
  const matches = useMatches(tree, view);
  const open = useMemo(
    () => (matches === null ? expanded : withPathTo(tree, matches)),
    [tree, matches, expanded],
  );
  const nodes = useMemo(
    () => visibleNodes(children, open, matches),
    [children, open, matches],
  );
  const rowAt = useCallback(
    (position: number) => nodes[position].node,
    [nodes],
  );
  const toggle = useCallback((node: number) => {
    setExpanded((old) => {
      const next = new Set(old);
      if (!next.delete(node)) next.add(node);
      return next;
    });
  }, []);
  const columns = useCreatorColumns({ tree, leaks, open, children, toggle });
  const actions: GridActions = useMemo(
    () => ({
      onSelect: setSelected,
      onActivate: (node) => {
        const finding = leaks.findings.at(tree.finding[node]);
        if (tree.finding[node] < 0 || finding === undefined) return;
        openFinding(profileId, finding);
      },
      onExpand: (node, isExpanding) => {
        if (isExpanding !== open.has(node)) toggle(node);
      },
      onCopy: (node) =>
        void copyText(tree.strings.get(tree.func[node]), t("action.copied")),
    }),
    [profileId, leaks, tree, open, toggle, t],
  );
  if (tree.length === 0) return <Notice title={t("goroutines.noCreators")} />;
  return (
    <DataGrid
      label={t("goroutines.by.tree")}
      columns={columns}
      rowCount={nodes.length}
      rowAt={rowAt}
      selectedPosition={nodes.findIndex(({ node }) => node === selected)}
      actions={actions}
      widths={widths}
      onWidths={setWidths}
      treeRow={(node) => ({
        level: children.level[node] + 1,
        isExpanded:
          children.below[node].length === 0 ? undefined : open.has(node),
      })}
    />
  );
}

/** Nodes whose function matches the search; null without one. */
function useMatches(
  tree: CreatorsView,
  view: TabView,
): ReadonlySet<number> | null {
  const { t, format } = useText();
  const { search } = view;
  const matches = useMemo(() => {
    const test = compileQuery(search);
    if (test === null || !test.ok) return null;
    const found = new Set<number>();
    for (let node = 0; node < tree.length; node += 1) {
      if (test.matches(tree.strings.get(tree.func[node]))) found.add(node);
    }
    return found;
  }, [tree, search]);
  useEffect(() => {
    const total = [...tree.total].reduce(
      (sum, count, node) => (tree.parent[node] < 0 ? sum + count : sum),
      0,
    );
    reportSearch({
      text: t("goroutines.goroutineCount", {
        count: total,
        goroutines: format.count(total),
      }),
    });
    return () => reportSearch({});
  }, [tree, matches, t, format]);
  return matches;
}

interface ColumnsOf {
  readonly tree: CreatorsView;
  readonly leaks: LeaksView;
  readonly open: ReadonlySet<number>;
  readonly children: ReturnType<typeof childrenOf>;
  readonly toggle: (node: number) => void;
}

const INDENT = 16;

function useCreatorColumns(of: ColumnsOf): readonly GridColumn[] {
  const { tree, leaks, open, children, toggle } = of;
  const { t, format } = useText();
  const words = useFindingWords();
  return useMemo(() => {
    const nameOf = (node: number): string => {
      const name = shortName(tree.strings.get(tree.func[node]));
      return tree.hasEnded[node] === 1 ? t("goroutines.ended", { name }) : name;
    };
    const text = (id: "place" | "state", size: number): GridColumn => ({
      id,
      header: t(`goroutines.column.${id}`),
      align: "start",
      size,
      cell: (node) => (
        <span className={id === "place" ? "ls-code ls-muted" : undefined}>
          {tree.strings.get(tree[id][node])}
        </span>
      ),
    });
    const number = (id: "count" | "total", size: number): GridColumn => ({
      id,
      header: t(`goroutines.column.${id}`),
      align: "end",
      size,
      cell: (node) => format.count(tree[id][node]),
    });
    return [
      {
        id: "func",
        header: t("goroutines.column.func"),
        align: "start",
        size: 280,
        grows: true,
        cell: (node) => {
          const Arrow = open.has(node) ? ChevronDown : ChevronRight;
          return (
            <span
              className="ls-goroutines__node"
              style={{ paddingLeft: children.level[node] * INDENT }}
            >
              <span
                className="ls-goroutines__toggle"
                aria-hidden
                onClick={(event) => {
                  event.stopPropagation();
                  toggle(node);
                }}
              >
                {children.below[node].length > 0 && (
                  <Arrow size={14} strokeWidth={1.5} />
                )}
              </span>
              <span
                className={`ls-code ${tree.hasEnded[node] === 1 ? "ls-muted" : ""}`}
              >
                {nameOf(node)}
              </span>
            </span>
          );
        },
        title: (node) => tree.strings.get(tree.func[node]),
      },
      number("count", 72),
      number("total", 104),
      text("state", 140),
      text("place", 140),
      {
        id: "verdict",
        header: t("goroutines.column.verdict"),
        align: "start",
        size: 200,
        cell: (node) => {
          const finding = leaks.findings.at(tree.finding[node]);
          if (tree.finding[node] < 0 || finding === undefined) return null;
          return (
            <span className="ls-goroutines__verdict">
              <ConfidenceDot level={levelOf(finding)} />
              {words.title(finding)}
            </span>
          );
        },
      },
    ];
  }, [tree, leaks, open, children, toggle, words, t, format]);
}
