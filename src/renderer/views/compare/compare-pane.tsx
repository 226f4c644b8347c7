import {
  useCallback,
  useEffect,
  useId,
  useImperativeHandle,
  useMemo,
  useRef,
  useState,
  type KeyboardEvent,
  type ReactNode,
  type Ref,
} from "react";
import type { ProfileId } from "#contract/profile-id.ts";
import type { ValueType } from "#profile/profile.ts";
import { CHANGE_STEP_BOUNDS } from "#contract/compare.ts";
import {
  FlameCanvas,
  type FlameCanvasHandle,
} from "../../canvas/flame-canvas.tsx";
import type { FlameScene } from "../../canvas/flame-controller.ts";
import type { Hit } from "../../canvas/flame-geometry.ts";
import type { ClientPoint } from "../../canvas/flame-gestures.ts";
import { stepFrom, stepOfKey } from "../../canvas/flame-keyboard.ts";
import {
  boxFillingViewport,
  type Viewport,
} from "../../canvas/flame-viewport.ts";
import { sceneColours } from "../../canvas/scene-colours.ts";
import type { CompareChoice, NodeZoom } from "../../state/compare-choice.ts";
import {
  boxOfNode,
  nodeOfBox,
  nodeZoomOf,
  viewportOfZoom,
  type CompareModel,
} from "../../state/compare-model.ts";
import { copyText } from "../../state/clipboard.ts";
import { useOrientation } from "../../state/flame-options.ts";
import { widerAncestor } from "../../state/flame-zoom.ts";
import { useHighlight, type Highlight } from "../../state/matches.ts";
import { useSceneBase } from "../../state/scene-base.ts";
import { useThemeName } from "../../state/settings.ts";
import { showStatus } from "../../state/shell.ts";
import type { TabView } from "../../state/tab-view.ts";
import { useText } from "../../state/text.ts";
import { changePalette } from "../../theme/change-colours.ts";
import { boxSentence } from "./box-sentence.ts";
import { CompareMenu } from "./compare-menu.tsx";
import type { SearchedPane } from "./compare-search.ts";
import { CompareMirror } from "./compare-mirror.tsx";

/** What the panes of a comparison share. Nodes of the merged tree; -1 for none. */
export interface PaneSync {
  readonly onHover: (pane: number, node: number, point: ClientPoint) => void;
  /** `isStep`: worth going back from. */
  readonly onZoom: (zoom: NodeZoom | null, isStep: boolean) => void;
  readonly onFocus: (node: number) => void;
  readonly onHighlight: (pane: number, found: SearchedPane) => void;
}

export interface ComparePaneProps {
  readonly ref?: Ref<FlameCanvasHandle>;
  readonly profileId: ProfileId;
  readonly pane: number;
  readonly title: string;
  readonly model: CompareModel;
  readonly choice: CompareChoice;
  readonly zoom: NodeZoom | null;
  readonly sampleType: ValueType;
  readonly view: TabView;
  readonly sync: PaneSync;
  /** Names what the picture is of: where only more of it has come, view and scroll stay. */
  readonly place: string;
}

const ZOOM_STEP = 1.5;

