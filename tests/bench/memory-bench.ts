/** Memory of the real app: what an open profile costs, and whether closing it gives that back. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import type { ElectronApplication, Page } from "playwright";
import {
  launchApp,
  type MainBlocks,
  mainBlocks,
  unwatched,
  watchMain,
} from "./app-launch.ts";
import { ROOT } from "./bench-data.ts";
import { type Figures, median } from "./measure.ts";
import type { Report } from "./report.ts";

interface MemoryBench {
  readonly size: string;
  readonly file: string;
  readonly rounds: number;
}

/** How often a profile is opened and closed. */
const TURNS = 10;
/** Views that are looked at while a profile is open. */
const TABS = ["top", "tree", "flame"];
/** What a process gives back by itself comes back within this. */
const REST_MS = 5000;

const MB = 1024 * 1024;

/** Resident memory by kind of process, in bytes; workers are threads of `main`. */
interface Resident {
  readonly main: number;
  readonly page: number;
  readonly gpu: number;
  readonly other: number;
}

interface Process {
  readonly pid: number;
  readonly type: string;
}

const processesOf = (app: ElectronApplication): Promise<readonly Process[]> =>
  app.evaluate(({ app }) =>
    app.getAppMetrics().map(({ pid, type }) => ({ pid, type })),
  );

function kilobytes(path: string, pattern: RegExp): number {
  return Number(pattern.exec(readFileSync(path, "latin1"))?.[1] ?? 0) * 1024;
}

/** A page in shared memory counts in each process that has touched it. */
const residentOf = (pid: number): number =>
  kilobytes(`/proc/${pid}/smaps_rollup`, /^Rss:\s+(\d+) kB/m);

/** The most a process has had since `forgetPeak`. */
const peakOf = (pid: number): number =>
  kilobytes(`/proc/${pid}/status`, /^VmHWM:\s+(\d+) kB/m);

const forgetPeak = (pid: number): void =>
  writeFileSync(`/proc/${pid}/clear_refs`, "5");

function kindOf(type: string): keyof Resident {
  if (type === "Browser") return "main";
  if (type === "Tab") return "page";
  return type === "GPU" ? "gpu" : "other";
}

function sumByKind(
  processes: readonly Process[],
  bytesOf: (pid: number) => number,
): Resident {
  const sums = { main: 0, page: 0, gpu: 0, other: 0 };
  for (const { pid, type } of processes) sums[kindOf(type)] += bytesOf(pid);
  return sums;
}

const mainPid = (processes: readonly Process[]): number =>
  processes.find(({ type }) => type === "Browser")?.pid ?? 0;

/** Runs in the page: opens a file, looks at views, and waits until nothing loads. */
async function openAndLook({
  file,
  tabs,
}: {
  readonly file: string;
  readonly tabs: readonly string[];
}): Promise<string> {
  type Ask = (args: unknown, id: number) => Promise<{ value: string[] }>;
  const bridge = (window as unknown as { leakscope: Record<string, Ask> })
    .leakscope;
  const wait = (ms: number) => new Promise((done) => setTimeout(done, ms));
  const settle = async () => {
    const from = performance.now();
    await wait(300);
    while (document.querySelector("[aria-busy=true]") !== null) {
      if (performance.now() - from > 120_000) throw new Error("never settled");
      await wait(20);
    }
    await wait(300);
  };
  const opened = await bridge["profile/open"]({ paths: [file] }, 1);
  await settle();
  for (const tab of tabs) {
    document.querySelector<HTMLElement>(`#tab-${tab}`)?.click();
    await settle();
  }
  return JSON.stringify(opened);
}

/** Runs in the page: closes all that is open. */
async function closeAll(): Promise<void> {
  type Ask = (
    args: unknown,
    id: number,
  ) => Promise<{ value: { id: string }[] }>;
  const bridge = (window as unknown as { leakscope: Record<string, Ask> })
    .leakscope;
  const list = await bridge["profile/list"]({}, 2);
  for (const [i, { id }] of list.value.entries()) {
    await bridge["profile/close"]({ profileId: id }, 3 + i);
  }
}

