/** Profiles made to do harm, in the window: text stays text, and nothing stands still. */
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { beforeEach, describe, expect, it } from "vitest";
import { HOSTILE_NAMES, profileOfNames } from "../fixtures/hostile-profiles.ts";
import { type App, ROOT } from "./app.ts";
import { temporaryFolder } from "./temporary-folder.ts";
import { useApp } from "./use-app.ts";

let folder = "";
beforeEach(() => {
  folder = temporaryFolder();
});
const launch = useApp();

const VIEWS = ["Flame graph", "Top", "Call tree", "Callers"] as const;

async function show(app: App, view: string): Promise<void> {
  await app.page.getByRole("tab", { name: view, exact: true }).click();
  await app.idle();
}

/** Elements that only markup in a name could have made. */
const foreignElements = (app: App): Promise<number> =>
  app.page.evaluate(
    () =>
      document.querySelectorAll("img, b, body script, iframe, object").length +
      ("wasRun" in window ? 1 : 0),
  );

describe("names", () => {
  it("are never markup, and show what they hide", async () => {
    const path = join(folder, "<img src=x onerror=wasRun=1>.pb.gz");
    writeFileSync(path, profileOfNames(Object.values(HOSTILE_NAMES)));
    const app = await launch({ files: [path] });
    await app.settled(1);
    for (const view of VIEWS) {
      await show(app, view);
      expect([view, await foreignElements(app)]).toEqual([view, 0]);
      await app.screenshot(`hostile-${view}`);
      // Nothing on the screen turns or hides the text around it.
      const text = await app.page.evaluate(() => document.body.innerText);
      expect(text).not.toMatch(
        /[\u202a-\u202e\u2066-\u2069\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b\ufeff]/,
      );
    }
    await show(app, "Top");
    const grid = await app.page.getByRole("grid").innerText();
    expect(grid).toContain("<img src=x");
    expect(grid).toContain("\\u202egro.live");
    expect(grid).toContain("\\u0000a\\u0007b\\u001b[31m");
  });

  it("of 1 MB are cut, and nothing stands still", async () => {
    const path = join(folder, "long.pb.gz");
    writeFileSync(path, profileOfNames(["main.f", "x".repeat(2 ** 20)]));
    const app = await launch();
    const blocks = app.page.evaluate(
      () =>
        new Promise<number[]>((done) => {
          const found: number[] = [];
          new PerformanceObserver((list) => {
            for (const { duration } of list.getEntries()) found.push(duration);
          }).observe({ type: "longtask" });
          addEventListener("leakscope-test-end", () => done(found));
        }),
    );
    await app.request("profile/open", { paths: [path] });
    await app.settled(1);
    for (const view of VIEWS) await show(app, view);
    await app.page.locator("canvas").first().count();
    await app.screenshot("long-name");
    await app.page.evaluate(() =>
      dispatchEvent(new Event("leakscope-test-end")),
    );
    // Laying out a megabyte in one line takes seconds.
    expect(Math.max(0, ...(await blocks))).toBeLessThan(1000);
    const longest = await app.page.evaluate(
      () => document.body.innerText.length,
    );
    expect(longest).toBeLessThan(100_000);
  });
});

