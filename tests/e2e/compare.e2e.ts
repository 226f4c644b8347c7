/** Comparing in the running app: two files in one gesture, one after the other, swap, sync, refusal. */
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type App, ROOT, samplePath } from "./app.ts";
import { temporaryFolder } from "./temporary-folder.ts";
import { useApp } from "./use-app.ts";

const BASE = samplePath("heap-base.pb.gz");
const CURRENT = samplePath("heap.pb.gz");
const CPU = samplePath("cpu.pb.gz");
const FIXTURES = join(ROOT, "tests/fixtures/pprof");

const launch = useApp();

/** What the header says: who is base, who is current. */
async function roles(app: App): Promise<string> {
  const pair = app.page.getByRole("group", { name: "Profiles compared" });
  await pair.waitFor();
  return (await pair.innerText()).replaceAll(/\s+/g, " ");
}

/** Both snapshots, compared at once. */
async function openPair(): Promise<App> {
  const app = await launch({ files: [BASE, CURRENT] });
  await app.settled(2);
  await roles(app);
  return app;
}

function swap(app: App): Promise<void> {
  return app.page
    .getByRole("button", { name: "Swap base and current" })
    .click();
}

/** First row of the delta table, cell by cell. */
async function firstRow(app: App): Promise<string[]> {
  const grid = app.page.getByRole("grid", { name: /What changed/ });
  await grid.waitFor();
  const row = grid.getByRole("row").nth(1);
  await row.waitFor();
  return row.getByRole("gridcell").allInnerTexts();
}

describe("two snapshots dropped together", () => {
  it("are compared at once, the older one as base whatever the order", async () => {
    const app = await launch();
    await app.idle();
    await app.drop([CURRENT, BASE]);
    await app.settled(2);
    expect(await roles(app)).toMatch(
      /^Base heap-base\.pb\.gz .* Current heap\.pb\.gz .*Older first/,
    );
    await app.idle();
    await app.page.getByText("38.8 MB to 169.9 MB: +131.1 MB").waitFor();
    const [delta, , base, current] = await firstRow(app);
    expect(delta).toMatch(/^\+20\.41 MB/);
    expect([base, current]).toEqual(["1.49 MB", "21.90 MB"]);
    await app.screenshot("compare-side-by-side");
    expect(await app.page.locator(".ls-compare canvas").count()).toBe(4);
  });

  it("can be swapped: growth becomes shrinking", async () => {
    const app = await openPair();
    await swap(app);
    await app.page.getByText("169.9 MB to 38.8 MB: −131.1 MB").waitFor();
    expect(await roles(app)).toMatch(/^Base heap\.pb\.gz .*Swapped/);
    await app.idle();
    await app.page.getByRole("button", { name: /^removed 18$/ }).waitFor();
  });

  it("show one tree when merged, with removed frames kept", async () => {
    const app = await openPair();
    await app.page.getByRole("button", { name: "Merged" }).click();
    await app.idle();
    expect(await app.page.locator(".ls-compare canvas").count()).toBe(2);
    await swap(app);
    await app.idle();
    await app.screenshot("compare-merged-swapped");
  });
});

describe("two files chosen in the dialog", () => {
  it("are compared as if they had been dropped", async () => {
    const app = await launch();
    await app.idle();
    await app.answerOpenDialog([CURRENT, BASE]);
    await app.page.keyboard.press("Control+o");
    await app.settled(2);
    expect(await roles(app)).toMatch(
      /^Base heap-base\.pb\.gz .* Current heap\.pb\.gz .*Older first/,
    );
  });
});

describe("the delta table", () => {
  const NAME_COLUMN = "Function";

  it("shows its functions in a narrow window, and keeps its sort", async () => {
    const dataDir = temporaryFolder();
    const first = await launch({ dataDir, files: [BASE, CURRENT] });
    await first.settled(2);
    await roles(first);
    await first.resize(1024, 700);
    await first.idle();
    const header = first.page.getByRole("columnheader", {
      name: NAME_COLUMN,
    });
    const box = await header.boundingBox();
    const grid = await first.page
      .getByRole("grid", { name: /What changed/ })
      .boundingBox();
    if (box === null || grid === null) throw new Error("no table");
    expect(box.x + box.width).toBeLessThanOrEqual(grid.x + grid.width + 1);
    expect(box.width).toBeGreaterThan(150);
    await first.page
      .getByRole("columnheader", { name: "Base" })
      .getByRole("button")
      .click();
    await first.screenshot("compare-narrow");
    await first.page.waitForTimeout(1000);
    await first.close();

    const second = await launch({ dataDir });
    await second.settled(2);
    await roles(second);
    await second.idle();
    await expect
      .poll(() =>
        second.page
          .getByRole("columnheader", { name: "Base" })
          .getAttribute("aria-sort"),
      )
      .toBe("descending");
    await second.close();
  });
});

