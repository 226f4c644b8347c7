/** What surrounds the views: files that change on disk, diagnostics, the taskbar, ways in without a path. */
import { execFileSync } from "node:child_process";
import {
  copyFileSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { open } from "node:fs/promises";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { homedir } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { PLAIN_CONNECTION } from "#contract/capture-job.ts";
import { type App, samplePath } from "./app.ts";
import { axeFaults } from "./axe.ts";
import { copiedText } from "./copied-text.ts";
import { temporaryFolder } from "./temporary-folder.ts";
import { useApp } from "./use-app.ts";

const CPU = samplePath("cpu.pb.gz");
const HEAP = samplePath("heap.pb.gz");

let folder = "";
beforeEach(() => {
  folder = temporaryFolder();
}); // Behind the hook above: hooks run last first, and the apps must end before their folder goes.
const launch = useApp();

const tab = (app: App, name: string) =>
  app.page.getByRole("tab", { name, exact: true });
const bar = (app: App) =>
  app.page.getByRole("region", { name: "Change on disk" });
const crumb = (app: App): Promise<string | null> =>
  app.page.locator(".ls-breadcrumb [aria-current=true]").textContent();

/** Writes a new file beside the old one and renames it over it, as careful programs save. */
function replaceFile(path: string, source: string): void {
  copyFileSync(source, `${path}.new`);
  renameSync(`${path}.new`, path);
}

describe("a file that changes on disk", () => {
  it("is offered to be read again, and keeps view, zoom and search", async () => {
    const path = join(folder, "cpu.prof");
    copyFileSync(CPU, path);
    const app = await launch({ files: [path] });
    await app.settled(1);
    await tab(app, "Flame graph").click();
    await app.idle();
    await app.page.locator("#search-input").fill("json");
    const canvas = await app.page.locator(".ls-flame-canvas").boundingBox();
    if (canvas === null) throw new Error("no flame graph");
    await app.page.mouse.dblclick(canvas.x + canvas.width * 0.2, canvas.y + 50);
    await app.page.mouse.click(canvas.x + canvas.width * 0.2, canvas.y + 50);
    await app.idle();
    const zoomedTo = await crumb(app);
    const [before] = await app.profiles();

    replaceFile(path, CPU);
    await bar(app).getByText("cpu.prof changed on disk").waitFor();
    await app.screenshot("changed-on-disk");
    expect(await axeFaults(app.page)).toEqual([]);
    expect((await app.profiles())[0].state).toEqual(before.state);

    await bar(app).getByRole("button", { name: "Reload" }).click();
    await bar(app).waitFor({ state: "detached" });
    await app.settled(1);
    await app.idle();
    expect(await crumb(app)).toBe(zoomedTo);
    expect(await app.page.locator("#search-input").inputValue()).toBe("json");
    expect(await tab(app, "Flame graph").getAttribute("aria-selected")).toBe(
      "true",
    );

    // Other content, in place: what is shown is new, the view stays.
    await tab(app, "Top").click();
    writeFileSync(path, readFileSync(HEAP));
    await bar(app).waitFor();
    await app.page.keyboard.press("Control+r");
    await bar(app).waitFor({ state: "detached" });
    await app.settled(1);
    await app.idle();
    expect((await app.profiles())[0].state).toMatchObject({
      status: "ready",
      summary: { kind: "heap" },
    });
    expect(await tab(app, "Top").getAttribute("aria-selected")).toBe("true");
    await app.page.getByText("169.9 MB").first().waitFor();
  });

  it("can be left as read, until it changes again; that it is gone is said", async () => {
    const path = join(folder, "heap.prof");
    copyFileSync(HEAP, path);
    const app = await launch({ files: [path] });
    await app.settled(1);
    replaceFile(path, HEAP);
    await bar(app).getByRole("button", { name: "Dismiss" }).click();
    await bar(app).waitFor({ state: "detached" });
    rmSync(path);
    await bar(app).getByText("heap.prof was deleted or moved").waitFor();
    await app.screenshot("gone-on-disk");
    expect(await bar(app).getByRole("button").allTextContents()).toEqual([
      "Dismiss",
    ]);
    copyFileSync(CPU, path);
    await bar(app).getByText("heap.prof changed on disk").waitFor();
    const [profile] = await app.profiles();
    expect(profile.state.status).toBe("ready");
  });
});

describe("a file that is open already", () => {
  it("comes to the front instead of opening twice", async () => {
    const app = await launch({ files: [HEAP, CPU] });
    await app.settled(2);
    await expect.poll(() => app.page.title()).toContain("cpu.pb.gz");
    await app.drop([HEAP]);
    await expect.poll(() => app.page.title()).toContain("heap.pb.gz");
    expect(await app.profiles()).toHaveLength(2);
  });
});

describe("a dropped file without a path", () => {
  it("is read as bytes", async () => {
    const app = await launch();
    await app.idle();
    const base64 = readFileSync(CPU).toString("base64");
    await app.page.evaluate((text) => {
      const bytes = Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
      const data = new DataTransfer();
      data.items.add(new File([bytes], "from-mail.prof"));
      window.dispatchEvent(
        new DragEvent("drop", { dataTransfer: data, cancelable: true }),
      );
    }, base64);
    const [profile] = await app.settled(1);
    expect(profile).toMatchObject({
      name: "from-mail.prof",
      source: { type: "bytes" },
      state: { status: "ready", summary: { kind: "cpu" } },
    });
    await tab(app, "Flame graph").waitFor();
  });
});

describe("diagnostics", () => {
  it("say what runs, and nothing of what is open", async () => {
    const secretFolder = join(folder, "payroll-folder");
    mkdirSync(secretFolder);
    const path = join(secretFolder, "acme-payroll.prof");
    copyFileSync(HEAP, path);
    const app = await launch({
      files: [path, join(secretFolder, "missing.prof")],
      settings: { captureFolder: join(secretFolder, "captures") },
    });
    await app.settled(2);
    await app.request("capture/start", {
      address: "http://user-x:hunter2@127.0.0.1:9/secret-prefix/debug/pprof/",
      requests: [captureRequest("heap")],
      connection: {
        ...PLAIN_CONNECTION,
        authKind: "bearer",
        secret: "tok-12345",
      },
      opensFiles: false,
    });
    await expect
      .poll(async () => {
        const jobs = await app.request("capture/jobs", {});
        return jobs.ok && jobs.value.every(({ isDone }) => isDone);
      })
      .toBe(true);
    const text = await copiedText(app, () =>
      app.clickMenu("&Help", "Copy &diagnostics"),
    );
    await app.page.getByText("Diagnostics copied").waitFor();
    for (const fact of [
      /^Leakscope \d+\.\d+\.\d+ \(from source\)$/m,
      /^Electron [\d.]+, Chromium [\d.]+, Node [\d.]+$/m,
      /^GPU: .*gpu_compositing=/m,
      /captureFolder=chosen/,
      /^Memory: .*Browser [\d.]+ MB/m,
      /^Open files: 2\n {2}1\. file; heap pprof gzip; \d+ bytes/m,
      /2\. file, failed: not-found/,
      /profile: not-found/,
      /capture: connection-refused/,
    ]) {
      expect(text).toMatch(fact);
    }
    for (const secret of [
      "payroll",
      "acme",
      "missing",
      folder,
      homedir(),
      app.dataDir,
      "user-x",
      "hunter2",
      "tok-12345",
      "127.0.0.1",
      "secret-prefix",
      "http",
      "main.",
      "runtime.",
      "encoding/json",
      "/",
    ]) {
      // Only ratios and versions may look like parts of paths; there are none.
      expect([secret, text.includes(secret)]).toEqual([secret, false]);
    }
  });

  it("are in the palette and in the settings, too", async () => {
    const app = await launch();
    await app.idle();
    await app.page.keyboard.press("Control+k");
    await app.page.keyboard.type("diagnostics");
    await app.page.keyboard.press("Enter");
    await app.page.getByText("Diagnostics copied").waitFor();
    await app.page.keyboard.press("Control+,");
    await app.page
      .getByRole("dialog")
      .getByRole("button", { name: "Copy diagnostics" })
      .waitFor();
    await app.screenshot("settings");
  });
});

describe("the taskbar", () => {
  /** What the window tells the system from now on. */
  async function recordBar(app: App): Promise<() => Promise<number[]>> {
    await app.electron.evaluate(({ BrowserWindow }) => {
      const [window] = BrowserWindow.getAllWindows();
      const values: number[] = [];
      const real = window.setProgressBar.bind(window);
      window.setProgressBar = (value) => {
        values.push(value);
        real(value);
      };
      (globalThis as unknown as { barValues: number[] }).barValues = values;
    });
    return () =>
      app.electron.evaluate(
        () => (globalThis as unknown as { barValues: number[] }).barValues,
      );
  }

  it("shows that a file is loading, and no more once it is cancelled", async () => {
    const fifo = join(folder, "slow.pb");
    execFileSync("mkfifo", [fifo]);
    const feed = await open(fifo, "r+");
    try {
      const app = await launch();
      const values = await recordBar(app);
      await app.request("profile/open", { paths: [fifo] });
      await expect.poll(values).toEqual([2]);
      await app.page.getByRole("button", { name: "Cancel" }).click();
      await expect.poll(values).toEqual([2, -1]);
    } finally {
      await feed.close();
    }
  });

  it("shows how far a capture is", async () => {
    const bytes = readFileSync(HEAP);
    let answer: ServerResponse | undefined;
    const server = createServer((_request, response) => {
      response.setHeader("content-length", bytes.length);
      response.write(bytes.subarray(0, bytes.length / 2));
      answer = response;
    });
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    try {
      const app = await launch({ settings: { captureFolder: folder } });
      const values = await recordBar(app);
      const { port } = server.address() as AddressInfo;
      await app.request("capture/start", {
        address: `http://127.0.0.1:${port}/debug/pprof/`,
        requests: [captureRequest("heap")],
        connection: PLAIN_CONNECTION,
        opensFiles: false,
      });
      // About half: how much of it comes with the first packet is the network's.
      await expect
        .poll(async () => (await values()).some((v) => v > 0.2 && v < 0.8))
        .toBe(true);
      answer?.end(bytes.subarray(bytes.length / 2));
      await expect.poll(async () => (await values()).at(-1)).toBe(-1);
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });
});

function captureRequest(kind: string) {
  return {
    kind,
    seconds: 0,
    gc: false,
    debug: 0,
    limitBytes: 1024 ** 3,
    timeoutMillis: 0,
  } as const;
}
