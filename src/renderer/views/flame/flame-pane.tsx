import {
  useCallback,
  useEffect,
  useId,
  useMemo,
  useRef,
  useState,
  type ReactNode,
} from "react";
import type { ProfileId } from "#contract/profile-id.ts";
import type { SampleTypeSummary } from "#contract/profile-summary.ts";
import {
  FlameCanvas,
  type FlameCanvasHandle,
} from "../../canvas/flame-canvas.tsx";
import type { ClientPoint } from "../../canvas/flame-gestures.ts";
import { matchOrdinal, nextMatch } from "../../canvas/flame-search.ts";
import { boxFillingViewport } from "../../canvas/flame-viewport.ts";
import type { FlameModel } from "../../state/flame-model.ts";
import {
  shareOfMatches,
  useHighlight,
  type Highlight,
} from "../../state/matches.ts";
import { reportSearch } from "../../state/search-report.ts";
import { layoutKey, type TabView } from "../../state/tab-view.ts";
import { adjust } from "../../state/tabs.ts";
import { useText } from "../../state/text.ts";
import { FlameMenu } from "./flame-menu.tsx";
import { FlameMirror } from "./flame-mirror.tsx";
import { FlameToolbar } from "./flame-toolbar.tsx";
import { focusedBoxOf, placedBox, viewportOf } from "../../state/flame-zoom.ts";
import { useFlameVerdicts } from "../../state/flame-verdicts.ts";
import { useSiteFindings } from "../../state/site-findings.ts";
import { HoverCard, type HoverCardHandle } from "./hover-card.tsx";
import { useBoxVerdicts } from "./use-box-verdicts.ts";
import { useFlameEvents } from "./use-flame-events.ts";
import { useFlameKeys } from "./use-flame-keys.ts";
import { useFlameScene } from "./use-flame-scene.ts";
import { useBadges } from "./use-badges.ts";

export interface FlamePaneProps {
  readonly profileId: ProfileId;
  readonly model: FlameModel;
  readonly view: TabView;
  readonly sampleType: SampleTypeSummary;
}

/** A flame graph with its toolbar, hover card and menu. */
export function FlamePane(props: FlamePaneProps): ReactNode {
  const { profileId, model, view, sampleType } = props;
  const { t } = useText();
  const canvas = useRef<FlameCanvasHandle>(null);
  const hoverCard = useRef<HoverCardHandle>(null);
  const [menu, setMenu] = useState<{
    readonly box: number;
    readonly point: ClientPoint;
  } | null>(null);
  const highlight = useHighlight(model, view);
  const verdicts = useFlameVerdicts(profileId, model);
  const sites = useSiteFindings(profileId);
  const verdictsOf = useBoxVerdicts(profileId, model, verdicts, sites);
  const badges = useBadges(model, sites);
  const picture = useFlameScene(model, highlight, verdicts, badges);
  const place = layoutKey(view);
  // Where an inverted tree has grown, the picture stays where it is.
  const scene = useMemo(() => ({ ...picture, place }), [picture, place]);
  const viewport = useMemo(() => viewportOf(model, view), [model, view]);
  const zoomBox = useMemo(
    () => boxFillingViewport(model.boxes, viewport),
    [model, viewport],
  );
  const focusedBox = focusedBoxOf(model, view);
  const mirrorId = useId();
  const idOf = (box: number): string => `${mirrorId}-${box}`;

  const focusBox = useCallback(
    (box: number) => adjust(profileId, { focus: placedBox(model, view, box) }),
    [profileId, model, view],
  );
  const { openBox, events } = useFlameEvents({
    profileId,
    model,
    view,
    sampleType,
    hoverCard,
    verdictsOf,
    focusBox,
    setMenu,
  });
  const onKeyDown = useFlameKeys({
    model,
    profileId,
    unit: sampleType.unit,
    focusedBox,
    zoomBox,
    canvas,
    focusBox,
    openMenu: (box, point) => setMenu({ box, point }),
    openBox,
  });
  useSearchReporting({ model, highlight, focusedBox, view, focusBox });

  return (
    <div className="ls-flame">
      <FlameToolbar
        profileId={profileId}
        model={model}
        view={view}
        zoomBox={zoomBox}
        highlight={highlight}
        hasVerdicts={verdicts !== null}
        hasBadges={badges !== null}
        onZoom={(box) => canvas.current?.zoomToBox(box)}
      />
      <FlameCanvas
        ref={canvas}
        scene={scene}
        viewport={viewport}
        focusedBox={focusedBox}
        events={events}
        label={t("flame.label", { type: sampleType.type })}
        activeDescendant={focusedBox < 0 ? undefined : idOf(focusedBox)}
        onKeyDown={onKeyDown}
        mirror={
          <FlameMirror
            model={model}
            unit={sampleType.unit}
            focusedBox={focusedBox}
            idOf={idOf}
          />
        }
      />
      <HoverCard
        ref={hoverCard}
        model={model}
        unit={sampleType.unit}
        zoomBox={zoomBox}
        verdictsOf={verdictsOf}
      />
      <FlameMenu
        profileId={profileId}
        model={model}
        menu={menu}
        onClose={() => setMenu(null)}
        verdictsOf={verdictsOf}
        onZoom={(box) => canvas.current?.zoomToBox(box)}
      />
    </div>
  );
}

interface Reporting {
  readonly model: FlameModel;
  readonly highlight: Highlight;
  readonly focusedBox: number;
  readonly view: TabView;
  readonly focusBox: (box: number) => void;
}

/** Tells the bar what the search found, and lets it step through the matches. */
function useSearchReporting(reporting: Reporting): void {
  const { model, highlight, focusedBox, view, focusBox } = reporting;
  const { t, format } = useText();
  const { matches, badRegex } = highlight;
  const isSearch = view.highlightedName === null && view.search.text !== "";
  useEffect(() => {
    if (!isSearch || (matches === null && badRegex === "")) {
      reportSearch({});
    } else if (matches === null) {
      reportSearch({ error: t("search.badRegex", { reason: badRegex }) });
    } else if (matches.boxCount === 0) {
      reportSearch({ text: t("search.none") });
    } else {
      reportSearch({
        text: t("search.count", {
          at: format.count(matchOrdinal(matches, focusedBox)),
          count: matches.boxCount,
          boxes: format.count(matches.boxCount),
          share: format.share(shareOfMatches(model, matches)),
        }),
        step: (direction) =>
          focusBox(nextMatch(matches, focusedBox, direction)),
      });
    }
    return () => reportSearch({});
  }, [model, matches, badRegex, focusedBox, isSearch, focusBox, t, format]);
}
