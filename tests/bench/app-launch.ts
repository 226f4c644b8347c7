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

/** Starts watching how long main's event loop stands still. */
export async function watchMain(app: ElectronApplication): Promise<void> {
  await app.evaluate(() => {
    const { monitorEventLoopDelay } =
      process.getBuiltinModule("node:perf_hooks");
    const histogram = monitorEventLoopDelay({ resolution: 5 });
    histogram.enable();
    (globalThis as Record<string, unknown>).benchHistogram = histogram;
  });
}

/** The longest it stood still since `watchMain`. */
export async function mainBlockMs(app: ElectronApplication): Promise<number> {
  return app.evaluate(() => {
    const histogram = (globalThis as Record<string, unknown>)
      .benchHistogram as { max: number };
    return histogram.max / 1e6;
  });
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
