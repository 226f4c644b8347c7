/** The built app, or another, started for a measurement. */
import { _electron, type ElectronApplication, type Page } from "playwright";

/** As `playwrightExecutable` (scripts/electron-runtime.mjs) says; undefined for "". */
function executablePath(): string | undefined {
  const path = process.env["LEAKSCOPE_PLAYWRIGHT_PATH"];
  if (path === undefined) throw new Error("start with npm run bench");
  return path === "" ? undefined : path;
}

export async function launchApp(
  appDir: string,
  dataDir: string,
): Promise<{ app: ElectronApplication; page: Page }> {
  const app = await _electron.launch({
    executablePath: executablePath(),
    args: [
      ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
      `--user-data-dir=${dataDir}`,
      appDir,
    ],
  });
  return { app, page: await app.firstWindow() };
}

/** Stops of main's event loop, in milliseconds. */
export interface MainBlocks {
  readonly longest: number;
  /**
   * The most processor time of main's thread in one of them: on a busy machine main also waits for a
   * processor, for the helpers of the collector, and to be woken. As `longest` where the system does
   * not tell (it does on Linux).
   */
  readonly longestOwn: number;
}

/** Starts watching how long main's event loop stands still. */
export async function watchMain(app: ElectronApplication): Promise<void> {
  await app.evaluate(() => {
    const EVERY_MS = 5;
    const { readFileSync } = process.getBuiltinModule("node:fs");
    const blocks = { longest: 0, longestOwn: 0, isPaused: false };
    (globalThis as Record<string, unknown>).benchBlocks = blocks;
    const path = `/proc/self/task/${process.pid}/schedstat`;
    const last = { atMs: 0, usedMs: 0 };
    // Arrow functions in here would be given names by a helper that main does not have.
    setInterval(() => {
      if (blocks.isPaused) {
        last.atMs = 0;
        return;
      }
      const atMs = performance.now();
      const usedMs =
        process.platform === "linux"
          ? Number(readFileSync(path, "latin1").split(" ")[0]) / 1e6
          : atMs;
      if (last.atMs > 0) {
        const block = Math.max(0, atMs - last.atMs - EVERY_MS);
        blocks.longest = Math.max(blocks.longest, block);
        blocks.longestOwn = Math.max(
          blocks.longestOwn,
          Math.min(block, usedMs - last.usedMs),
        );
      }
      last.atMs = atMs;
      last.usedMs = usedMs;
    }, EVERY_MS);
  });
}

/**
 * Does `work` unwatched: reading the memory map of a process holds a lock that its own allocations
 * wait for.
 */
export async function unwatched<T>(
  app: ElectronApplication,
  work: () => Promise<T>,
): Promise<T> {
  const pause = (isPaused: boolean): Promise<void> =>
    app.evaluate((_electron, isPaused) => {
      const { benchBlocks } = globalThis as Record<string, unknown>;
      if (benchBlocks === undefined) return;
      (benchBlocks as { isPaused: boolean }).isPaused = isPaused;
    }, isPaused);
  await pause(true);
  const result = await work();
  await pause(false);
  return result;
}

/** The longest stops since `watchMain`. */
export async function mainBlocks(
  app: ElectronApplication,
): Promise<MainBlocks> {
  return app.evaluate(
    () => (globalThis as Record<string, unknown>).benchBlocks as MainBlocks,
  );
}

/** `launchApp`, settled and watched: what follows is measured. */
export async function launchWatched(
  appDir: string,
  dataDir: string,
): Promise<{ app: ElectronApplication; page: Page }> {
  const launched = await launchApp(appDir, dataDir);
  const { app, page } = launched;
  await page.waitForLoadState("load");
  await page.waitForTimeout(1000);
  await watchMain(app);
  // The TypeScript runner names functions with a helper that the page does not have.
  await page.evaluate("globalThis.__name = (named) => named");
  return launched;
}
