/**
 * The app under test: launches the real, built app with its own user data, collects what page and
 * main say, and drives the window the way a user would.
 */
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import {
  _electron,
  type CDPSession,
  type ElectronApplication,
  type Page,
} from "playwright";
import type {
  Bridge,
  RequestArgs,
  RequestChannel,
  RequestOutcome,
} from "#contract/channels.ts";
import type { OpenProfile, ProfileState } from "#contract/open-profile.ts";
import type { Settings } from "#contract/settings.ts";
import { removeFolder } from "./temporary-folder.ts";

export const ROOT = resolve(import.meta.dirname, "../..");
const RESULTS_DIR = join(ROOT, "test-results");

export function samplePath(name: string): string {
  return join(ROOT, "resources/samples", name);
}

/** As `playwrightExecutable` (scripts/electron-runtime.mjs) says; undefined for "". */
function executablePath(): string | undefined {
  const path = process.env["LEAKSCOPE_PLAYWRIGHT_PATH"];
  if (path === undefined) {
    throw new Error("no LEAKSCOPE_PLAYWRIGHT_PATH: run npm run test:e2e");
  }
  return path === "" ? undefined : path;
}

/** How the app is started; the defaults make every run alike. */
export interface LaunchOptions {
  readonly files?: readonly string[];
  readonly settings?: Partial<Settings>;
  readonly width?: number;
  readonly height?: number;
  readonly dpr?: number;
  /** A folder of an earlier run; by default a fresh one, removed at the end. */
  readonly dataDir?: string;
  readonly cwd?: string;
  /** Another Electron than the run's. */
  readonly electronPath?: string;
  /** More switches of Chromium. */
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

declare global {
  interface Window {
    readonly leakscope: Bridge;
  }
}

function launchArgs(options: LaunchOptions, dataDir: string): string[] {
  const needsNoSandbox =
    process.platform === "linux" && process.getuid?.() === 0;
  return [
    ...(needsNoSandbox ? ["--no-sandbox"] : []),
    `--user-data-dir=${dataDir}`,
    `--force-device-scale-factor=${options.dpr ?? 1}`,
    "--lang=en-US",
    ...(options.args ?? []),
    ROOT,
    ...(options.files ?? []),
  ];
}

export class App {
  /** Console messages of the page, as `level: text`. */
  readonly console: string[] = [];
  /** Uncaught errors of the page. */
  readonly pageErrors: string[] = [];
  /** What main wrote to stderr, as it came. */
  mainLog = "";
  private isClosed = false;

  private constructor(
    readonly electron: ElectronApplication,
    readonly page: Page,
    readonly dataDir: string,
    private readonly keepData: boolean,
  ) {
    page.on("console", (message) =>
      this.console.push(`${message.type()}: ${message.text()}`),
    );
    page.on("pageerror", (error) =>
      this.pageErrors.push(error.stack ?? error.message),
    );
  }

  static async launch(options: LaunchOptions = {}): Promise<App> {
    const dataDir =
      options.dataDir ?? mkdtempSync(join(tmpdir(), "leakscope-e2e-"));
    if (options.settings !== undefined) {
      const text = JSON.stringify({ version: 1, settings: options.settings });
      writeFileSync(join(dataDir, "settings.json"), text);
    }
    const electron = await _electron.launch({
      executablePath: options.electronPath ?? executablePath(),
      args: launchArgs(options, dataDir),
      cwd: options.cwd ?? ROOT,
      env: { ...process.env, TZ: "UTC", LANG: "en_US.UTF-8", ...options.env },
      timeout: 60_000,
    });
    const page = await electron.firstWindow();
    const app = new App(electron, page, dataDir, options.dataDir !== undefined);
    electron.process().stderr?.on("data", (text: Buffer) => {
      app.mainLog += text.toString();
    });
    // 0 leaves the window as the app made it.
    if (options.width !== 0) {
      await app.resize(options.width ?? 1280, options.height ?? 800);
    }
    await page.waitForLoadState("load");
    // Keys count from the first paint on, and that waits for main's answers.
    await page.waitForSelector("#root > *");
    return app;
  }

  async resize(width: number, height: number): Promise<void> {
    await this.electron.evaluate(
      ({ BrowserWindow }, size) =>
        BrowserWindow.getAllWindows()[0].setContentSize(
          size.width,
          size.height,
        ),
      { width, height },
    );
  }

