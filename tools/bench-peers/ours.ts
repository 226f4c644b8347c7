/** Our canvas on the same block: first picture, then zooms, scrolls and searches. */
import { decodeFlameView } from "../../src/contract/views.ts";
import { FlameController } from "../../src/renderer/canvas/flame-controller.ts";
import {
  compileQuery,
  findMatches,
  maskFrames,
} from "../../src/renderer/canvas/flame-search.ts";
import { sceneColours } from "../../src/renderer/canvas/scene-colours.ts";
import {
  flameModel,
  warmNames,
  type FlameModel,
} from "../../src/renderer/state/flame-model.ts";
import { flamePalette } from "../../src/renderer/theme/flame-colours.ts";

function run<T>(steps: Generator<void, T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

function element(tag: "div" | "canvas", style: string): HTMLElement {
  const created = document.createElement(tag);
  created.style.cssText = style;
  return created;
}

function mount(): FlameController {
  const layer = "position:absolute;inset:0;width:100%;height:100%";
  const host = element("div", "position:fixed;inset:0;overflow:hidden auto");
  const stage = element("div", "position:sticky;top:0;height:100%");
  const picture = element("canvas", layer);
  const overlay = element("canvas", layer);
  const spacer = element("div", "");
  stage.append(picture, overlay);
  host.append(stage, spacer);
  document.body.append(host);
  const ignore = (): void => undefined;
  return new FlameController(
    {
      host,
      stage,
      picture: picture as HTMLCanvasElement,
      overlay: overlay as HTMLCanvasElement,
      spacer,
    },
    {
      onViewport: ignore,
      onHover: ignore,
      onFocusBox: ignore,
      onContextMenu: ignore,
    },
  );
}

function show(controller: FlameController, model: FlameModel): void {
  const palette = flamePalette("light");
  controller.setScene({
    boxes: model.boxes,
    frameName: (frame) => (frame < 0 ? "all" : model.nameOf(frame)),
    ...sceneColours(palette, model.slotOfBox),
    fontFamily: "system-ui",
    fontSize: 12,
    orientation: "icicle",
    matches: null,
  });
}

const nextFrame = (): Promise<number> =>
  new Promise((resolve) => requestAnimationFrame(resolve));

/** From the root down the widest child of each level. */
function heaviestPath({ boxes }: FlameModel): number[] {
  const path = [0];
  for (let level = 1; level < boxes.levelStart.length - 1; level += 1) {
    const parent = path[path.length - 1];
    let widest = -1;
    for (
      let box = boxes.levelStart[level];
      box < boxes.levelStart[level + 1];
      box += 1
    ) {
      if (boxes.parent[box] !== parent) continue;
      const width = boxes.end[box] - boxes.start[box];
      if (widest < 0 || width > boxes.end[widest] - boxes.start[widest]) {
        widest = box;
      }
    }
    if (widest < 0) break;
    path.push(widest);
  }
  return path;
}

async function draws(
  controller: FlameController,
  model: FlameModel,
): Promise<number[]> {
  const durations: number[] = [];
  const observer = new PerformanceObserver((list) => {
    for (const entry of list.getEntriesByName("flame/draw")) {
      durations.push(entry.duration);
    }
  });
  observer.observe({ type: "measure" });
  const path = heaviestPath(model);
  const stops = Array.from(
    { length: 30 },
    (_, i) => path[Math.floor((i / 30) * path.length)],
  );
  for (const box of [...stops, ...stops.toReversed()]) {
    controller.zoomToBox(box);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  const host = document.querySelector("div");
  for (let step = 0; step < 40 && host !== null; step += 1) {
    host.scrollTop = (step * 97) % Math.max(1, host.scrollHeight);
    await nextFrame();
    await nextFrame();
  }
  observer.disconnect();
  return durations.sort((a, b) => a - b);
}

function searchMs(model: FlameModel, text: string): number {
  const test = compileQuery({ text, isRegex: false, matchCase: false });
  if (test === null || !test.ok) throw new Error("no query");
  const start = performance.now();
  const mask = run(
    maskFrames(model.view.frames.length, model.nameOf, test.matches),
  );
  run(findMatches(model.boxes, mask));
  return performance.now() - start;
}

Object.assign(window, {
  measure: async () => {
    const controller = mount();
    await nextFrame();
    const block = await (await fetch("/block")).arrayBuffer();
    const start = performance.now();
    const model = run(flameModel(decodeFlameView(block), false));
    show(controller, model);
    await nextFrame();
    await nextFrame();
    const firstPaintMs = performance.now() - start;
    const durations = await draws(controller, model);
    run(warmNames(model));
    const searches = ["handle", "json", "a", "Sort", "zzz"].map((text) =>
      searchMs(model, text),
    );
    searches.sort((a, b) => a - b);
    Object.assign(window, { model });
    return {
      firstPaintMs,
      drawMs: durations[durations.length >> 1],
      drawP95Ms: durations[Math.floor(durations.length * 0.95)],
      searchMs: searches[searches.length >> 1],
    };
  },
});
