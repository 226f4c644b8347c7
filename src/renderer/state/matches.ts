import { useEffect, useState } from "react";
import {
  compileQuery,
  findMatches,
  maskFrames,
  type MatchSet,
  type NameTest,
} from "../canvas/flame-search.ts";
import { runSliced } from "../canvas/time-slice.ts";
import type { FlameModel } from "./flame-model.ts";
import type { TabView } from "./tab-view.ts";

/** Highlighted boxes of a flame graph. */
export interface Highlight {
  /** null while it is computed, and where nothing is highlighted. */
  readonly matches: MatchSet | null;
  /** Why the search is no expression; "" where it is one. */
  readonly badRegex: string;
}

/** What is searched of a flame graph. */
type SearchedModel = Pick<FlameModel, "boxes" | "frameCount" | "nameOf">;

const NONE: Highlight = { matches: null, badRegex: "" };

function* matchingBoxes(
  model: SearchedModel,
  matches: (name: string) => boolean,
): Generator<void, MatchSet> {
  const mask = yield* maskFrames(model.frameCount, model.nameOf, matches);
  return yield* findMatches(model.boxes, mask);
}

function testOf(view: TabView): NameTest | null {
  const { highlightedName } = view;
  return highlightedName === null
    ? compileQuery(view.search)
    : { ok: true, matches: (name) => name === highlightedName };
}

/**
 * The boxes that a search, or the function chosen in Top, highlights. Computed in slices off the
 * frame; the last highlight stays until the next is there.
 */
export function useHighlight(
  model: SearchedModel | null,
  view: TabView,
): Highlight {
  const [found, setFound] = useState({ model, highlight: NONE });
  const { search, highlightedName } = view;
  useEffect(() => {
    const setHighlight = (highlight: Highlight): void =>
      setFound({ model, highlight });
    const test = testOf(view);
    if (model === null || test === null) {
      setHighlight(NONE);
      return;
    }
    if (!test.ok) {
      setHighlight({ matches: null, badRegex: test.reason });
      return;
    }
    let isCurrent = true;
    const startMs = performance.now();
    void runSliced(matchingBoxes(model, test.matches), () => isCurrent).then(
      (matches) => {
        if (matches === null || !isCurrent) return;
        performance.measure("flame/search", { start: startMs });
        performance.clearMeasures("flame/search");
        setHighlight({ matches, badRegex: "" });
      },
    );
    return () => {
      isCurrent = false;
    };
    // Only the search decides; the rest of the view may change.
  }, [model, search, highlightedName]);
  // Places of matches mean nothing in other boxes.
  return found.model === model ? found.highlight : NONE;
}

/** Width of the matches as a share of the total, 0..1; less than the picture says under filters. */
export function shareOfMatches(model: FlameModel, matches: MatchSet): number {
  const { start, end } = model.boxes;
  return (matches.width / (end[0] - start[0])) * model.view.shownShare;
}
