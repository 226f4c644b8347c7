/** The flame graph under the hands of a user: pointer, wheel, keyboard, search, menu. */
import { describe, expect, it } from "vitest";
import { type App, samplePath } from "./app.ts";
import { copiedText } from "./copied-text.ts";
import { useApp } from "./use-app.ts";

const CPU = samplePath("cpu.pb.gz");
const launch = useApp();

async function open(): Promise<App> {
  const app = await launch({ files: [CPU] });
  await app.settled(1);
  await app.page.getByRole("tab", { name: "Flame graph" }).click();
  await app.page.locator(".ls-flame-canvas").waitFor();
  await app.idle();
  return app;
}

/** A point of the picture: level from the root, and how far along the width. */
async function pointOf(
  app: App,
  level: number,
  ratio: number,
): Promise<{ x: number; y: number }> {
  const box = await app.page.locator(".ls-flame-canvas").boundingBox();
  if (box === null) throw new Error("no flame graph");
  return { x: box.x + box.width * ratio, y: box.y + level * 20 + 10 };
}

const crumb = (app: App): Promise<string | null> =>
  app.page.locator(".ls-breadcrumb [aria-current=true]").textContent();

/** Runs of one colour in a row of the picture, as `x:colour`, from left to right. */
function runsOfRow(app: App, level: number): Promise<readonly string[]> {
  return app.page.evaluate((row) => {
    const canvas = document.querySelector("canvas");
    const context = canvas?.getContext("2d");
    if (!canvas || !context) throw new Error("no canvas");
    const y = Math.round((row * 20 + 2) * devicePixelRatio);
    const { data } = context.getImageData(0, y, canvas.width, 1);
    const runs: string[] = [];
    let last = "";
    for (let i = 0; i < data.length; i += 4) {
      const colour = data.slice(i, i + 3).join(",");
      if (colour !== last) runs.push(`${i / 4}:${colour}`);
      last = colour;
    }
    return runs;
  }, level);
}

