import { useCallback, useMemo, type RefObject } from "react";
import type { ProfileId } from "#contract/profile-id.ts";
import type { SampleTypeSummary } from "#contract/profile-summary.ts";
import type { FlameEvents } from "../../canvas/flame-controller.ts";
import type { ClientPoint } from "../../canvas/flame-gestures.ts";
import type { FlameModel } from "../../state/flame-model.ts";
import { placedZoom } from "../../state/flame-zoom.ts";
import { frameFacts, statusLine } from "../../state/frame-facts.ts";
import { showStatus } from "../../state/shell.ts";
import type { TabView } from "../../state/tab-view.ts";
import { adjust, navigate } from "../../state/tabs.ts";
import { useText } from "../../state/text.ts";
import type { HoverCardHandle } from "./hover-card.tsx";
import type { BoxVerdicts } from "./use-box-verdicts.ts";

export interface FlameEventsOptions {
  readonly profileId: ProfileId;
  readonly model: FlameModel;
  readonly view: TabView;
  readonly sampleType: SampleTypeSummary;
  readonly hoverCard: RefObject<HoverCardHandle | null>;
  readonly verdictsOf: (box: number) => BoxVerdicts;
  readonly focusBox: (box: number) => void;
  readonly setMenu: (menu: {
    readonly box: number;
    readonly point: ClientPoint;
  }) => void;
}

/** Longest time between the clicks of a double click. */
const DOUBLE_CLICK_MILLIS = 400;

/** After a click that opened another view: a second one, out of habit, must not land there. */
function ignoreSecondClick(): void {
  const abort = new AbortController();
  const ignore = (event: Event): void => {
    event.preventDefault();
    event.stopPropagation();
  };
  for (const type of ["pointerdown", "pointerup", "click", "dblclick"]) {
    window.addEventListener(type, ignore, {
      capture: true,
      signal: abort.signal,
    });
  }
  window.setTimeout(() => abort.abort(), DOUBLE_CLICK_MILLIS);
}

/** What the canvas tells, done; `openBox` opens the finding of a blocked leaf. */
export function useFlameEvents(options: FlameEventsOptions): {
  readonly openBox: (box: number) => boolean;
  readonly events: FlameEvents;
} {
  const { profileId, model, view, sampleType, hoverCard } = options;
  const { verdictsOf, focusBox, setMenu } = options;
  const { format } = useText();
  const openBox = useCallback(
    (box: number): boolean => {
      const { lines, opensOnClick } = verdictsOf(box);
      if (opensOnClick) lines.at(0)?.open();
      return opensOnClick && lines.length > 0;
    },
    [verdictsOf],
  );
  const events = useMemo(
    (): FlameEvents => ({
      onViewport: (next, isStep) => {
        const zoom = placedZoom(model, view, next);
        if (isStep) navigate(profileId, { zoom });
        else adjust(profileId, { zoom });
      },
      onHover: (hit, point) => {
        hoverCard.current?.show(hit, point);
        showStatus(
          hit === null
            ? ""
            : statusLine(frameFacts(model, hit.box), format, sampleType.unit),
        );
      },
      onFocusBox: focusBox,
      onClickBox: (box) => {
        const isOpened = openBox(box);
        if (isOpened) ignoreSecondClick();
        return isOpened;
      },
      onContextMenu: (box, point) => {
        hoverCard.current?.show(null, point);
        setMenu({
          box,
          point: { clientX: point.clientX, clientY: point.clientY },
        });
      },
    }),
    [
      profileId,
      model,
      view,
      format,
      sampleType.unit,
      hoverCard,
      focusBox,
      openBox,
      setMenu,
    ],
  );
  return { openBox, events };
}