describe("the table of goroutine groups", () => {
  it("keeps its sort over a restart", async () => {
    const dataDir = temporaryFolder();
    const files = ["marketplace.base.txt.gz", "marketplace.txt.gz"].map(
      samplePath,
    );
    const stateHeader = async (app: App) => {
      await app.settled(2);
      await app.page.getByRole("tab", { name: "Compare" }).click();
      await roles(app);
      await app.page
        .getByRole("button", { name: "Goroutine groups", exact: true })
        .click();
      await app.idle();
      return app.page.getByRole("columnheader", { name: "State" });
    };
    const first = await launch({ dataDir, files });
    const header = await stateHeader(first);
    await header.getByRole("button").click();
    await expect.poll(() => header.getAttribute("aria-sort")).toBe("ascending");
    await first.page.waitForTimeout(1000);
    await first.close();
    const second = await launch({ dataDir });
    const again = await stateHeader(second);
    expect(await again.getAttribute("aria-sort")).toBe("ascending");
  });
});

describe("other numbers of the same pair", () => {
  it("keep the canvases that are there, and come back as they were", async () => {
    const app = await openPair();
    await app.idle();
    const canvas = await app.page
      .locator(".ls-compare canvas")
      .first()
      .elementHandle();
    const before = await picture(app, 1);
    const normalise = app.page.getByRole("checkbox", { name: "Normalise" });
    await normalise.click();
    await expect.poll(() => picture(app, 1)).not.toBe(before);
    await app.idle();
    await app.page
      .locator(".ls-compare__formula", { hasText: "Scales current" })
      .waitFor();
    await normalise.click();
    await app.idle();
    await expect.poll(() => picture(app, 1)).toBe(before);
    expect(await canvas?.evaluate((element) => element.isConnected)).toBe(true);
  });
});

describe("a search", () => {
  it("steps through what only the base has, too", async () => {
    const app = await openPair();
    await swap(app);
    await app.idle();
    const bar = app.page.locator(".ls-compare__rows-bar");
    await bar.getByRole("group").first().getByRole("button").nth(1).click();
    await bar.getByRole("button", { name: /^removed \d+$/ }).click();
    await app.idle();
    const grid = app.page.getByRole("grid", { name: /What changed/ });
    // By cum: no box of it is left in the current side.
    const removed = await grid
      .getByRole("row")
      .nth(1)
      .getByRole("gridcell")
      .last()
      .getAttribute("title");
    if (removed === null) throw new Error("nothing was removed");
    const search = app.page.locator("#search-input");
    await search.fill(removed);
    await app.page.getByText(/^0 of \d+ box/).waitFor();
    await search.press("Enter");
    await app.page.getByText(/^1 of \d+ box/).waitFor();
    // The base's pane has the focus; the node has no box in the other.
    await expect
      .poll(() =>
        app.page
          .locator(
            ".ls-compare .ls-flame-canvas [role=treeitem][aria-selected=true]",
          )
          .count(),
      )
      .toBe(1);
  });
});

describe("one after the other", () => {
  it("the second snapshot finds the first by Ctrl+D", async () => {
    const app = await launch();
    await app.drop([CURRENT]);
    await app.settled(1);
    await app.idle();
    await app.page.waitForTimeout(1000);
    await app.drop([BASE]);
    await app.settled(2);
    await app.idle();
    await app.page.keyboard.press("Control+d");
    expect(await roles(app)).toMatch(
      /^Base heap-base\.pb\.gz .* Current heap\.pb\.gz/,
    );
  });

  it("a lone snapshot says what to do", async () => {
    const app = await launch({ files: [CURRENT] });
    await app.settled(1);
    await app.idle();
    await app.page.keyboard.press("Control+d");
    await app.page.getByText("Open a second snapshot to compare.").waitFor();
  });

  it("kinds that don't fit are refused in a sentence", async () => {
    const app = await launch({ files: [CURRENT, CPU] });
    await app.settled(2);
    await app.idle();
    await app.page.keyboard.press("Control+d");
    await app.page.getByText(/No other open file measures what/).waitFor();
  });
});

