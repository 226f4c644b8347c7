import { useEffect, useState } from "react";
import { matchAt, matchOrdinal, nextMatch } from "../../canvas/flame-search.ts";
import { runSliced } from "../../canvas/time-slice.ts";
import {
  boxOfNode,
  nodeOfBox,
  type CompareModel,
} from "../../state/compare-model.ts";
import type { Highlight } from "../../state/matches.ts";
import { reportSearch } from "../../state/search-report.ts";
import type { TabView } from "../../state/tab-view.ts";
import { useText } from "../../state/text.ts";

/** A pane with what the search found in it. */
export interface SearchedPane {
  readonly model: CompareModel;
  readonly highlight: Highlight;
}

/** Boxes looked at between two looks at the clock: about a millisecond. */
const CHUNK = 65_536;

/** Matching boxes of `base` whose nodes have no box in `main`: what was removed. Ascending. */
function* matchesOnlyIn(
  base: SearchedPane,
  main: SearchedPane,
): Generator<void, Int32Array> {
  const { matches } = base.highlight;
  const only: number[] = [];
  if (matches === null) return NO_BOXES;
  const { prefix } = matches;
  for (let box = 0; box < base.model.boxes.length; box += 1) {
    if (box % CHUNK === CHUNK - 1) yield;
    if (prefix[box + 1] === prefix[box]) continue;
    if (boxOfNode(main.model, nodeOfBox(base.model, box)) < 0) only.push(box);
  }
  return Int32Array.from(only);
}

const NO_BOXES = new Int32Array(0);

/** `matchesOnlyIn`, looked for in slices; null until it is known. */
function useRemovedMatches(
  base: SearchedPane,
  main: SearchedPane,
): Int32Array | null {
  const [found, setFound] = useState<{
    readonly base: SearchedPane;
    readonly main: SearchedPane;
    readonly removed: Int32Array;
  }>({ base, main, removed: NO_BOXES });
  const isNone =
    base.model === main.model || (base.highlight.matches?.boxCount ?? 0) === 0;
  useEffect(() => {
    if (isNone) return undefined;
    let isCurrent = true;
    void runSliced(matchesOnlyIn(base, main), () => isCurrent).then(
      (removed) => {
        if (removed !== null && isCurrent) setFound({ base, main, removed });
      },
    );
    return () => {
      isCurrent = false;
    };
  }, [base, main, isNone]);
  if (isNone) return NO_BOXES;
  return found.base === base && found.main === main ? found.removed : null;
}

interface SearchState {
  /** The base first; the last one is where most matches are. */
  readonly panes: readonly SearchedPane[];
  readonly focusedNode: number;
  readonly view: TabView;
  readonly onFocus: (node: number) => void;
}

/**
 * Tells the bar what the search found. One step goes through the matches of the current side, then
 * through those that only the base has; both panes follow, since they share the focus.
 */
export function useCompareSearch(state: SearchState): void {
  const { panes, focusedNode, view, onFocus } = state;
  const { t, format } = useText();
  const [first] = panes;
  const main = panes[panes.length - 1];
  const removed = useRemovedMatches(first, main);
  const isSearch = view.highlightedName === null && view.search.text !== "";
  useEffect(() => {
    const { badRegex, matches } = main.highlight;
    if (badRegex !== "") {
      reportSearch({ error: t("search.badRegex", { reason: badRegex }) });
    } else if (!isSearch || matches === null || removed === null) {
      reportSearch({});
    } else if (matches.boxCount + removed.length === 0) {
      reportSearch({ text: t("search.none") });
    } else {
      const { boxCount } = matches;
      const count = boxCount + removed.length;
      const mainBox = boxOfNode(main.model, focusedNode);
      const place = removed.indexOf(boxOfNode(first.model, focusedNode));
      const at =
        place < 0 ? matchOrdinal(matches, mainBox) : boxCount + place + 1;
      const { boxes } = main.model;
      const nodeAt = (direction: 1 | -1): number => {
        if (at === 0 && boxCount > 0) {
          return nodeOfBox(main.model, nextMatch(matches, mainBox, direction));
        }
        const from = at === 0 && direction === -1 ? 1 : at;
        const ordinal = ((from - 1 + direction + count) % count) + 1;
        return ordinal <= boxCount
          ? nodeOfBox(main.model, matchAt(matches, ordinal))
          : nodeOfBox(first.model, removed[ordinal - boxCount - 1]);
      };
      reportSearch({
        text: t("search.count", {
          at: format.count(at),
          count,
          boxes: format.count(count),
          share: format.share(matches.width / (boxes.end[0] - boxes.start[0])),
        }),
        step: (direction) => onFocus(nodeAt(direction)),
      });
    }
    return () => reportSearch({});
  }, [main, first, removed, isSearch, focusedNode, onFocus, t, format]);
}
