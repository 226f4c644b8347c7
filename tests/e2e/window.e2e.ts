/** The window as its user meets it: what is on the screen after each way in. */
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type App, ROOT, samplePath } from "./app.ts";
import { SlowFeed } from "./slow-feed.ts";
import { temporaryFolder } from "./temporary-folder.ts";
import { useApp } from "./use-app.ts";

const HEAP = samplePath("heap.pb.gz");
const CPU = samplePath("cpu.pb.gz");
const BAD = join(ROOT, "tests/fixtures/pprof/bad");

const launch = useApp();

describe("a file named at start", () => {
  it("is on the screen as a flame graph with its facts", async () => {
    const app = await launch({ files: [HEAP] });
    await app.idle();
    await app.page.getByRole("tab", { name: "Flame graph" }).waitFor();
    await app.page.getByText("169.9 MB").first().waitFor();
    const canvas = app.page.locator("canvas").first();
    const box = await canvas.boundingBox();
    expect(box?.width).toBeGreaterThan(600);
    expect(box?.height).toBeGreaterThan(300);
    expect(await coloursIn(app.page.locator("canvas").first())).toBeGreaterThan(
      5,
    );
    await app.screenshot("flame-graph");
  });

  it("speaks Chinese where the settings say so", async () => {
    const app = await launch({
      files: [HEAP],
      settings: { language: "zh-CN" },
    });
    await app.page.getByRole("tab", { name: "火焰图" }).waitFor();
    expect(await app.page.locator("html").getAttribute("lang")).toBe("zh-CN");
    await app.idle();
    await app.screenshot("flame-graph-zh");
  });
});

describe("dropped files", () => {
  it("become a tab each", async () => {
    const app = await launch();
    await app.idle();
    await app.drop([HEAP, CPU]);
    await app.page.getByRole("button", { name: "Close heap.pb.gz" }).waitFor();
    await app.page.getByRole("button", { name: "Close cpu.pb.gz" }).waitFor();
    await app.settled(2);
    await app.idle();
    await app.screenshot("two-files");
    await app.page.getByRole("button", { name: "Close cpu.pb.gz" }).click();
    await app.page
      .getByRole("button", { name: "Close cpu.pb.gz" })
      .waitFor({ state: "detached" });
    expect(await app.profiles()).toHaveLength(1);
  });
});

describe("the open dialog", () => {
  it("opens what was chosen", async () => {
    const app = await launch();
    await app.answerOpenDialog([CPU]);
    await app.page.getByRole("button", { name: /^Open/ }).first().click();
    await app.page.getByRole("button", { name: "Close cpu.pb.gz" }).waitFor();
  });
});

describe("the native menu", () => {
  it("speaks the language of the settings and acts in the page", async () => {
    const app = await launch({ files: [HEAP] });
    await app.settled(1);
    await app.idle();
    expect(await app.menuLabels()).toEqual([
      "&File",
      "&Edit",
      "&View",
      "&Window",
      "&Help",
    ]);
    await app.request("settings/set", { language: "zh-CN" });
    expect((await app.menuLabels())[0]).toBe("文件(&F)");
    await app.clickMenu("文件(&F)", "关闭文件(&C)");
    await expect.poll(() => app.profiles()).toEqual([]);
  });
});

describe("a file on its way", () => {
  it("says how far it is and can be cancelled", async () => {
    const dir = temporaryFolder();
    const fifo = join(dir, "slow.pb");
    execFileSync("mkfifo", [fifo]);
    const feed = new SlowFeed(fifo);
    try {
      const app = await launch({ files: [fifo] });
      await app.page.getByRole("progressbar").waitFor();
      await app.page.getByText(/kB|MB/).first().waitFor();
      await app.screenshot("loading");
      await app.page.getByRole("button", { name: "Cancel" }).click();
      await app.page.getByRole("alert").waitFor();
      expect((await app.profiles())[0].state).toEqual({
        status: "failed",
        error: { code: "cancelled" },
      });
      await app.screenshot("cancelled");
    } finally {
      await feed.stop();
    }
  });
});

describe("a page that crashes", () => {
  it("is loaded again with everything that was open", async () => {
    const app = await launch({ files: [HEAP] });
    await app.settled(1);
    const text = await app.electron.evaluate(async ({ BrowserWindow }) => {
      const { webContents } = BrowserWindow.getAllWindows()[0];
      const reloaded = new Promise((done) =>
        webContents.once("did-finish-load", () => done(undefined)),
      );
      webContents.forcefullyCrashRenderer();
      await reloaded;
      return webContents.executeJavaScript(`new Promise((done) => {
        const look = () => document.body.innerText.includes("169.9 MB")
          ? done(document.body.innerText) : setTimeout(look, 50);
        look();
      })`) as Promise<string>;
    });
    expect(text).toContain("heap.pb.gz");
  });
});

describe("files that are no profiles", () => {
  it.each([
    ["page.html", "page.html is an HTML page, not a profile."],
    ["trace.out", /trace\.out is a Go execution trace/],
    ["archive.zip", /archive\.zip holds no profiles/],
    ["gzip-truncated.pb.gz", /gzip-truncated\.pb\.gz breaks off/],
    ["empty-file.pb", /empty-file\.pb .*empty/],
  ])("%s is named for what it is", async (name, sentence) => {
    const app = await launch({ files: [join(BAD, name)] });
    const alert = app.page.getByRole("alert");
    await alert.waitFor();
    expect(await alert.locator("p").first().textContent()).toMatch(sentence);
    await app.screenshot(`bad-${name}`);
  });

  it("do not stop the others", async () => {
    const app = await launch({ files: [join(BAD, "page.html"), HEAP] });
    await app.settled(2);
    await app.idle();
    await app.page.getByRole("tab", { name: "Flame graph" }).waitFor();
  });
});

/** How many distinct colours a canvas shows, sampled on a grid. */
function coloursIn(
  canvas: ReturnType<App["page"]["locator"]>,
): Promise<number> {
  return canvas.evaluate((element: HTMLCanvasElement) => {
    const context = element.getContext("2d");
    const { data } = context?.getImageData(
      0,
      0,
      element.width,
      element.height,
    ) ?? { data: [] };
    const colours = new Set<string>();
    for (let i = 0; i < data.length; i += 4 * 97) {
      colours.add(`${data[i]},${data[i + 1]},${data[i + 2]}`);
    }
    return colours.size;
  });
}
