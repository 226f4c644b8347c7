/** Every view by keyboard alone: no test here uses a pointer. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type App, samplePath } from "./app.ts";
import {
  expectFocus,
  focused,
  partTo,
  press,
  tabTo,
} from "./keyboard-hands.ts";
import { temporaryFolder } from "./temporary-folder.ts";
import { useApp } from "./use-app.ts";

const CPU = samplePath("cpu.pb.gz");
const HEAP_BASE = samplePath("heap-base.pb.gz");
const HEAP = samplePath("heap.pb.gz");
const LIST = samplePath("list-growth.pb.gz");
const DUMP = samplePath("marketplace.txt.gz");

const launch = useApp();

async function open(...files: string[]): Promise<App> {
  const app = await launch({ files });
  await app.settled(files.length);
  await app.idle();
  return app;
}

/** Whether the tab of a view is the one in front. */
const isShown = (app: App, name: RegExp): Promise<string | null> =>
  app.page.getByRole("tab", { name }).getAttribute("aria-selected");

const card = (app: App): Promise<number> =>
  app.page.locator(".ls-hover-card").count();

const picture = (app: App): Promise<string> =>
  app.page.evaluate(
    () => document.querySelector("canvas")?.toDataURL() ?? "none",
  );

const crumb = (app: App): Promise<string | null> =>
  app.page.locator(".ls-breadcrumb [aria-current=true]").textContent();

describe("the flame graph", () => {
  it("is walked, told of, zoomed and moved", async () => {
    const app = await open(CPU);
    await press(app, "1");
    await expectFocus(app, /^tree Flame graph of/);
    await press(app, "ArrowDown", "ArrowDown");
    const status = app.page.locator(".ls-status__frame");
    await expect.poll(() => status.textContent()).toMatch(/\w+ .*%/);

    await press(app, "i");
    await expect.poll(() => card(app)).toBe(1);
    const first = await app.page.locator(".ls-hover-card").innerText();
    await app.screenshot("keyboard-card");
    await press(app, "ArrowDown");
    await expect
      .poll(() => app.page.locator(".ls-hover-card").innerText())
      .not.toBe(first);
    await press(app, "Escape");
    await expect.poll(() => card(app)).toBe(0);

    await press(app, "Enter");
    await expect.poll(() => crumb(app)).not.toBe("All");
    await app.idle();
    await app.page.waitForTimeout(400);
    const zoomed = await picture(app);
    await press(app, "Shift+ArrowRight");
    await expect.poll(() => picture(app)).not.toBe(zoomed);
    await press(app, "0");
    await expect.poll(() => crumb(app)).toBe("All");
    await press(app, "ArrowDown", "Enter");
    await expect.poll(() => crumb(app)).not.toBe("All");
    await tabTo(app, /^button All$/, "Shift+Tab");
    await press(app, "Enter");
    await expect.poll(() => crumb(app)).toBe("All");
  });

  it("has its menu, which leads to the function in Top", async () => {
    const app = await open(CPU);
    await press(app, "1", "ArrowDown", "ArrowDown", "Shift+F10");
    await expectFocus(app, /^(menu|menuitem) /);
    const items = app.page.getByRole("menuitem");
    const names = await items.allInnerTexts();
    const top = names.findIndex((name) => /Top/.test(name));
    expect(top).toBeGreaterThan(0);
    for (let i = 0; i < 20; i += 1) {
      if (/Top/.test(await focused(app))) break;
      await press(app, "ArrowDown");
    }
    await press(app, "Enter");
    await expect.poll(() => isShown(app, /^Top/)).toBe("true");
    await expectFocus(app, /^grid /);
  });

  it("is left and come back to by its menu closing, and keeps the focus", async () => {
    const app = await open(CPU);
    await press(app, "1", "ArrowDown", "Shift+F10");
    await expectFocus(app, /^(menu|menuitem) /);
    await press(app, "Escape");
    await expectFocus(app, /^tree Flame graph of/);
    await press(app, "/");
    await expectFocus(app, /^input Search functions/);
    await app.page.keyboard.type("gcBgMark");
    await press(app, "Escape", "Escape");
    await expectFocus(app, /^tree Flame graph of/);
  });
});

describe("tables", () => {
  it("sort, resize, and lead to the flame graph", async () => {
    const app = await open(CPU);
    await press(app, "2");
    await expectFocus(app, /^grid /);
    await press(app, "Tab");
    const header = app.page.locator(".ls-grid__head-cell").first();
    const sort = (): Promise<string | null> => header.getAttribute("aria-sort");
    const before = await sort();
    await press(app, "Enter");
    await expect.poll(sort).not.toBe(before);
    const width = (await header.boundingBox())?.width ?? 0;
    await press(app, "Shift+ArrowRight");
    await expect
      .poll(async () => (await header.boundingBox())?.width)
      .toBeGreaterThan(width);
    await press(app, "Shift+Tab", "Home", "ArrowDown", "Shift+F10");
    await expectFocus(app, /^(menu|menuitem) /);
    await press(app, "Escape");
    await expectFocus(app, /^grid /);
    await press(app, "Enter");
    await expect.poll(() => isShown(app, /^Flame graph/)).toBe("true");
    await expectFocus(app, /^tree Flame graph of/);
  });

  it("of calls open and close", async () => {
    const app = await open(CPU);
    await press(app, "3");
    await expectFocus(app, /^treegrid /);
    const rows = (): Promise<number> =>
      app.page.locator(".ls-grid__row").count();
    const before = await rows();
    await press(app, "Home", "ArrowLeft");
    await expect.poll(rows).toBeLessThan(before);
    await press(app, "ArrowRight");
    await expect.poll(rows).toBeGreaterThan(1);
  });
});