/** One flame graph of a comparison. */
export function ComparePane(props: ComparePaneProps): ReactNode {
  const { pane, title, model, choice, zoom, sampleType, view, sync } = props;
  const text = useText();
  const { t } = text;
  const canvas = useRef<FlameCanvasHandle>(null);
  const [menu, setMenu] = useState<{
    readonly box: number;
    readonly point: ClientPoint;
  } | null>(null);
  const highlight = useHighlight(model, view);
  const scene = useScene(model, highlight, props.place);
  const viewport = useMemo(() => viewportOfZoom(model, zoom), [model, zoom]);
  const focusedBox = boxOfNode(model, choice.focusedNode);
  const mirrorId = useId();
  const idOf = (box: number): string => `${mirrorId}-${box}`;
  useImperativeHandle(props.ref, () => ({
    zoomToBox: (box) => canvas.current?.zoomToBox(box),
    zoomBy: (factor) => canvas.current?.zoomBy(factor),
    clientPointOf: (box) => canvas.current?.clientPointOf(box) ?? null,
    focus: () => canvas.current?.focus(),
    showHover: (box) => canvas.current?.showHover(box),
  }));
  const focusBox = useCallback(
    (box: number) => sync.onFocus(nodeOfBox(model, box)),
    [model, sync],
  );
  const events = useMemo(
    () => ({
      onViewport: (next: Viewport, isStep: boolean) =>
        sync.onZoom(nodeZoomOf(model, next), isStep),
      onHover: (hit: Hit | null, point: ClientPoint) => {
        const box = hit === null ? -1 : hit.box;
        sync.onHover(pane, nodeOfBox(model, box), point);
        showStatus(
          box < 0 ? "" : boxSentence(model, box, sampleType.unit, text),
        );
      },
      onFocusBox: focusBox,
      onContextMenu: (box: number, point: ClientPoint) => {
        focusBox(box);
        const { clientX, clientY } = point;
        setMenu({ box, point: { clientX, clientY } });
      },
    }),
    [model, pane, sync, focusBox, sampleType.unit, text],
  );
  const onKeyDown = usePaneKeys({
    model,
    focusedBox,
    viewport,
    canvas,
    focusBox,
    openMenu: (box, point) => setMenu({ box, point }),
  });
  const { onHighlight } = sync;
  useEffect(() => {
    onHighlight(pane, { model, highlight });
  }, [onHighlight, pane, model, highlight]);
  return (
    <>
      <div className="ls-compare__pane-title">{title}</div>
      <FlameCanvas
        ref={canvas}
        scene={scene}
        viewport={viewport}
        focusedBox={focusedBox}
        events={events}
        label={t("compare.label", { side: title, type: sampleType.type })}
        activeDescendant={focusedBox < 0 ? undefined : idOf(focusedBox)}
        onKeyDown={onKeyDown}
        mirror={
          <CompareMirror
            model={model}
            unit={sampleType.unit}
            focusedBox={focusedBox}
            idOf={idOf}
          />
        }
      />
      <CompareMenu
        profileId={props.profileId}
        model={model}
        menu={menu}
        onClose={() => setMenu(null)}
        onZoom={(box) => canvas.current?.zoomToBox(box)}
      />
    </>
  );
}

function useScene(
  model: CompareModel,
  highlight: Highlight,
  place: string,
): FlameScene {
  const theme = useThemeName();
  const base = useSceneBase(model, highlight);
  return useMemo(() => {
    const palette = changePalette(theme, CHANGE_STEP_BOUNDS.length);
    return {
      ...base,
      place,
      ...sceneColours(palette, model.slotOfBox, {
        markOfBox: model.markOfBox,
        outlineCss: palette.newCss,
        hatchCss: palette.removedCss,
      }),
    };
  }, [base, model, theme, place]);
}

interface PaneKeys {
  readonly model: CompareModel;
  readonly focusedBox: number;
  readonly viewport: Viewport;
  readonly canvas: { readonly current: FlameCanvasHandle | null };
  readonly focusBox: (box: number) => void;
  readonly openMenu: (box: number, point: ClientPoint) => void;
}

/** The keys of a flame graph: arrows walk, Enter zooms, Escape goes up, + and - zoom, 0 resets. */
function usePaneKeys(keys: PaneKeys): (event: KeyboardEvent) => void {
  const { model, focusedBox, viewport, canvas, focusBox } = keys;
  const { t } = useText();
  const orientation = useOrientation();
  const actions: Readonly<Record<string, () => void>> = {
    Enter: () => canvas.current?.zoomToBox(Math.max(0, focusedBox)),
    " ": () => canvas.current?.zoomToBox(Math.max(0, focusedBox)),
    Escape: () => {
      const box = boxFillingViewport(model.boxes, viewport);
      canvas.current?.zoomToBox(box > 0 ? widerAncestor(model, box) : 0);
    },
    "+": () => canvas.current?.zoomBy(ZOOM_STEP),
    "=": () => canvas.current?.zoomBy(ZOOM_STEP),
    "-": () => canvas.current?.zoomBy(1 / ZOOM_STEP),
    "0": () => canvas.current?.zoomToBox(0),
  };
  return (event) => {
    if (
      event.key === "ContextMenu" ||
      (event.shiftKey && event.key === "F10")
    ) {
      event.preventDefault();
      const box = Math.max(0, focusedBox);
      const point = canvas.current?.clientPointOf(box) ?? null;
      if (point !== null) keys.openMenu(box, point);
      return;
    }
    if (event.altKey) return;
    if (event.ctrlKey || event.metaKey) {
      if (event.key.toLowerCase() !== "c" || focusedBox < 0) return;
      event.preventDefault();
      const name = model.nameOf(model.boxes.frame[focusedBox]);
      void copyText(name, t("action.copied"));
      return;
    }
    const step = stepOfKey(event.key, orientation);
    if (step !== null) focusBox(stepFrom(model.boxes, focusedBox, step));
    else if (event.key in actions) actions[event.key]();
    else return;
    event.preventDefault();
  };
}
