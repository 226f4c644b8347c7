/** The packaged app in a home of its own, with its `.desktop` entry and MIME types installed there. */
import { execFile, execFileSync, spawn } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { chromium, type Browser, type Page } from "playwright";
import type { OpenProfile } from "#contract/open-profile.ts";
import { ROOT } from "./app.ts";
import { removeFolder } from "./temporary-folder.ts";

const run = promisify(execFile);

async function until<T>(what: string, look: () => Promise<T | undefined>) {
  const deadline = Date.now() + 30_000;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() > deadline) throw new Error(`not in time: ${what}`);
    await new Promise((done) => setTimeout(done, 100));
  }
}

export class PackagedApp {
  readonly home = mkdtempSync(join(tmpdir(), "leakscope-package-"));
  readonly dist = join(this.home, "dist");
  readonly appDir = join(this.dist, "linux-unpacked");
  readonly program = join(this.appDir, "leakscope");
  readonly dataDir = join(this.home, "user data");
  private browser: Browser | undefined;

  /** As a desktop session would have it; GNOME's way of opening files works without a session. */
  private readonly env = {
    ...process.env,
    HOME: this.home,
    XDG_DATA_HOME: join(this.home, "data"),
    XDG_CONFIG_HOME: join(this.home, "config"),
    XDG_CURRENT_DESKTOP: "GNOME",
    TZ: "UTC",
  };

  /** `npm run package` into the home. */
  build(): void {
    execFileSync(
      process.execPath,
      ["scripts/package.mjs", "--out", this.dist],
      {
        cwd: ROOT,
        stdio: "pipe",
      },
    );
  }

  /**
   * Puts the generated files where a package would. Of the `.desktop` entry only the folder of the
   * program changes, and switches of the test are added.
   */
  install(): void {
    const data = this.env.XDG_DATA_HOME;
    mkdirSync(this.env.XDG_CONFIG_HOME);
    cpSync(join(this.dist, "share"), data, { recursive: true });
    const entry = join(data, "applications/leakscope.desktop");
    const switches = [
      ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
      `"--user-data-dir=${this.dataDir}"`,
      "--remote-debugging-port=0",
    ];
    const text = readFileSync(entry, "utf8").replace(
      "Exec=/opt/Leakscope/leakscope",
      `Exec="${this.program}" ${switches.join(" ")}`,
    );
    writeFileSync(entry, text);
    execFileSync("desktop-file-validate", [entry], { stdio: "pipe" });
    execFileSync("update-mime-database", [join(data, "mime")], {
      env: this.env,
    });
    execFileSync("update-desktop-database", [join(data, "applications")]);
  }

  /** A file of the user's. */
  writeFile(name: string, bytes: Uint8Array | string): string {
    const path = join(this.home, name);
    writeFileSync(path, bytes);
    return path;
  }

  async mimeTypeOf(path: string): Promise<string> {
    const { stdout } = await run("xdg-mime", ["query", "filetype", path], {
      env: this.env,
    });
    return stdout.trim();
  }

  async programFor(mimeType: string): Promise<string> {
    const { stdout } = await run("xdg-mime", ["query", "default", mimeType], {
      env: this.env,
    });
    return stdout.trim();
  }

  /** What a double click does. */
  async xdgOpen(path: string): Promise<void> {
    // Not waited for its output to end: the app inherits it.
    const child = spawn("xdg-open", [path], { env: this.env, stdio: "ignore" });
    const status = await new Promise((done) => child.on("exit", done));
    if (status !== 0) throw new Error(`xdg-open ${path}: ${String(status)}`);
  }

  /** Runs the program itself; gives what it printed. It is ended after `limitMs`. */
  async runProgram(
    args: readonly string[],
    env: Readonly<Record<string, string>>,
    limitMs: number,
  ): Promise<string> {
    const options = { env: { ...this.env, ...env }, timeout: limitMs };
    const { stdout, stderr } = await run(this.program, args, options).catch(
      (error: unknown) => error as { stdout: string; stderr: string },
    );
    return stdout + stderr;
  }

  /** The pages of the running app, through Chromium's own debugging port. */
  async pages(): Promise<Page[]> {
    this.browser ??= await this.attach();
    return this.browser.contexts().flatMap((context) => context.pages());
  }

  private async attach(): Promise<Browser> {
    const file = join(this.dataDir, "DevToolsActivePort");
    const port = await until("debugging port", () =>
      Promise.resolve(
        existsSync(file)
          ? readFileSync(file, "utf8").split("\n")[0]
          : undefined,
      ),
    );
    return chromium.connectOverCDP(`http://127.0.0.1:${port}`);
  }

  /** Waits until `count` files are open and none is loading. */
  async settled(count: number): Promise<readonly OpenProfile[]> {
    const page = await until("window", async () => (await this.pages()).at(0));
    return until(`${count} files`, async () => {
      const list = await page.evaluate(() =>
        window.leakscope["profile/list"]({}, Date.now() as never),
      );
      if (!list.ok) throw new Error(list.error.code);
      const isLoading = list.value.some((p) => p.state.status === "loading");
      return list.value.length >= count && !isLoading ? list.value : undefined;
    });
  }

  /** Closes the window, which ends the app; by force where it does not. */
  async dispose(): Promise<void> {
    const lock = join(this.dataDir, "SingletonLock");
    let pid = Number.NaN;
    try {
      pid = Number(readlinkSync(lock).split("-").at(-1));
    } catch {
      // It never ran, or ended by itself.
    }
    if (this.browser !== undefined) {
      for (const page of await this.pages()) await page.close();
      await this.browser.close();
    }
    if (Number.isInteger(pid)) {
      await until("end of the app", () => {
        try {
          process.kill(pid, 0);
          return Promise.resolve(undefined);
        } catch {
          return Promise.resolve(true);
        }
      }).catch(() => process.kill(pid, "SIGKILL"));
    }
    removeFolder(this.home);
  }
}
