/** What may break around the app: workers, disk, files, other instances, its own page. */
import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { beforeEach, describe, expect, it } from "vitest";
import { ROOT, samplePath, type App } from "./app.ts";
import { killLastWorker, watchWorkers } from "./main-workers.ts";
import { SlowFeed } from "./slow-feed.ts";
import { temporaryFolder } from "./temporary-folder.ts";
import { useApp } from "./use-app.ts";

const HEAP = samplePath("heap.pb.gz");
const CPU = samplePath("cpu.pb.gz");
const isLinux = process.platform === "linux";

let folder = "";
beforeEach(() => {
  folder = temporaryFolder();
});
const launch = useApp();

function dataDirWith(files: Readonly<Record<string, string>>): string {
  const dataDir = join(folder, "data");
  mkdirSync(dataDir);
  for (const [name, text] of Object.entries(files)) {
    writeFileSync(join(dataDir, name), text);
  }
  return dataDir;
}

const openAgain = (app: App) =>
  app.page.getByRole("alert").getByRole("button", { name: "Open again" });

describe("a worker that dies", () => {
  it.runIf(isLinux)(
    "while it decodes: the tab says so and opens again",
    async () => {
      const fifo = join(folder, "slow.pb");
      execFileSync("mkfifo", [fifo]);
      const app = await launch();
      await watchWorkers(app);
      const feed = new SlowFeed(fifo);
      try {
        await app.request("profile/open", { paths: [fifo] });
        await app.page.getByRole("progressbar").waitFor();
        await killLastWorker(app);
        await app.page.getByText("ended unexpectedly").waitFor();
        expect(await app.settledState()).toMatchObject({
          status: "failed",
          error: { code: "worker-died" },
        });
        await app.screenshot("decode-worker-died");
      } finally {
        await feed.stop();
      }
      rmSync(fifo);
      copyFileSync(HEAP, fifo);
      await openAgain(app).click();
      await expect
        .poll(async () => (await app.settledState()).status)
        .toBe("ready");
    },
  );

  it("while it answers: what was asked settles, and the tab opens again", async () => {
    const app = await launch();
    await watchWorkers(app);
    await app.request("profile/open", { paths: [HEAP] });
    const [{ id }] = await app.settled(1);
    await app.idle();
    const ask = app.page.evaluate(
      (profileId) =>
        Promise.all(
          [0, 1].map((sampleTypeIndex, i) =>
            window.leakscope["analysis/flame"](
              { profileId, sampleTypeIndex, inverted: true, filters: [] },
              (900 + i) as never,
            ),
          ),
        ),
      id,
    );
    await killLastWorker(app);
    for (const outcome of await ask) {
      if (!outcome.ok) expect(outcome.error.code).toBe("worker-died");
    }
    await openAgain(app).waitFor();
    expect((await app.profiles())[0].state.status).toBe("lost");
    await openAgain(app).click();
    await expect
      .poll(async () => (await app.profiles())[0].state.status)
      .toBe("ready");
    await app.idle();
  });
});

describe("a full disk", () => {
  it.runIf(isLinux)("keeps the old settings and says so", async () => {
    const old = JSON.stringify({ version: 1, settings: { theme: "light" } });
    const dataDir = dataDirWith({ "settings.json": old });
    // A write through this link is answered as a full disk answers.
    symlinkSync("/dev/full", join(dataDir, "settings.json.new"));
    const app = await launch({ dataDir });
    await app.request("settings/set", { theme: "dark" });
    await app.page
      .getByText(/settings\.json was not saved: the disk is full/)
      .waitFor();
    await app.screenshot("settings-disk-full");
    expect(readFileSync(join(dataDir, "settings.json"), "utf8")).toBe(old);
    rmSync(join(dataDir, "settings.json.new"));
    await app.request("settings/set", { theme: "dark" });
    expect(readFileSync(join(dataDir, "settings.json"), "utf8")).toContain(
      "dark",
    );
  });

  it.runIf(isLinux)("keeps the old session and says so", async () => {
    const dataDir = dataDirWith({
      "session.json": '{"version":1,"text":"{}"}',
    });
    symlinkSync("/dev/full", join(dataDir, "session.json.new"));
    const app = await launch({ dataDir, files: [HEAP] });
    await app.page.getByText(/session\.json was not saved/).waitFor();
    expect(readFileSync(join(dataDir, "session.json"), "utf8")).toBe(
      '{"version":1,"text":"{}"}',
    );
  });

  it.runIf(isLinux && process.getuid?.() === 0)(
    "stops a capture with a sentence, and leaves no half file",
    async () => {
      const small = join(folder, "small");
      mkdirSync(small);
      try {
        execFileSync("mount", ["-t", "tmpfs", "-o", "size=16k", "none", small]);
      } catch {
        // A container that may not mount.
        return;
      }
      const server = await serveHeap();
      try {
        const app = await launch({ settings: { captureFolder: small } });
        const { port } = server.address() as AddressInfo;
        await app.page
          .getByRole("button", { name: "Capture…" })
          .first()
          .waitFor();
        await app.page.keyboard.press("Control+l");
        const address = app.page.getByRole("textbox", { name: "Address" });
        await address.fill(`127.0.0.1:${port}/debug/pprof/heap`);
        await app.page.keyboard.press("Enter");
        await app.page
          .getByRole("button", { name: /^Capture \d|^Capture heap|^Capture$/ })
          .first()
          .click();
        await app.page.getByText(/There is no room left to write/).waitFor();
        await app.screenshot("capture-disk-full");
        const left = execFileSync("find", [small, "-type", "f"]).toString();
        expect(left).toBe("");
        await app.close();
      } finally {
        server.close();
        execFileSync("umount", ["-l", small]);
      }
    },
  );
});

