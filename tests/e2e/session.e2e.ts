/** What is found again after a restart: tabs, views, recent files, the window's place. */
import { copyFileSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { samplePath, type App } from "./app.ts";
import { temporaryFolder } from "./temporary-folder.ts";
import { useApp } from "./use-app.ts";

let folder = "";

beforeEach(() => {
  folder = temporaryFolder();
});

const launch = useApp();

function freshDataDir(): string {
  const dataDir = join(folder, "data");
  mkdirSync(dataDir);
  return dataDir;
}

function tab(app: App, name: string) {
  return app.page.getByRole("tab", { name, exact: true });
}

describe("after a restart", () => {
  it("tabs, their views, searches and the one in front are back", async () => {
    const dataDir = freshDataDir();
    const first = await launch({
      dataDir,
      files: [samplePath("cpu.pb.gz"), samplePath("heap.pb.gz")],
    });
    await first.settled(2);
    await first.idle();
    await first.page.getByRole("button", { name: /^cpu\.pb\.gz/ }).click();
    await tab(first, "Top").click();
    await first.page.locator("#search-input").fill("json");
    await first.page.waitForTimeout(1000);
    await first.close();

    const second = await launch({ dataDir });
    const profiles = await second.settled(2);
    expect(profiles.map(({ name }) => name)).toEqual([
      "cpu.pb.gz",
      "heap.pb.gz",
    ]);
    await second.idle();
    await expect
      .poll(() => tab(second, "Top").getAttribute("aria-selected"))
      .toBe("true");
    expect(await second.page.locator("#search-input").inputValue()).toBe(
      "json",
    );
    await expect.poll(() => second.page.title()).toContain("cpu.pb.gz");
    await second.screenshot("restored");
  });

  it("leaks are judged against the file they were judged against", async () => {
    const dataDir = freshDataDir();
    const files = ["base", "late"].map((moment) => {
      const dir = join(folder, moment);
      mkdirSync(dir);
      const path = join(dir, `${moment}.pb.gz`);
      copyFileSync(
        `tests/fixtures/leaks/captures/freight/${moment}.goroutine.pb.gz`,
        path,
      );
      return path;
    });
    const baseOf = (app: App) =>
      app.page.getByRole("combobox", { name: "Base" }).textContent();
    const first = await launch({ dataDir, files });
    await first.settled(2);
    await first.idle();
    await first.page.getByRole("button", { name: /^late\.pb\.gz/ }).click();
    await tab(first, "Leaks").click();
    await first.idle();
    // Of one gesture, though of two folders.
    await expect.poll(() => baseOf(first)).toContain("base.pb.gz");
    await first.page.waitForTimeout(1000);
    await first.close();

    const second = await launch({ dataDir });
    await second.settled(2);
    await second.idle();
    await expect.poll(() => baseOf(second)).toContain("base.pb.gz");
    await second.page.getByRole("combobox", { name: "Base" }).click();
    await second.page.getByRole("option", { name: /none|No base/i }).click();
    const none = await baseOf(second);
    await second.page.waitForTimeout(1000);
    await second.close();

    const third = await launch({ dataDir });
    await third.settled(2);
    await third.idle();
    await expect.poll(() => baseOf(third)).toBe(none);
  });

  it("a flame graph is zoomed and inverted as it was", async () => {
    const dataDir = freshDataDir();
    const crumb = (app: App): Promise<string | null> =>
      app.page.locator(".ls-breadcrumb [aria-current=true]").textContent();
    const first = await launch({ dataDir, files: [samplePath("cpu.pb.gz")] });
    await first.settled(1);
    await tab(first, "Flame graph").click();
    await first.page.getByText("Inverted", { exact: true }).click();
    await first.idle();
    const canvas = await first.page.locator(".ls-flame-canvas").boundingBox();
    if (canvas === null) throw new Error("no flame graph");
    await first.page.mouse.click(canvas.x + canvas.width * 0.1, canvas.y + 30);
    await first.idle();
    const zoomedTo = await crumb(first);
    expect(zoomedTo).not.toBe("All");
    await first.page.waitForTimeout(1000);
    await first.close();

    const second = await launch({ dataDir });
    await second.settled(1);
    await second.idle();
    await expect.poll(() => crumb(second)).toBe(zoomedTo);
  });

  it("tables and flame graphs are as they were left", async () => {
    const dataDir = freshDataDir();
    const first = await launch({ dataDir, files: [samplePath("cpu.pb.gz")] });
    await first.settled(1);
    await first.idle();
    await first.page.getByRole("combobox", { name: "Sample type" }).click();
    await first.page.getByRole("option", { name: /samples/ }).click();
    await tab(first, "Flame graph").click();
    await first.page.getByRole("button", { name: "Root at the top" }).click();
    await first.page.getByRole("button", { name: "Inverted" }).click();
    await tab(first, "Top").click();
    await first.idle();
    const header = (app: App, name: string) =>
      app.page.getByRole("columnheader", { name, exact: true });
    const width = async (app: App, name: string): Promise<number> =>
      (await header(app, name).boundingBox())?.width ?? 0;
    await header(first, "cum").getByRole("button").click();
    await header(first, "cum").getByRole("button").press("Shift+ArrowRight");
    const cumWidth = await width(first, "cum");
    await tab(first, "Call tree").click();
    await first.idle();
    // Columns that do not sort are resized by key as well.
    const fileBefore = await width(first, "cum");
    await header(first, "cum").getByRole("button").press("Shift+ArrowLeft");
    expect(await width(first, "cum")).toBe(fileBefore - 16);
    await first.page.waitForTimeout(1200);
    await first.close();

    const second = await launch({ dataDir });
    await second.settled(1);
    await second.idle();
    expect(await width(second, "cum")).toBe(fileBefore - 16);
    const inverted = second.page.getByRole("button", { name: "Inverted" });
    await expect.poll(() => inverted.getAttribute("aria-pressed")).toBe("true");
    expect(
      await second.page
        .getByRole("combobox", { name: "Sample type" })
        .innerText(),
    ).toMatch(/^samples/);
    await tab(second, "Top").click();
    await second.idle();
    expect(await width(second, "cum")).toBe(cumWidth);
    expect(await header(second, "cum").getAttribute("aria-sort")).toBe(
      "descending",
    );
    await tab(second, "Flame graph").click();
    await second.page
      .getByRole("button", { name: "Root at the bottom" })
      .waitFor();
  });

  it("the window is where it was", async () => {
    const dataDir = freshDataDir();
    const bounds = { x: 40, y: 30, width: 900, height: 640 };
    const first = await launch({ dataDir });
    await first.electron.evaluate(({ BrowserWindow }, place) => {
      BrowserWindow.getAllWindows()[0].setBounds(place);
    }, bounds);
    await first.page.waitForTimeout(800);
    await first.close();
    const second = await launch({ dataDir, width: 0, height: 0 });
    const found = await second.electron.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0].getBounds(),
    );
    expect(found).toEqual(bounds);
  });

  it("recent files are listed, those that are gone marked", async () => {
    const dataDir = freshDataDir();
    const here = join(folder, "here.pb.gz");
    const gone = join(folder, "gone.pb.gz");
    for (const path of [here, gone])
      copyFileSync(samplePath("cpu.pb.gz"), path);
    const settings = { reopensFiles: false };
    const first = await launch({ dataDir, settings, files: [here, gone] });
    await first.settled(2);
    await first.page.waitForTimeout(300);
    await first.close();
    rmSync(gone);

    const second = await launch({ dataDir });
    const recent = second.page.getByRole("region", { name: "Recent" });
    await recent.waitFor();
    await second.screenshot("start-recent");
    expect(await second.profiles()).toEqual([]);
    const missing = recent.getByRole("button", { name: /gone\.pb\.gz/ });
    expect(await missing.isDisabled()).toBe(true);
    expect(await missing.textContent()).toContain("not there any more");
    await recent.getByRole("button", { name: /here\.pb\.gz/ }).click();
    const [opened] = await second.settled(1);
    expect(opened.name).toBe("here.pb.gz");
  });
});