describe("the flame graph", () => {
  it("says everything about the box under the pointer", async () => {
    const app = await open();
    const { x, y } = await pointOf(app, 1, 0.2);
    await app.page.mouse.move(x, y);
    const card = app.page.locator(".ls-hover-card");
    await card.waitFor();
    const text = await card.innerText();
    expect(text).toContain("net/http.(*conn).serve");
    expect(text).toMatch(/server\.go:\d+/);
    expect(text).toMatch(/Cum\s+16\.7 s\s+71% of all/);
    expect(text).toContain("16,680,000,000 nanoseconds");
    expect(await app.page.locator(".ls-status").innerText()).toContain(
      "net/http.(*conn).serve",
    );
  });

  it("zooms by click and goes back by history, Escape and double click", async () => {
    const app = await open();
    const serve = await pointOf(app, 1, 0.2);
    await app.page.mouse.click(serve.x, serve.y);
    await expect.poll(() => crumb(app)).toBe("http.(*conn).serve");
    const deeper = await pointOf(app, 13, 0.6);
    await app.page.mouse.click(deeper.x, deeper.y);
    await expect.poll(() => crumb(app)).toContain("gzip");
    const card = app.page.locator(".ls-hover-card");
    await app.page.mouse.move(deeper.x + 3, deeper.y + 20);
    await card.waitFor();
    expect(await card.innerText()).toMatch(/% of compress\/gzip/);

    await app.page.keyboard.press("[");
    await expect.poll(() => crumb(app)).toBe("http.(*conn).serve");
    await app.page.keyboard.press("]");
    await expect.poll(() => crumb(app)).toContain("gzip");
    await app.page.locator(".ls-flame-canvas").press("Escape");
    await expect.poll(() => crumb(app)).not.toContain("gzip");
    await app.page.mouse.dblclick(deeper.x, deeper.y);
    await expect.poll(() => crumb(app)).toBe("All");
  });

  it("zooms at the pointer by ctrl and wheel, and pans by dragging", async () => {
    const app = await open();
    const before = await runsOfRow(app, 1);
    const { x, y } = await pointOf(app, 1, 0.5);
    await app.page.mouse.move(x, y);
    await app.page.keyboard.down("Control");
    for (let i = 0; i < 5; i += 1) await app.page.mouse.wheel(0, -120);
    await app.page.keyboard.up("Control");
    await app.page.waitForTimeout(400);
    expect((await runsOfRow(app, 1)).length).toBeLessThan(before.length);
    const still = await runsOfRow(app, 16);
    await app.page.mouse.down();
    await app.page.mouse.move(x - 200, y, { steps: 5 });
    await app.page.mouse.up();
    await app.page.waitForTimeout(400);
    expect(await runsOfRow(app, 16)).not.toEqual(still);
    await app.page.mouse.dblclick(x, y);
    await app.page.waitForTimeout(400);
    expect(await runsOfRow(app, 1)).toEqual(before);
  });

  it("is walked by arrow keys, and a screen reader hears where", async () => {
    const app = await open();
    const graph = app.page.getByRole("tree");
    await graph.focus();
    for (let i = 0; i < 3; i += 1) await graph.press("ArrowDown");
    const active = (): Promise<string> =>
      app.page.evaluate(() => {
        const tree = document.querySelector("[role=tree]");
        const id = tree?.getAttribute("aria-activedescendant") ?? "";
        const item = document.getElementById(id);
        return `${item?.getAttribute("aria-level")} ${item?.textContent}`;
      });
    expect(await active()).toBe(
      "3 net/http.serverHandler.ServeHTTP, cum 15.8 s, 67.2% of all",
    );
    await graph.press("ArrowUp");
    expect(await active()).toContain("2 net/http.(*conn).serve");
    await graph.press("ArrowRight");
    expect(await active()).toContain("2 runtime.gcBgMarkWorker");
    await graph.press("Enter");
    await expect.poll(() => crumb(app)).toBe("runtime.gcBgMarkWorker");
    expect(await copiedText(app, () => graph.press("Control+c"))).toBe(
      "runtime.gcBgMarkWorker",
    );
  });

  it("highlights what is searched, counts it and steps through it", async () => {
    const app = await open();
    await app.page.keyboard.press("Control+f");
    await app.page.keyboard.type("gcBgMark");
    const report = app.page.locator(".ls-bar__report");
    await expect.poll(() => report.innerText()).toMatch(/^0 of \d+ boxes · /);
    await app.page.keyboard.press("Enter");
    await expect.poll(() => report.innerText()).toMatch(/^1 of \d+ boxes · /);
    await app.page.keyboard.press("Shift+Enter");
    await expect
      .poll(() => report.innerText())
      .toMatch(/^(\d+) of \1 boxes · /);
    await app.page.getByRole("button", { name: "Match case" }).click();
    await app.page.locator("#search-input").fill("gcbgmark");
    await expect.poll(() => report.innerText()).toBe("No match");
    await app.page.getByRole("button", { name: "Regular expression" }).click();
    await app.page.locator("#search-input").fill("gc(Bg");
    await expect
      .poll(() => app.page.getByRole("alert").innerText())
      .toBe("Not a regular expression: Unterminated group");
  });

  it("has a menu for each box, by pointer and by key", async () => {
    const app = await open();
    const { x, y } = await pointOf(app, 1, 0.2);
    await app.page.mouse.click(x, y, { button: "right" });
    const stack = await copiedText(app, () =>
      app.page.getByRole("menuitem", { name: /Copy stack/ }).click(),
    );
    expect(stack).toBe("net/http.(*conn).serve");
    await app.page.getByRole("tree").press("Shift+F10");
    await app.page.getByRole("menuitem", { name: /Show in Top/ }).click();
    const selected = app.page.locator(".ls-grid__row[aria-selected=true]");
    expect(await selected.textContent()).toContain("net/http.(*conn).serve");
  });

  it("stands on its head, and on its leaves", async () => {
    const app = await open();
    const icicle = await runsOfRow(app, 1);
    await app.page.getByRole("button", { name: "Root at the top" }).click();
    await app.idle();
    expect(await runsOfRow(app, 1)).not.toEqual(icicle);
    await app.page.getByRole("button", { name: "Root at the bottom" }).click();
    await app.idle();
    expect(await runsOfRow(app, 1)).toEqual(icicle);
    await app.page.getByRole("button", { name: "Inverted" }).click();
    await app.idle();
    const { x, y } = await pointOf(app, 1, 0.05);
    await app.page.mouse.move(x, y);
    const card = app.page.locator(".ls-hover-card");
    await expect
      .poll(() => card.innerText())
      .toContain("compress/flate.(*compressor).findMatch");
    expect(await card.innerText()).not.toContain("Flat");
  });

  it("keeps the place when the sample type changes", async () => {
    const app = await open();
    const { x, y } = await pointOf(app, 1, 0.2);
    await app.page.mouse.click(x, y);
    await expect.poll(() => crumb(app)).toBe("http.(*conn).serve");
    await app.page.getByRole("combobox", { name: "Sample type" }).click();
    await app.page.getByRole("option", { name: /samples/ }).click();
    await app.idle();
    await expect.poll(() => crumb(app)).toBe("http.(*conn).serve");
  });
});