/** A pprof service with one heap profile. */
async function serveHeap(): Promise<Server> {
  const server = createServer((request, response) => {
    if (request.url === "/debug/pprof/") {
      response.setHeader("content-type", "text/html");
      response.end(
        "<tr><td>7</td><td><a href='heap?debug=1'>heap</a></td></tr>",
      );
    } else if (request.url?.startsWith("/debug/pprof/heap") === true) {
      response.end(readFileSync(HEAP));
    } else response.writeHead(404).end("404 page not found");
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return server;
}

describe("a file", () => {
  it("cut short while it is read fails by a sentence; gone, by another", async () => {
    const path = join(folder, "log.txt.gz");
    const dump = gzipSync(
      gunzipSync(readFileSync(samplePath("harbour.txt.gz"))),
    );
    writeFileSync(path, Buffer.concat(Array<Buffer>(6000).fill(dump)));
    const app = await launch();
    await app.request("profile/open", { paths: [path] });
    await app.page.getByRole("progressbar").waitFor();
    truncateSync(path, 100_000);
    await app.page.getByRole("alert").waitFor();
    const state = await app.settledState();
    expect(state.status).toBe("failed");
    expect(state.status === "failed" && state.error.code).toMatch(
      /^(vanished-while-reading|truncated-compression|corrupt-compression)$/,
    );
    rmSync(path);
    await openAgain(app).click();
    await app.page.getByText("log.txt.gz is not there").waitFor();
  });
});

describe("settings", () => {
  it.each([
    [
      "cut off",
      '{"version":1,"settings":{"theme":"da',
      "settings.json.damaged",
    ],
    ["no object", "[]", undefined],
    [
      "of a newer version",
      '{"version":7,"settings":{"theme":["neon"]}}',
      "settings.json.v7",
    ],
  ])(
    "%s: the app starts, and what was there is kept",
    async (_, text, kept) => {
      const dataDir = dataDirWith({ "settings.json": text });
      const app = await launch({ dataDir });
      await app.page.getByRole("button", { name: "Open files…" }).waitFor();
      await app.request("settings/set", { theme: "dark" });
      expect(
        JSON.parse(readFileSync(join(dataDir, "settings.json"), "utf8")),
      ).toMatchObject({
        version: 1,
        settings: { theme: "dark" },
      });
      if (kept === undefined) return;
      expect(readFileSync(join(dataDir, kept), "utf8")).toBe(text);
    },
  );
});

function startRaw(dataDir: string, file: string): ChildProcess {
  return spawn(
    process.env["LEAKSCOPE_ELECTRON"] ?? "",
    [
      ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
      `--user-data-dir=${dataDir}`,
      ROOT,
      file,
    ],
    { stdio: "ignore" },
  );
}

const ended = (child: ChildProcess): Promise<number | null> =>
  new Promise((resolve) => child.on("exit", resolve));

describe("instances that race", () => {
  it("leave one, which has the files of all, and a whole data folder", async () => {
    const dataDir = dataDirWith({});
    const files = ["a", "b", "c"].map((name) => {
      const path = join(folder, `${name}.pb.gz`);
      copyFileSync(CPU, path);
      return path;
    });
    const children = files.map((file) => startRaw(dataDir, file));
    const recent = join(dataDir, "recent.json");
    try {
      await expect
        .poll(
          () => {
            const text = existsSync(recent) ? readFileSync(recent, "utf8") : "";
            return files.filter((file) => text.includes(file)).length;
          },
          { timeout: 60_000 },
        )
        .toBe(3);
      await expect
        .poll(
          () => children.filter(({ exitCode }) => exitCode === null).length,
          {
            timeout: 20_000,
          },
        )
        .toBe(1);
      const others = children.filter(({ exitCode }) => exitCode !== null);
      expect(others.map(({ exitCode }) => exitCode)).toEqual([0, 0]);
    } finally {
      for (const child of children.filter((each) => each.exitCode === null)) {
        const end = ended(child);
        child.kill();
        await end;
      }
    }
    for (const name of ["recent.json", "window.json"]) {
      const path = join(dataDir, name);
      if (existsSync(path)) JSON.parse(readFileSync(path, "utf8"));
    }
  });
});

describe("a page that crashes", () => {
  it("comes back with its tabs, views and searches", async () => {
    const dataDir = dataDirWith({});
    const app = await launch({ dataDir, files: [CPU, HEAP] });
    await app.settled(2);
    await app.idle();
    await app.page.getByRole("button", { name: /^cpu\.pb\.gz/ }).click();
    await app.page.getByRole("tab", { name: "Top", exact: true }).click();
    await app.page.locator("#search-input").fill("json");
    await app.page.waitForTimeout(1000);
    const look = `new Promise((done) => {
      const look = () => {
        const tab = document.querySelector("[role=tab][aria-selected=true]");
        const search = document.querySelector("#search-input");
        if (tab?.textContent === "Top" && search?.value === "json") {
          done(document.title);
        } else setTimeout(look, 50);
      };
      look();
    })`;
    const title = await app.electron.evaluate(
      async ({ BrowserWindow }, script) => {
        const { webContents } = BrowserWindow.getAllWindows()[0];
        const reloaded = new Promise((done) =>
          webContents.once("did-finish-load", () => done(undefined)),
        );
        webContents.forcefullyCrashRenderer();
        await reloaded;
        return Promise.race([
          webContents.executeJavaScript(script) as Promise<string>,
          new Promise<string>((done) =>
            setTimeout(() => done("never"), 20_000),
          ),
        ]);
      },
      look,
    );
    expect(title).toContain("cpu.pb.gz");
    for (const name of ["session.json", "recent.json"]) {
      JSON.parse(readFileSync(join(dataDir, name), "utf8"));
    }
  });
});
