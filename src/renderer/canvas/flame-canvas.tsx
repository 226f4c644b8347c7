import {
  useEffect,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
  type KeyboardEvent,
  type ReactNode,
  type Ref,
} from "react";
import {
  FlameController,
  type FlameEvents,
  type FlameScene,
} from "./flame-controller.ts";
import type { ClientPoint } from "./flame-gestures.ts";
import { runViewKey } from "./flame-keyboard.ts";
import type { Viewport } from "./flame-viewport.ts";

/** What the owner can ask of a mounted flame graph. */
export interface FlameCanvasHandle {
  readonly zoomToBox: (box: number) => void;
  readonly zoomBy: (factor: number) => void;
  readonly clientPointOf: (box: number) => ClientPoint | null;
  readonly focus: () => void;
  /** See `FlameController.showHover`. */
  readonly showHover: (box: number) => void;
}

export interface FlameCanvasProps {
  readonly ref?: Ref<FlameCanvasHandle>;
  readonly scene: FlameScene;
  /** The view at rest; the canvas follows when it changes. */
  readonly viewport: Viewport;
  readonly focusedBox: number;
  readonly events: FlameEvents;
  readonly label: string;
  /** Id of the element of `mirror` that stands for the focused box. */
  readonly activeDescendant: string | undefined;
  /** Keys that mean something to the owner; those that move the view are the canvas's own. */
  readonly onKeyDown: (event: KeyboardEvent) => void;
  /** Tree items for screen readers: the focused box, what is above and below it. */
  readonly mirror: ReactNode;
}

/** The flame graph in the page: mounts a `FlameController` and keeps it up to date. */
export function FlameCanvas(props: FlameCanvasProps): ReactNode {
  const { scene, viewport, focusedBox, events } = props;
  const host = useRef<HTMLDivElement>(null);
  const stage = useRef<HTMLDivElement>(null);
  const picture = useRef<HTMLCanvasElement>(null);
  const overlay = useRef<HTMLCanvasElement>(null);
  const spacer = useRef<HTMLDivElement>(null);
  const controller = useRef<FlameController | null>(null);
  const latestEvents = useRef(events);

  useLayoutEffect(() => {
    latestEvents.current = events;
  }, [events]);

  useLayoutEffect(() => {
    if (
      host.current === null ||
      stage.current === null ||
      picture.current === null ||
      overlay.current === null ||
      spacer.current === null
    ) {
      return;
    }
    const created = new FlameController(
      {
        host: host.current,
        stage: stage.current,
        picture: picture.current,
        overlay: overlay.current,
        spacer: spacer.current,
      },
      {
        onViewport: (next, isStep) =>
          latestEvents.current.onViewport(next, isStep),
        onHover: (hit, point) => latestEvents.current.onHover(hit, point),
        onFocusBox: (box) => latestEvents.current.onFocusBox(box),
        onContextMenu: (box, point) =>
          latestEvents.current.onContextMenu(box, point),
        onClickBox: (box) => latestEvents.current.onClickBox?.(box) ?? false,
      },
    );
    controller.current = created;
    return () => {
      created.dispose();
      controller.current = null;
    };
  }, []);

  useLayoutEffect(() => controller.current?.setScene(scene), [scene]);
  useLayoutEffect(
    () => controller.current?.showViewport(viewport),
    [scene.boxes, viewport],
  );
  const shownBoxes = useRef(scene.boxes);
  useEffect(() => {
    const isNewLayout = shownBoxes.current !== scene.boxes;
    shownBoxes.current = scene.boxes;
    controller.current?.showFocus(focusedBox, !isNewLayout);
  }, [scene.boxes, focusedBox]);

  useImperativeHandle(props.ref, () => ({
    zoomToBox: (box) => controller.current?.zoomToBox(box),
    zoomBy: (factor) => controller.current?.zoomBy(factor),
    clientPointOf: (box) => controller.current?.clientPointOf(box) ?? null,
    focus: () => host.current?.focus(),
    showHover: (box) => controller.current?.showHover(box),
  }));

  return (
    <div
      ref={host}
      className="ls-flame-canvas"
      role="tree"
      tabIndex={0}
      aria-label={props.label}
      aria-activedescendant={props.activeDescendant}
      onKeyDown={(event) => {
        const { current } = controller;
        if (current !== null && runViewKey(event, current)) {
          event.preventDefault();
        } else props.onKeyDown(event);
      }}
    >
      <div ref={stage} className="ls-flame-canvas__stage">
        <canvas ref={picture} className="ls-flame-canvas__layer" />
        <canvas ref={overlay} className="ls-flame-canvas__layer" />
        {props.mirror}
      </div>
      <div ref={spacer} />
    </div>
  );
}