describe("names of a text dump", () => {
  it("are cut, and show what they hide", async () => {
    const path = join(folder, "dump.txt");
    const goroutine = (id: number, name: string): string =>
      `goroutine ${id} [chan receive, 20 minutes]:\n${name}(0x1)\n\t/src/\u202ea.go:1 +0x1\ncreated by ${name} in goroutine 1\n\t/src/b.go:2 +0x2\n\n`;
    const names = [
      `main.${"x".repeat(2 ** 20)}`,
      "main.\u202eoof",
      "main.<img/src=x/onerror=wasRun=1>",
    ];
    writeFileSync(
      path,
      names.map((name, i) => goroutine(i + 1, name)).join(""),
    );
    const app = await launch({ files: [path] });
    await app.settled(1);
    for (const view of ["Leaks", "Goroutines", "Flame graph", "Top"]) {
      const tab = app.page.getByRole("tab", { name: new RegExp(`^${view}`) });
      await tab.click();
      await app.idle();
      await app.screenshot(`hostile-dump-${view}`);
      expect([view, await foreignElements(app)]).toEqual([view, 0]);
      const text = await app.page.evaluate(() => document.body.innerText);
      expect(text).not.toMatch(/[\u202a-\u202e]/);
      expect([view, text.length]).toEqual([
        view,
        expect.toSatisfy((length: number) => length < 100_000),
      ]);
    }
    const report = execFileSync(
      process.execPath,
      [join(ROOT, "out/cli/index.js"), "report", "--all", path],
      { encoding: "utf8" },
    );
    expect(report).toContain("main.\\u202eoof");
    expect(report).not.toMatch(/\u202e/);
    expect(report.length).toBeLessThan(50_000);
  });
});

describe("paths of a profile", () => {
  it("are never opened by looking at it", async () => {
    const path = join(folder, "paths.pb.gz");
    writeFileSync(path, profileOfNames(["main.f", "main.g"]));
    const app = await launch();
    await app.electron.evaluate(({ shell }) => {
      const opened: unknown[] = [];
      (globalThis as Record<string, unknown>).opened = opened;
      shell.openPath = (what) => {
        opened.push(what);
        return Promise.resolve("");
      };
      shell.openExternal = (what) => {
        opened.push(what);
        return Promise.resolve();
      };
      shell.showItemInFolder = (what) => opened.push(what);
      const fs = process.getBuiltinModule("node:fs");
      for (const name of ["openSync", "readFileSync", "readFile"] as const) {
        const real = fs[name] as (...args: unknown[]) => unknown;
        (fs as unknown as Record<string, unknown>)[name] = (
          ...args: unknown[]
        ) => {
          if (args[0] === "/etc/passwd") opened.push(args[0]);
          return real.apply(fs, args);
        };
      }
    });
    await app.request("profile/open", { paths: [path] });
    await app.settled(1);
    for (const view of VIEWS) {
      await show(app, view);
      await app.page.mouse.click(600, 300);
      await app.page.mouse.dblclick(600, 200);
    }
    const opened = await app.electron.evaluate(
      () => (globalThis as Record<string, unknown>).opened,
    );
    expect(opened).toEqual([]);
  });
});

describe("a decompression bomb", () => {
  const bomb = (): Uint8Array => {
    const blank = gzipSync(Buffer.alloc(10 * 2 ** 20, "\n"));
    const head = gzipSync("goroutine 1 [running]:\nmain.f()\n\t/a.go:1 +0x1\n");
    return Buffer.concat([head, ...Array<Buffer>(40).fill(blank)]);
  };

  it("is asked about in the window, then opened", async () => {
    const path = join(folder, "bomb.txt.gz");
    writeFileSync(path, bomb());
    const app = await launch({ files: [path] });
    await app.page
      .getByText(/bomb\.txt\.gz has grown from .* to .*MB/)
      .waitFor();
    await app.screenshot("bomb");
    await app.page
      .getByRole("button", { name: "Open whatever its size" })
      .click();
    await expect
      .poll(async () => (await app.profiles())[0].state.status, {
        timeout: 60_000,
      })
      .toBe("ready");
  });

  it("is a sentence in the terminal", () => {
    const path = join(folder, "bomb.pb.gz");
    writeFileSync(path, bomb());
    const cli = join(ROOT, "out/cli/index.js");
    let stderr = "";
    try {
      execFileSync(process.execPath, [cli, "top", path], { stdio: "pipe" });
    } catch (error) {
      stderr = (error as { stderr: Buffer }).stderr.toString();
    }
    expect(stderr).toMatch(/bomb\.pb\.gz has grown from \S+ [kM]?B to \S+ MB/);
    expect(stderr.trim().split("\n")).toHaveLength(1);
  });
});