  /** Asks main as the page does. */
  async request<C extends RequestChannel>(
    channel: C,
    args: RequestArgs<C>,
  ): Promise<RequestOutcome<C>> {
    const outcome: unknown = await this.page.evaluate(
      ({ channel, args }) => {
        const call = window.leakscope[channel] as (
          args: unknown,
          id: number,
        ) => Promise<unknown>;
        return call(args, Math.floor(Math.random() * 2 ** 50));
      },
      { channel: channel, args: args },
    );
    return outcome as RequestOutcome<C>;
  }

  async profiles(): Promise<readonly OpenProfile[]> {
    const list = await this.request("profile/list", {});
    if (!list.ok) throw new Error(list.error.code);
    return list.value;
  }

  /** Waits until `count` profiles are open and none is loading. */
  async settled(count: number): Promise<readonly OpenProfile[]> {
    const deadline = Date.now() + 30_000;
    for (;;) {
      const profiles = await this.profiles();
      const isLoading = profiles.some((p) => p.state.status === "loading");
      if (profiles.length >= count && !isLoading) return profiles;
      if (Date.now() > deadline) {
        throw new Error(`not settled: ${JSON.stringify(profiles)}`);
      }
      await this.page.waitForTimeout(50);
    }
  }

  /** The state of the one open profile, settled. */
  async settledState(): Promise<ProfileState> {
    const [profile] = await this.settled(1);
    return profile.state;
  }

  /** Nothing says `aria-busy`, and the last frame is drawn. */
  async idle(): Promise<void> {
    await this.page.waitForFunction(
      () => document.querySelector("[aria-busy=true]") === null,
    );
    await this.page.evaluate(
      () =>
        new Promise((done) =>
          requestAnimationFrame(() => requestAnimationFrame(done)),
        ),
    );
  }

  /** The native dialog cannot be driven: only what it returns is replaced. */
  async answerOpenDialog(paths: readonly string[]): Promise<void> {
    await this.electron.evaluate(({ dialog }, filePaths) => {
      dialog.showOpenDialog = () =>
        Promise.resolve({ canceled: filePaths.length === 0, filePaths });
    }, paths.slice());
  }

  menuLabels(): Promise<string[]> {
    return this.electron.evaluate(
      ({ Menu }) =>
        Menu.getApplicationMenu()?.items.map(({ label }) => label) ?? [],
    );
  }

  /** Chooses an item of the native menu; the menu itself cannot be driven. */
  async clickMenu(menu: string, item: string): Promise<void> {
    await this.electron.evaluate(
      ({ Menu }, [menu, item]) => {
        const found = Menu.getApplicationMenu()
          ?.items.find(({ label }) => label === menu)
          ?.submenu?.items.find(({ label }) => label === item);
        if (found === undefined) throw new Error(`no ${menu} > ${item}`);
        (found.click as () => void)();
      },
      [menu, item],
    );
  }

  /** Drops files on the window through Chromium's own drag handling, as the system would. */
  async drop(paths: readonly string[], x = 400, y = 300): Promise<void> {
    const cdp: CDPSession = await this.electron
      .context()
      .newCDPSession(this.page);
    const data = { items: [], files: paths.slice(), dragOperationsMask: 1 };
    for (const type of ["dragEnter", "dragOver", "drop"] as const) {
      await cdp.send("Input.dispatchDragEvent", { type, x, y, data });
    }
    await cdp.detach();
  }

  async screenshot(name: string): Promise<string> {
    mkdirSync(RESULTS_DIR, { recursive: true });
    const path = join(RESULTS_DIR, `${name}.png`);
    await this.page.screenshot({ path });
    return path;
  }

  get isRunning(): boolean {
    return !this.isClosed;
  }

  /** Ends the app; throws when the page had an uncaught error. A second call does nothing. */
  async close(): Promise<void> {
    if (this.isClosed) return;
    this.isClosed = true;
    await this.electron.close();
    if (!this.keepData) removeFolder(this.dataDir);
    if (this.pageErrors.length > 0) {
      throw new Error(`errors in the page:\n${this.pageErrors.join("\n")}`);
    }
  }
}