describe("panes", () => {
  it("zoom, scroll and hover together", async () => {
    const app = await openPair();
    await app.idle();
    const panes = app.page.locator(".ls-compare .ls-flame-canvas");
    const before = await picture(app, 0);
    const second = await panes.nth(1).boundingBox();
    if (second === null) throw new Error("no pane");
    await app.page.mouse.move(second.x + 60, second.y + 31);
    await app.page.locator(".ls-compare__card").waitFor();
    expect(await overlayPixels(app, 0)).toBeGreaterThan(0);
    await app.page.mouse.click(second.x + second.width - 60, second.y + 31);
    await app.page.waitForTimeout(400);
    expect(await picture(app, 0)).not.toBe(before);
    await panes.nth(1).evaluate((element) => {
      element.scrollTop = 40;
    });
    await app.page.waitForFunction(
      () => document.querySelectorAll(".ls-flame-canvas")[0].scrollTop === 40,
    );
  });

  it("step through matches together, have a menu, and go back from a zoom", async () => {
    const app = await openPair();
    await app.idle();
    const focused = (): Promise<(string | null)[]> =>
      app.page
        .locator(".ls-compare .ls-flame-canvas [role=treeitem][id]")
        .evaluateAll((items) =>
          items
            .filter((item) => item.getAttribute("aria-selected") === "true")
            .map((item) => item.textContent),
        );
    const search = app.page.locator("#search-input");
    await search.fill("json");
    await app.page.getByText(/^0 of \d+ boxes/).waitFor();
    await search.press("Enter");
    await app.page.getByText(/^1 of \d+ boxes/).waitFor();
    await search.press("Enter");
    await app.page.getByText(/^2 of \d+ boxes/).waitFor();
    await expect.poll(async () => (await focused()).length).toBe(2);

    const trees = app.page.getByRole("tree");
    const whole = await picture(app, 0);
    await trees.nth(1).focus();
    await trees.nth(1).press("Shift+F10");
    await app.page.getByRole("menuitem", { name: /Zoom/ }).first().click();
    await expect.poll(() => picture(app, 0)).not.toBe(whole);
    await app.idle();
    await app.page.keyboard.press("[");
    await app.idle();
    await expect.poll(() => picture(app, 0)).toBe(whole);
    await app.page.keyboard.press("]");
    await expect.poll(() => picture(app, 0)).not.toBe(whole);
  });

  it("have names for screen readers", async () => {
    const app = await openPair();
    await app.idle();
    const trees = app.page.getByRole("tree");
    expect(await trees.count()).toBe(2);
    expect(await trees.first().getAttribute("aria-label")).toMatch(/^Base: /);
  });
});

describe("three snapshots", () => {
  it("of one kind show their trend", async () => {
    const app = await launch({
      files: ["go-heap-base", "go-heap-current", "go-heap-sampled"].map(
        (name) => join(FIXTURES, `${name}.pb.gz`),
      ),
    });
    await app.settled(3);
    await app.page.getByRole("button", { name: "Trend" }).waitFor();
    await app.page.locator(".ls-compare__chart canvas").waitFor();
    expect(
      await app.page.locator(".ls-compare__trend-table tbody tr").count(),
    ).toBeGreaterThan(1);
    await app.screenshot("compare-trend");
    await app.page.getByRole("combobox", { name: "Base" }).last().click();
    await app.page.getByRole("option").nth(1).click();
    await app.page.getByRole("button", { name: "Compare these two" }).click();
    await roles(app);
    await app.idle();
    expect(await app.page.locator(".ls-compare canvas").count()).toBe(4);
  });
});

/** A pane's picture as a data URL. */
async function picture(app: App, pane: number): Promise<string> {
  return app.page.evaluate((index) => {
    const panes = document.querySelectorAll(".ls-compare .ls-flame-canvas");
    return panes[index].querySelector("canvas")?.toDataURL() ?? "";
  }, pane);
}

/** How many pixels of a pane's overlay are drawn. */
async function overlayPixels(app: App, pane: number): Promise<number> {
  return app.page.evaluate((index) => {
    const panes = document.querySelectorAll(".ls-compare .ls-flame-canvas");
    const overlay = panes[index].querySelectorAll("canvas")[1];
    const context = overlay.getContext("2d");
    if (context === null) return 0;
    const { data } = context.getImageData(0, 0, overlay.width, overlay.height);
    let drawn = 0;
    for (let i = 3; i < data.length; i += 4) if (data[i] > 0) drawn += 1;
    return drawn;
  }, pane);
}
