/** The real app: file to first flame paint, UI blocks on both sides, start page beside an empty window. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  launchApp,
  launchWatched,
  type MainBlocks,
  mainBlocks,
} from "./app-launch.ts";
import { ROOT, type Size } from "./bench-data.ts";
import { type Contender, type Figures, measureRounds } from "./measure.ts";
import { generatedDump } from "./dump-bench.ts";
import type { Report } from "./report.ts";

interface AppBench {
  readonly size: Size;
  readonly file: string;
  readonly rounds: number;
  readonly gunzipMs: number;
}

/** User Timing measures of the page (canvas/flame-controller.ts). */
const FIRST_PAINT = "flame/first-paint";
const DRAW = "flame/draw";

const GOROUTINE_PROFILE =
  "tests/fixtures/leaks/captures/freight/late.goroutine.pb.gz";

interface OpenInPage {
  readonly file: string;
  readonly firstPaint: string;
  readonly draw: string;
  /** Ids of the tabs to walk through, once the file is there. */
  readonly tabs: readonly string[];
}

/** Runs in the page: opens a file as a drop would, waits until all is shown, and walks through views. */
async function openInPage({ file, firstPaint, draw, tabs }: OpenInPage) {
  const pageBlocks: { readonly step: string; readonly ms: number }[] = [];
  let step = "open";
  const draws: number[] = [];
  let paintedAt = 0;
  const observer = new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      if (entry.entryType === "longtask") {
        pageBlocks.push({ step, ms: entry.duration });
      }
      if (entry.name === draw) draws.push(entry.duration);
      // The first of all: coming back to the flame graph paints it anew.
      if (entry.name === firstPaint && paintedAt === 0) {
        paintedAt = entry.startTime + entry.duration;
      }
    }
  });
  observer.observe({ type: "longtask" });
  observer.observe({ type: "measure" });
  const start = performance.now();
  const bridge = (
    window as unknown as {
      leakscope: Record<
        string,
        (args: unknown, id: number) => Promise<unknown>
      >;
    }
  ).leakscope;
  const wait = (ms: number) => new Promise((done) => setTimeout(done, ms));
  /** Nothing is loading, and what that led to is over as well. */
  const settle = async () => {
    const from = performance.now();
    await wait(200);
    while (document.querySelector("[aria-busy=true]") !== null) {
      if (performance.now() - from > 120_000) throw new Error("never settled");
      await wait(5);
    }
    await wait(700);
  };
  await bridge["profile/open"]({ paths: [file] }, 1);
  await settle();
  for (const tab of tabs) {
    const button = document.querySelector<HTMLElement>(`#tab-${tab}`);
    if (button === null) throw new Error(`no tab ${tab}`);
    step = tab;
    button.click();
    await settle();
  }
  if (paintedAt === 0) throw new Error("never painted");
  observer.disconnect();
  return {
    paintMs: paintedAt - start,
    pageBlocks,
    drawMs: Math.max(0, ...draws),
  };
}

/** What was seen of one run of the app. */
export interface UiBlocks {
  readonly pageBlocks: readonly {
    readonly step: string;
    readonly ms: number;
  }[];
  readonly mainBlock: MainBlocks;
}

interface OpenFigures extends UiBlocks {
  readonly paintMs: number;
  readonly drawMs: number;
}

