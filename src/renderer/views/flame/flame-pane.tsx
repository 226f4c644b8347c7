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
import type { FlameScene } from "../../canvas/flame-controller.ts";
import type { ClientPoint } from "../../canvas/flame-gestures.ts";
import { matchOrdinal, nextMatch } from "../../canvas/flame-search.ts";
import { boxFillingViewport } from "../../canvas/flame-viewport.ts";
import type { FlameModel } from "../../state/flame-model.ts";
import { useFlameOptions } from "../../state/flame-options.ts";
import { useHighlight, type Highlight } from "../../state/matches.ts";
import { reportSearch } from "../../state/search-report.ts";
import { useThemeName } from "../../state/settings.ts";
import { showStatus } from "../../state/shell.ts";
import type { TabView } from "../../state/tab-view.ts";
import { adjust, navigate } from "../../state/tabs.ts";
import { useText } from "../../state/text.ts";
import { flamePalette } from "../../theme/flame-colours.ts";
import { FlameMenu } from "./flame-menu.tsx";
import { FlameMirror } from "./flame-mirror.tsx";
import { FlameToolbar } from "./flame-toolbar.tsx";
import {
  focusedBoxOf,
  placedBox,
  placedZoom,
  viewportOf,
} from "../../state/flame-zoom.ts";
import { frameFacts, statusLine } from "../../state/frame-facts.ts";
import { useSiteVerdicts } from "../../state/site-verdicts.ts";
import { HoverCard, type HoverCardHandle } from "./hover-card.tsx";
import { useFlameKeys } from "./use-flame-keys.ts";

export interface FlamePaneProps {
  readonly profileId: ProfileId;
  readonly model: FlameModel;
  readonly view: TabView;
  readonly sampleType: SampleTypeSummary;
}

const FONT_SIZE = 12;

/** A flame graph with its toolbar, hover card and menu. */
export function FlamePane(props: FlamePaneProps): ReactNode {
  const { profileId, model, view, sampleType } = props;
  const { t, format } = useText();
  const canvas = useRef<FlameCanvasHandle>(null);
  const hoverCard = useRef<HoverCardHandle>(null);
  const [menu, setMenu] = useState<{
    readonly box: number;
    readonly point: ClientPoint;
  } | null>(null);
  const highlight = useHighlight(model, view);
  const verdictOf = useSiteVerdicts(profileId);
  const scene = useScene(model, highlight);
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
  const events = useMemo(
    () => ({
      onViewport: (next: typeof viewport, isStep: boolean) => {
        const zoom = placedZoom(model, view, next);
        if (isStep) navigate(profileId, { zoom });
        else adjust(profileId, { zoom });
      },
      onHover: (
        hit: Parameters<HoverCardHandle["show"]>[0],
        point: ClientPoint,
      ) => {
        hoverCard.current?.show(hit, point);
        showStatus(
          hit === null
            ? ""
            : statusLine(frameFacts(model, hit.box), format, sampleType.unit),
        );
      },
      onFocusBox: focusBox,
      onContextMenu: (box: number, point: ClientPoint) => {
        hoverCard.current?.show(null, point);
        setMenu({
          box,
          point: { clientX: point.clientX, clientY: point.clientY },
        });
      },
    }),
    [profileId, model, view, format, sampleType.unit, focusBox],
  );
  const onKeyDown = useFlameKeys({
    model,
    profileId,
    focusedBox,
    zoomBox,
    canvas,
    focusBox,
    openMenu: (box, point) => setMenu({ box, point }),
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
        verdictOf={verdictOf}
      />
      <FlameMenu
        profileId={profileId}
        model={model}
        menu={menu}
        onClose={() => setMenu(null)}
        onZoom={(box) => canvas.current?.zoomToBox(box)}
      />
    </div>
  );
}

function useScene(model: FlameModel, highlight: Highlight): FlameScene {
  const { t } = useText();
  const theme = useThemeName();
  const orientation = useFlameOptions((options) => options.orientation);
  const rootName = t("frame.root");
  const frameName = useCallback(
    (frame: number) => (frame < 0 ? rootName : model.nameOf(frame)),
    [model, rootName],
  );
  return useMemo(() => {
    const palette = flamePalette(theme);
    const styles = getComputedStyle(document.documentElement);
    return {
      boxes: model.boxes,
      frameName,
      style: {
        paint: { ...palette, slotOfBox: model.slotOfBox },
        labelColours: {
          text: palette.textCss,
          dimText: palette.dimTextCss,
          matchText: palette.matchTextCss,
        },
        backgroundCss: palette.backgroundCss,
      },
      overlay: { hoverCss: palette.textCss, focusCss: palette.focusCss },
      fontFamily: styles.getPropertyValue("--ls-font").trim(),
      fontSize: FONT_SIZE,
      orientation,
      matches: highlight.matches,
    };
  }, [model, frameName, theme, orientation, highlight.matches]);
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
      const width = model.boxes.end[0] - model.boxes.start[0];
      reportSearch({
        text: t("search.count", {
          at: format.count(matchOrdinal(matches, focusedBox)),
          count: matches.boxCount,
          boxes: format.count(matches.boxCount),
          share: format.share(matches.width / width),
        }),
        step: (direction) =>
          focusBox(nextMatch(matches, focusedBox, direction)),
      });
    }
    return () => reportSearch({});
  }, [model, matches, badRegex, focusedBox, isSearch, focusBox, t, format]);
}