describe("goroutines and leaks", () => {
  it("from the list into the evidence and back; from there to the stacks", async () => {
    const app = await open(DUMP);
    await app.page.getByRole("tab", { name: /^Leaks/ }).waitFor();
    const views = await app.page.getByRole("tab").allInnerTexts();
    const keyOf = (name: string): string =>
      String(views.findIndex((view) => view.startsWith(name)) + 1);
    await press(app, keyOf("Leaks"));
    await app.idle();
    await partTo(app, /^treegrid /);
    await press(app, "Home", "ArrowDown", "Enter");
    await expectFocus(app, /^section /);
    await tabTo(app, /^button Show goroutines|^button .*goroutines/i);
    await press(app, "Escape");
    await expectFocus(app, /^treegrid /);
    await press(app, keyOf("Goroutines"));
    await app.idle();
    await expectFocus(app, /^(tree)?grid /);
    await press(app, "ArrowDown", "Enter");
    await expect.poll(() => focused(app)).not.toBe("body");
    await press(app, "Escape");
    await expectFocus(app, /^(tree)?grid /);
  });
});

describe("a comparison", () => {
  it("is swapped, merged, sorted and searched", async () => {
    const app = await open(HEAP_BASE, HEAP);
    await press(app, "Control+d");
    const pair = app.page.getByRole("group", { name: "Profiles compared" });
    await pair.waitFor();
    await app.idle();
    await partTo(app, /^tree /);
    await press(app, "ArrowDown", "i");
    await expect.poll(() => card(app)).toBe(1);
    await press(app, "Escape");
    await tabTo(app, /Swap base and current/, "Shift+Tab");
    await press(app, "Enter");
    await expect.poll(() => pair.innerText()).toContain("Swapped");
    await tabTo(app, /^button Merged/);
    await press(app, "Enter");
    await app.idle();
    await expect
      .poll(() => app.page.locator(".ls-compare canvas").count())
      .toBe(2);
    await tabTo(app, /^grid What changed/);
    await press(app, "ArrowDown", "/");
    await app.page.keyboard.type("json");
    await press(app, "Enter");
    await expectFocus(app, /^input Search/);
  });

  it("of two points of a trend is picked and saved", async () => {
    const folder = temporaryFolder();
    const app = await open(HEAP_BASE, HEAP, LIST);
    const path = join(folder, "kept.leakscope");
    await app.electron.evaluate(({ dialog }, filePath) => {
      dialog.showSaveDialog = () =>
        Promise.resolve({ canceled: false, filePath });
    }, path);
    await press(app, "Control+d");
    await app.page.getByRole("group", { name: "Profiles compared" }).waitFor();
    await app.idle();
    await tabTo(app, /^button Side by side/);
    await press(app, "Enter");
    await app.page.locator(".ls-flame-canvas").first().waitFor();
    await tabTo(app, /^button Trend/);
    await press(app, "Enter");
    await app.page.locator(".ls-compare__chart canvas").waitFor();
    await tabTo(app, /^figure /);
    const legend = app.page.locator(".ls-compare__chart .u-legend");
    const quiet = await legend.innerText();
    await press(app, "ArrowRight", "ArrowDown");
    await expect.poll(() => legend.innerText()).not.toBe(quiet);
    await app.screenshot("keyboard-trend");
    await press(app, "Space");
    await expect.poll(() => legend.locator(".u-series.u-off").count()).toBe(1);
    const whole = await picture(app);
    await press(app, "+");
    await expect.poll(() => picture(app)).not.toBe(whole);
    await press(app, "0");
    await expect.poll(() => picture(app)).toBe(whole);
    await tabTo(app, /^combobox Base$/, "Shift+Tab");
    const from = await app.page
      .getByRole("combobox", { name: "Base", exact: true })
      .innerText();
    await press(app, "Enter");
    await app.page.getByRole("listbox").waitFor();
    await press(app, "ArrowDown", "Enter");
    await expect
      .poll(() =>
        app.page
          .getByRole("combobox", { name: "Base", exact: true })
          .innerText(),
      )
      .not.toBe(from);
    await tabTo(app, /^button Compare/);
    await press(app, "Enter");
    await app.page.locator(".ls-flame-canvas").first().waitFor();
    await press(app, "Control+s");
    await expect
      .poll(() => existsSync(path) && readFileSync(path, "utf8").length)
      .toBeGreaterThan(20);
  });
});