async function openFile(
  file: string,
  tabs: readonly string[],
): Promise<OpenFigures> {
  const dataDir = mkdtempSync(join(tmpdir(), "leakscope-bench-"));
  const { app, page } = await launchWatched(ROOT, dataDir);
  try {
    const inPage = await page.evaluate(openInPage, {
      file,
      firstPaint: FIRST_PAINT,
      draw: DRAW,
      tabs,
    });
    return { ...inPage, mainBlock: await mainBlocks(app) };
  } finally {
    await app.close();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

/** From the start of the process to the first contentful paint of its window. */
async function startToPaint(appDir: string): Promise<Figures> {
  const dataDir = mkdtempSync(join(tmpdir(), "leakscope-bench-"));
  const start = Date.now();
  const { app, page } = await launchApp(appDir, dataDir);
  try {
    const paintedAt = await page.evaluate(async () => {
      for (;;) {
        const [paint] = performance.getEntriesByName("first-contentful-paint");
        if (paint !== undefined)
          return performance.timeOrigin + paint.startTime;
        await new Promise((done) => setTimeout(done, 5));
      }
    });
    return { ms: paintedAt - start };
  } finally {
    await app.close();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

/** An app that does nothing but show a window with a word in it. */
function emptyApp(): string {
  const dir = mkdtempSync(join(tmpdir(), "leakscope-empty-"));
  writeFileSync(
    join(dir, "package.json"),
    '{"name":"empty","version":"1.0.0","type":"module","main":"main.js"}',
  );
  writeFileSync(join(dir, "index.html"), "<!doctype html><p>empty</p>");
  writeFileSync(
    join(dir, "main.js"),
    `import { app, BrowserWindow } from "electron";
app.whenReady().then(() => {
  const window = new BrowserWindow({ width: 1280, height: 800, webPreferences: { sandbox: true } });
  window.loadFile(${JSON.stringify(join(dir, "index.html"))});
});
app.on("window-all-closed", () => app.quit());`,
  );
  return dir;
}

/** From the start of the process to the first picture: the start page beside an empty window. */
export async function measureStart(
  report: Report,
  rounds: number,
): Promise<void> {
  const empty = emptyApp();
  try {
    const contenders: Contender[] = [
      { name: "start page", measure: () => startToPaint(ROOT) },
      { name: "empty Electron window", measure: () => startToPaint(empty) },
    ];
    const medians = await measureRounds(contenders, rounds);
    report.table("start to first paint", medians);
    const ours = medians.get("start page")?.ms ?? NaN;
    const theirs = medians.get("empty Electron window")?.ms ?? NaN;
    report.goal({
      name: "start page",
      value: ours / theirs,
      limit: 1.5,
      unit: "x an empty window",
      counts: true,
    });
  } finally {
    rmSync(empty, { recursive: true, force: true });
  }
}

export async function measureApp(
  report: Report,
  { size, file, rounds, gunzipMs }: AppBench,
): Promise<void> {
  const runs: OpenFigures[] = [];
  const contender: Contender = {
    name: "file to first flame paint",
    measure: async () => {
      const run = await openFile(file, ["top", "tree", "flame"]);
      runs.push(run);
      return { ms: run.paintMs, drawMs: run.drawMs };
    },
  };
  const medians = await measureRounds([contender], rounds);
  report.table(`${size}: the app`, medians);
  reportBlocks(report, size, runs);
  const paint = medians.get(contender.name)?.ms ?? NaN;
  report.goal({
    name: `${size}: file to first flame paint`,
    value: paint / gunzipMs,
    limit: 12,
    unit: "x gunzip",
    counts: size === "L",
  });
}

/** Lists every block of the page by what was being done, and how long main stood still at most. */
export function reportBlocks(
  report: Report,
  name: string,
  runs: readonly UiBlocks[],
): void {
  const pageBlocks = runs.flatMap((run) => run.pageBlocks);
  const mains = runs.map((run) => run.mainBlock);
  const blocks = pageBlocks.map(({ step, ms }) => `${step} ${ms.toFixed(0)}`);
  const stops = mains.map(
    ({ longest, longestOwn }) =>
      `${longest.toFixed(0)} (its own ${longestOwn.toFixed(0)})`,
  );
  report.line(
    `  page blocks over 50 ms: ${blocks.join(", ") || "none"} (ms, all rounds)`,
  );
  report.line(`  longest stop of main:   ${stops.join(" ")} (ms, by round)`);
  report.goal({
    name: `${name}: longest UI block`,
    value: Math.max(
      0,
      ...pageBlocks.map(({ ms }) => ms),
      ...mains.map(({ longestOwn }) => longestOwn),
    ),
    limit: 50,
    unit: "ms",
    counts: true,
  });
}

/** UI blocks while goroutine files open to their verdicts, and in the views beside them. */
export async function measureLeaksView(
  report: Report,
  rounds: number,
): Promise<void> {
  const files = [
    ["goroutine profile", join(ROOT, GOROUTINE_PROFILE)],
    ["100 k goroutines", generatedDump()],
  ];
  for (const [name, file] of files) {
    const runs: OpenFigures[] = [];
    const contender: Contender = {
      name: "Leaks, goroutines, flame graph",
      measure: async () => {
        const run = await openFile(file, ["goroutines", "flame", "leaks"]);
        runs.push(run);
        return { drawMs: run.drawMs };
      },
    };
    report.table(`${name}: the app`, await measureRounds([contender], rounds));
    reportBlocks(report, name, runs);
  }
}
