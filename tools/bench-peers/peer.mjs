// flame-chart-js on our block: converts it to the library's nodes and waits for its picture. JavaScript,
// because the library's types are only there once its package is installed.
import { FlameChart } from "flame-chart-js";
import { decodeFlameView } from "../../src/contract/views.ts";

function nodesOf({ layout, frames }) {
  const nodes = [];
  for (let box = 0; box < layout.length; box += 1) {
    const frame = layout.frame[box];
    const node = {
      name: frame < 0 ? "all" : frames.strings.get(frames.name[frame]),
      start: layout.start[box],
      duration: layout.end[box] - layout.start[box],
      type: "f",
      children: [],
    };
    nodes.push(node);
    if (layout.parent[box] >= 0) nodes[layout.parent[box]].children.push(node);
  }
  return [nodes[0]];
}

const nextFrame = () =>
  new Promise((resolve) => requestAnimationFrame(resolve));

window.measure = async () => {
  const canvas = document.createElement("canvas");
  canvas.width = 1600;
  canvas.height = 900;
  document.body.append(canvas);
  const block = await (await fetch("/block")).arrayBuffer();
  const start = performance.now();
  const data = nodesOf(decodeFlameView(block));
  const chart = new FlameChart({ canvas, data });
  chart.render();
  await nextFrame();
  await nextFrame();
  const firstPaintMs = performance.now() - start;
  // Kept: the memory is that of a chart on the screen.
  window.chart = chart;
  return { firstPaintMs };
};
