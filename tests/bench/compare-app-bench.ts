/** A comparison in the real app: how long a switch takes to be on the screen, and every UI block meanwhile. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Locator, Page } from "playwright";
import { reportBlocks, type UiBlocks } from "./app-bench.ts";
import { launchWatched, mainBlocks } from "./app-launch.ts";
import { otherProfileOf, ROOT, type Size } from "./bench-data.ts";
import { type Contender, type Figures, measureRounds } from "./measure.ts";
import type { Report } from "./report.ts";

interface CompareAppBench {
  readonly size: Size;
  readonly file: string;
  readonly rounds: number;
}

/** What the page notes while it is watched. */
interface Watch {
  step: string;
  readonly blocks: { readonly step: string; readonly ms: number }[];
  /** When pictures of something else were there with their labels, in `performance.now()`. */
  readonly drawn: number[];
}

type WatchedWindow = Window & { benchWatch: Watch };

/** Runs in the page. */
function watchPage(): void {
  const watch: Watch = { step: "open", blocks: [], drawn: [] };
  (window as unknown as WatchedWindow).benchWatch = watch;
  const observer = new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      if (entry.entryType === "longtask") {
        watch.blocks.push({ step: watch.step, ms: entry.duration });
      } else if (entry.name === "flame/first-paint") {
        watch.drawn.push(entry.startTime + entry.duration);
      }
    }
  });
  observer.observe({ type: "longtask" });
  observer.observe({ type: "measure" });
}

/** Runs in the page: what is drawn from here on belongs to `step`. */
function beginStep(step: string): number {
  const watch = (window as unknown as WatchedWindow).benchWatch;
  watch.step = step;
  watch.drawn.length = 0;
  return performance.now();
}

/** Runs in the page: waits until `pictures` are drawn and nothing is loading; when that was. */
async function waitForDraws(pictures: number): Promise<number> {
  const watch = (window as unknown as WatchedWindow).benchWatch;
  const wait = (ms: number) => new Promise((done) => setTimeout(done, ms));
  const from = performance.now();
  while (
    watch.drawn.length < pictures ||
    document.querySelector(".ls-compare [aria-busy=true]") !== null
  ) {
    if (performance.now() - from > 60_000) throw new Error("never drawn");
    await wait(4);
  }
  const at = watch.drawn[pictures - 1];
  await wait(700);
  return at;
}

/** Milliseconds from `act` to the last of `pictures` on the screen. */
async function timed(
  page: Page,
  step: string,
  pictures: number,
  act: () => Promise<void>,
): Promise<number> {
  const start = await page.evaluate(beginStep, step);
  await act();
  return (await page.evaluate(waitForDraws, pictures)) - start;
}

async function compareInApp(files: readonly string[]): Promise<{
  readonly figures: Figures;
  readonly blocks: UiBlocks;
}> {
  const dataDir = mkdtempSync(join(tmpdir(), "leakscope-bench-"));
  const { app, page } = await launchWatched(ROOT, dataDir);
  try {
    await page.evaluate(watchPage);
    const start = Date.now();
    await page.evaluate(async (paths) => {
      const { leakscope } = window as unknown as {
        leakscope: Record<
          string,
          (args: unknown, id: number) => Promise<unknown>
        >;
      };
      await leakscope["profile/open"]({ paths }, 1);
    }, files);
    await page
      .locator(".ls-compare__table [role=grid]")
      .waitFor({ timeout: 120_000 });
    const openMs = Date.now() - start;
    await page.waitForTimeout(1500);
    const tools = page.locator(".ls-compare__tools");
    const click = (
      step: string,
      target: Locator,
      pictures: number,
    ): Promise<number> => timed(page, step, pictures, () => target.click());
    const pictureOf = (name: string): Locator =>
      tools.getByRole("button", { name, exact: true });
    const normalise = tools.getByRole("checkbox").first();
    const mergedMs = await click("merged", pictureOf("Merged"), 1);
    const sideMs = await click("side by side", pictureOf("Side by side"), 2);
    const normaliseMs = await click("normalise", normalise, 2);
    await click("normalise off", normalise, 2);
    await page.locator(".ls-bar [role=combobox]").first().click();
    await page.getByRole("option").first().waitFor();
    await page.keyboard.press("ArrowUp");
    const typeMs = await timed(page, "sample type", 2, () =>
      page.keyboard.press("Enter"),
    );
    const { blocks } = await page.evaluate(
      () => (window as unknown as WatchedWindow).benchWatch,
    );
    return {
      figures: { openMs, mergedMs, sideMs, normaliseMs, typeMs },
      blocks: { pageBlocks: blocks, mainBlock: await mainBlocks(app) },
    };
  } finally {
    await app.close();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

/** See the file header. */
export async function measureCompareApp(
  report: Report,
  { size, file, rounds }: CompareAppBench,
): Promise<void> {
  const files = [file, await otherProfileOf(size)];
  const runs: UiBlocks[] = [];
  const contender: Contender = {
    name: "comparison",
    measure: async () => {
      const { figures, blocks } = await compareInApp(files);
      runs.push(blocks);
      return figures;
    },
  };
  const medians = await measureRounds([contender], rounds);
  report.table(`${size}: a comparison in the app`, medians);
  reportBlocks(report, `${size}: comparison`, runs);
  const figures = medians.get(contender.name);
  for (const [name, figure] of [
    ["another sample type", "typeMs"],
    ["normalised", "normaliseMs"],
  ]) {
    report.goal({
      name: `${size}: ${name} on the screen`,
      value: figures?.[figure] ?? NaN,
      limit: 500,
      unit: "ms",
      counts: size === "L",
    });
  }
}