interface MemoryRun {
  readonly idle: Resident;
  readonly open: Resident;
  readonly mainPeak: number;
  /** After each turn. */
  readonly closed: readonly Resident[];
  readonly rested: Resident;
  /** The longest stops of main, which collects what was closed. */
  readonly mainBlocks: MainBlocks;
}

async function turn(page: Page, file: string): Promise<void> {
  await page.evaluate(openAndLook, { file, tabs: TABS });
}

async function measureRun(file: string): Promise<MemoryRun> {
  const dataDir = mkdtempSync(join(tmpdir(), "leakscope-bench-"));
  const { app, page } = await launchApp(ROOT, dataDir);
  try {
    await page.waitForLoadState("load");
    // The TypeScript runner names functions with a helper that the page does not have.
    await page.evaluate("globalThis.__name = (named) => named");
    await page.waitForTimeout(REST_MS);
    const look = () =>
      unwatched(app, async () => sumByKind(await processesOf(app), residentOf));
    const pid = mainPid(await processesOf(app));
    const idle = await look();
    forgetPeak(pid);
    await watchMain(app);
    const closed: Resident[] = [];
    let open = idle;
    let mainPeak = 0;
    for (let i = 0; i < TURNS; i += 1) {
      await turn(page, file);
      if (i === 0) {
        mainPeak = peakOf(pid);
        open = await look();
      }
      await page.evaluate(closeAll);
      await page.waitForTimeout(500);
      closed.push(await look());
    }
    await page.waitForTimeout(REST_MS);
    return {
      idle,
      open,
      mainPeak,
      closed,
      rested: await look(),
      mainBlocks: await mainBlocks(app),
    };
  } finally {
    await app.close();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

function rowOf(resident: Resident): Figures {
  const { main, page, gpu, other } = resident;
  return {
    mainMb: main / MB,
    pageMb: page / MB,
    gpuMb: gpu / MB,
    otherMb: other / MB,
  };
}

export async function measureMemory(
  report: Report,
  { size, file, rounds }: MemoryBench,
): Promise<void> {
  if (process.platform !== "linux") {
    report.line("memory: not measured, needs /proc");
    return;
  }
  const rawBytes = gunzipSync(readFileSync(file)).length;
  const runs: MemoryRun[] = [];
  for (let i = 0; i < rounds; i += 1) runs.push(await measureRun(file));
  const last = runs[runs.length - 1];
  report.table(
    `${size}: memory (resident, the last of ${rounds} rounds)`,
    new Map([
      ["idle", rowOf(last.idle)],
      ["open, three views seen", rowOf(last.open)],
      [`closed ${TURNS} times`, rowOf(last.rested)],
    ]),
  );
  const trail = last.closed.map(({ main }) => (main / MB).toFixed(0));
  report.line(`  main after each closing: ${trail.join(" ")} (MB)`);
  report.line(
    `  longest stop of main:     ${last.mainBlocks.longest.toFixed(0)} (ms), of its own doing ${last.mainBlocks.longestOwn.toFixed(0)}`,
  );
  const of = (pick: (run: MemoryRun) => number) => median(runs.map(pick));
  report.goal({
    name: `${size}: peak of main and workers above idle`,
    value: of((run) => (run.mainPeak - run.idle.main) / rawBytes),
    limit: 5,
    unit: "x raw size",
    counts: size === "L",
  });
  report.goal({
    name: `${size}: longest stop of main's own doing`,
    value: of((run) => run.mainBlocks.longestOwn),
    limit: 50,
    unit: "ms",
    counts: size === "L",
  });
  report.goal({
    name: `${size}: main and workers after ${TURNS} closings`,
    value: of((run) => run.rested.main / run.idle.main),
    limit: 1.2,
    unit: "x idle",
    counts: size === "L",
  });
}
