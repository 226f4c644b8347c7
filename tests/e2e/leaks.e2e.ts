/** Verdicts as the user meets them: every kind of input, the list by keyboard, marks, the guide. */
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { describe, expect, it } from "vitest";
import { type App, ROOT, samplePath } from "./app.ts";
import { axeFaults } from "./axe.ts";
import { copiedText } from "./copied-text.ts";
import { temporaryFolder } from "./temporary-folder.ts";
import { useApp } from "./use-app.ts";

const launch = useApp();

const pair = (id: string, suffix = "txt.gz"): string[] => [
  samplePath(`${id}.base.${suffix}`),
  samplePath(`${id}.${suffix}`),
];

/** Opens the Leaks tab of the file in front. */
async function showLeaks(app: App): Promise<void> {
  // A pair opens on Compare a moment after its second file: Leaks has to stay in front.
  const leaks = app.page.getByRole("tab", { name: "Leaks", exact: true });
  await expect
    .poll(
      async () => {
        await leaks.click();
        await app.page.waitForTimeout(400);
        return leaks.getAttribute("aria-selected");
      },
      { timeout: 30_000 },
    )
    .toBe("true");
  await app.page.getByRole("treegrid").first().waitFor();
  await app.idle();
}

const CAPTURES = join(ROOT, "tests/fixtures/leaks");
const BEACON = "beacon.leakprofile";

function capture(name: string): string {
  return join(CAPTURES, "captures", name);
}

function text(name: string): string {
  return join(CAPTURES, "texts", name);
}

const rowTexts = (app: App): Promise<string[]> =>
  app.page.getByRole("treegrid").getByRole("row").allInnerTexts();

describe("an input", () => {
  it.each([
    ["debug=2", samplePath("chan-send.txt.gz"), "Blocked channel send"],
    ["pprof", samplePath("ticker-leak.pb.gz"), "Range over a never-closed"],
    ["debug=1", capture("marketplace/cur.goroutine.debug1.txt"), "Mutex"],
    ["a panic in a log", text("panic-all.txt"), ""],
    ["SIGQUIT", capture("marketplace/late.sigquit.txt.gz"), "Blocked channel"],
    ["a fatal error", samplePath("fatal-deadlock.txt.gz"), "Mutex never"],
    ["goleak", samplePath("goleak-verifynone.txt.gz"), "Blocked channel send"],
    ["a service's log", samplePath("log-service.txt.gz"), "Blocked channel"],
    ["marks (leaked)", samplePath("goroutineleak.txt.gz"), "proved"],
    ["a leak profile", capture(`${BEACON}/cur.goroutineleak.pb.gz`), "proved"],
    [
      "a leak profile's text",
      capture(`${BEACON}/cur.goroutineleak.debug1.txt`),
      "proved",
    ],
  ])("of goroutines, %s, opens on its verdicts", async (_kind, path, words) => {
    const app = await launch({ files: [path] });
    await app.settled(1);
    await app.page.getByRole("treegrid").waitFor();
    await app.idle();
    expect((await rowTexts(app)).join("\n")).toContain(words);
    const sum = await app.page.locator(".ls-leaks__sum").innerText();
    const [listed, harmless, all] = sum
      .replaceAll(",", "")
      .match(/\d+/g)
      ?.map(Number) ?? [0, 0, -1];
    expect(listed + harmless).toBe(all);
    expect(all).toBeGreaterThan(0);
    await app.page.locator("#tab-flame").click();
    await app.page.locator("canvas").first().waitFor();
    await app.page.locator("#tab-top").click();
    const top = app.page.getByRole("grid", { name: /^Functions by/ });
    await top.getByRole("row").nth(2).waitFor();
  });

  it("of heaps as debug=1 text is judged in pairs", async () => {
    const app = await launch({
      files: [
        capture("extracts/base.heap.debug1.txt"),
        capture("extracts/cur.heap.debug1.txt.gz"),
      ],
    });
    await app.settled(2);
    await showLeaks(app);
    expect((await rowTexts(app)).length).toBeGreaterThan(1);
  });

  it("keeps lines nobody can read, with their numbers", async () => {
    const dir = temporaryFolder();
    const path = join(dir, "dump.txt");
    const dump = readFileSync(
      capture("anchor/cur.goroutine.debug2.txt"),
      "utf8",
    );
    writeFileSync(path, dump.replace(/^\t\S+:\d+.*$/m, "\t<<torn line>>"));
    const app = await launch({ files: [path] });
    await app.settled(1);
    await app.page.locator("#tab-goroutines").click();
    await app.page.getByRole("button", { name: /could not be read/ }).click();
    const line = app.page
      .locator(".ls-unparsed__line")
      .filter({ hasText: "torn line" });
    expect(await line.locator(".ls-unparsed__number").innerText()).toBe("3");
    await app.screenshot("unparsed");
  });

  it("of one heap says what is missing; a pair is judged", async () => {
    const app = await launch({ files: pair("map-growth", "pb.gz") });
    await app.settled(2);
    await showLeaks(app);
    expect((await rowTexts(app)).join("\n")).toContain("Ever-growing map");
    await app.page.getByRole("combobox", { name: "Base" }).click();
    await app.page.getByRole("option", { name: "No base" }).click();
    await app.page
      .getByText("One heap profile says what is in use", { exact: false })
      .waitFor();
  });
});

describe("three snapshots", () => {
  it("are judged together, and a finding shows its series", async () => {
    const folder = temporaryFolder();
    const [base, current] = pair("marketplace");
    const files = [base, current, current].map((path, i) => {
      const copy = join(folder, `${i}.txt.gz`);
      copyFileSync(path, copy);
      return copy;
    });
    const app = await launch({ files });
    await app.settled(3);
    await showLeaks(app);
    await app.page.getByRole("combobox", { name: "Base" }).click();
    await app.page.getByRole("option", { name: "0.txt.gz" }).click();
    await app.page.getByText("over 3 snapshots").waitFor();
    await app.page.getByText("60 → 300 → 300").waitFor();
  });
});

describe("the list", () => {
  it("is walked by keyboard, in to the detail and back", async () => {
    const app = await launch({ files: pair("marketplace") });
    await app.settled(2);
    await showLeaks(app);
    const { page } = app;
    const grid = page.getByRole("treegrid");
    await grid.focus();
    const title = page.locator(".ls-leak__title");
    const first = await title.innerText();
    await page.keyboard.press("ArrowDown");
    await expect.poll(() => title.innerText()).not.toBe(first);
    await page.keyboard.press("Enter");
    const focused = (): Promise<string> =>
      page.evaluate(() => document.activeElement?.className ?? "");
    expect(await focused()).toContain("ls-leak");
    await page.keyboard.press("Escape");
    expect(await focused()).toContain("ls-grid");
    await page.keyboard.press("End");
    await page.keyboard.press("ArrowRight");
    await expect
      .poll(async () => (await rowTexts(app)).join("\n"))
      .toContain("Accept loop");
    await app.screenshot("leaks");
  });

  it("is filtered by category, and the filter is one click from off", async () => {
    const app = await launch({ files: pair("marketplace") });
    await app.settled(2);
    await showLeaks(app);
    const { page } = app;
    const before = (await rowTexts(app)).length;
    await page.getByRole("combobox", { name: "Category" }).click();
    await page.getByRole("option", { name: "Blocked channel send" }).click();
    await expect
      .poll(async () => (await rowTexts(app)).length)
      .toBeLessThan(before);
    await page.getByRole("button", { name: /^Remove filter/ }).click();
    await expect.poll(async () => (await rowTexts(app)).length).toBe(before);
  });
});

describe("a finding", () => {
  it("is copied as Markdown", async () => {
    const app = await launch({ files: pair("chan-send") });
    await app.settled(2);
    await showLeaks(app);
    const text = await copiedText(app, () =>
      app.page.getByRole("button", { name: "Copy as Markdown" }).click(),
    );
    await app.page.getByText("Finding copied as Markdown").waitFor();
    expect(text).toContain("Blocked channel send");
    expect(text).toContain("```go");
  });

  it("is marked as expected, kept in the rules file, and the mark taken back", async () => {
    const app = await launch({ files: pair("chan-send") });
    await app.settled(2);
    await showLeaks(app);
    const { page } = app;
    await page.getByRole("button", { name: "Mark as expected" }).click();
    const back = page.getByRole("button", { name: "Take the mark back" });
    await back.waitFor();
    const file = join(app.dataDir, "leakscope-rules.json");
    const rules = JSON.parse(readFileSync(file, "utf8")) as {
      readonly schema: string;
      readonly expected: readonly { readonly category: string }[];
    };
    expect(rules.schema).toBe("leakscope-rules/1");
    expect(rules.expected.map(({ category }) => category)).toEqual([
      "chan-send",
    ]);
    await back.click();
    await page.getByRole("button", { name: "Mark as expected" }).waitFor();
    expect(readFileSync(file, "utf8")).not.toContain("chan-send");
  });

  it("leads to its goroutines, its frame and its page of the guide", async () => {
    const app = await launch({ files: pair("chan-send") });
    await app.settled(2);
    await showLeaks(app);
    const { page } = app;
    const count = await page
      .getByRole("treegrid")
      .getByRole("row")
      .nth(1)
      .getByRole("gridcell")
      .nth(1)
      .innerText();
    await page.getByRole("button", { name: "Show goroutines" }).click();
    await page.getByRole("button", { name: /^Remove filter Only/ }).waitFor();
    await app.idle();
    await page.getByText(`of ${count} goroutines`, { exact: false }).waitFor();
    await page.keyboard.press("[");
    await page.getByRole("button", { name: "Show in flame graph" }).click();
    await page.locator("canvas").first().waitFor();
    await page.keyboard.press("[");
    await page
      .locator(".ls-leak__actions")
      .getByRole("button", { name: "Guide" })
      .click();
    const article = page.locator("#guide-chan-send");
    await article.waitFor();
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.id))
      .toBe("guide-chan-send");
    await page.keyboard.press("Escape");
    await page.locator("#tab-leaks").waitFor();
  });
});

describe("files of one moment", () => {
  it("are one picture: a profile and a dump, until they are taken apart", async () => {
    const app = await launch({
      files: [
        capture("anchor/cur.goroutine.pb.gz"),
        capture("anchor/cur.goroutine.debug2.txt"),
      ],
    });
    await app.settled(2);
    const { page } = app;
    const note = page.getByText("joined with", { exact: false });
    await note.waitFor();
    // The pair opens on its verdicts, not on a comparison of a moment with itself.
    const leaks = page.locator("#tab-leaks");
    await expect.poll(() => leaks.getAttribute("aria-selected")).toBe("true");
    await app.screenshot("joined");
    await page.getByRole("button", { name: "Judge this file alone" }).click();
    await page.getByRole("button", { name: /^Join with/ }).click();
    await note.waitFor();
  });

  it("are proved by the leak profile beside them", async () => {
    const app = await launch({
      files: [
        capture(`${BEACON}/cur.goroutineleak.pb.gz`),
        capture(`${BEACON}/cur.goroutine.pb.gz`),
      ],
    });
    await app.settled(2);
    const { page } = app;
    await page.getByText("proved by", { exact: false }).waitFor();
    expect((await rowTexts(app)).join("\n")).toContain("proved");
    await page.locator("#tab-goroutines").click();
    await app.idle();
    await page.getByText("leaked", { exact: false }).first().waitFor();
    await page.locator("#tab-leaks").click();
    await page.getByRole("button", { name: "Judge this file alone" }).click();
    await app.idle();
    expect((await rowTexts(app)).join("\n")).not.toContain("proved");
  });

  it("of two folders are base and current where they came together", async () => {
    const dirs = ["before", "after"].map((name) => {
      const dir = join(temporaryFolder(), name);
      mkdirSync(dir);
      return dir;
    });
    const files = pair("chan-send").map((path, i) => {
      const to = join(dirs[i], basename(path));
      copyFileSync(path, to);
      return to;
    });
    const app = await launch();
    await app.idle();
    await app.drop(files);
    await app.settled(2);
    const { page } = app;
    await page.getByRole("treegrid").waitFor();
    const base = page.getByRole("combobox", { name: "Base" });
    await expect
      .poll(() => base.innerText())
      .toContain("chan-send.base.txt.gz");
    await expect
      .poll(async () => (await rowTexts(app)).join("\n"))
      .toContain("+");
    expect(await page.locator("#tab-leaks").getAttribute("aria-selected")).toBe(
      "true",
    );
  });
});

describe("the flame graph", () => {
  it("is coloured by verdict, and a click on a blocked leaf opens its finding", async () => {
    const app = await launch({ files: pair("chan-send") });
    await app.settled(2);
    await showLeaks(app);
    const { page } = app;
    await page.locator("#tab-flame").click();
    await app.idle();
    await page.getByRole("button", { name: "By verdict" }).click();
    await page.getByRole("list", { name: "Colours" }).waitFor();
    // The heaviest path down to its leaf.
    const canvas = page.locator(".ls-flame-canvas");
    await canvas.focus();
    for (let i = 0; i < 20; i += 1) await page.keyboard.press("ArrowDown");
    const leaf = page.locator("[role=treeitem][aria-selected=true]");
    expect(await leaf.getAttribute("aria-expanded")).toBeNull();
    const level = Number(await leaf.getAttribute("aria-level")) - 1;
    const box = await canvas.boundingBox();
    if (box === null) throw new Error("no canvas");
    const [x, y] = [box.x + 60, box.y + level * 20 + 10];
    await page.mouse.move(x, y);
    const card = page.locator(".ls-hover-card");
    await card.getByText("Blocked channel send: high").waitFor();
    await app.screenshot("flame-verdicts");
    await page.mouse.click(x, y);
    await page.locator(".ls-leak__title").waitFor();
    expect(await page.locator(".ls-leak__title").innerText()).toContain(
      "Blocked channel send",
    );
    // The second click of a double click does nothing; the way back is one key.
    await page.waitForTimeout(500);
    await page.keyboard.press("[");
    await canvas.waitFor();
    await canvas.focus();
    await page.keyboard.press("Shift+F10");
    await page
      .getByRole("menuitem", { name: /^Open finding: Blocked channel send/ })
      .waitFor();
    await page.keyboard.press("Escape");
    await canvas.focus();
    await page.keyboard.press("Enter");
    await page.locator(".ls-leak__title").waitFor();
  });

  it("has Top name the findings of a heap pair at their functions", async () => {
    const app = await launch({ files: pair("map-growth", "pb.gz") });
    await app.settled(2);
    await showLeaks(app);
    const { page } = app;
    await page.locator("#tab-top").click();
    const top = page.getByRole("grid", { name: /^Functions by/ });
    await top.getByText("Ever-growing map").first().waitFor();
    await app.screenshot("top-verdicts");
  });
});

describe("goroutines", () => {
  it("are grouped, searched and shown one by one", async () => {
    const app = await launch({ files: [samplePath("marketplace.txt.gz")] });
    await app.settled(1);
    const { page } = app;
    await page.locator("#tab-goroutines").click();
    await app.idle();
    const groups = page.getByRole("grid", { name: "Goroutine groups" });
    const members = page.getByRole("grid", { name: "Goroutines of the group" });
    await members.waitFor();
    const rows = async (): Promise<number> =>
      Number(await groups.getAttribute("aria-rowcount"));
    const all = await rows();
    await page.getByRole("button", { name: "Same state" }).click();
    await expect.poll(rows).toBeLessThan(all);
    await page.getByRole("button", { name: "Identical stack" }).click();
    await page
      .getByRole("textbox", { name: "Search functions" })
      .fill("Cheapest");
    await expect.poll(rows).toBe(2);
    await page.getByRole("button", { name: "Creator tree" }).click();
    await page.getByRole("treegrid").waitFor();
    await app.screenshot("goroutines");
  });
});

describe("the guide", () => {
  it("is open to everybody, searchable, in both languages", async () => {
    const app = await launch();
    await app.idle();
    const { page } = app;
    await page.getByRole("button", { name: "Guide" }).click();
    const search = page.getByRole("textbox", { name: "Search the guide" });
    await search.fill("Unlock");
    await page.getByRole("heading", { name: /Mutex never released/ }).waitFor();
    expect(
      await page.getByRole("heading", { name: /Blocked channel send/ }).count(),
    ).toBe(0);
    await app.request("settings/set", { language: "zh-CN" });
    await page.getByRole("heading", { name: /互斥锁等待/ }).waitFor();
    await page.keyboard.press("Escape");
    await page.keyboard.press("Escape");
    await page.getByRole("heading", { name: "六种泄漏的真实采集" }).waitFor();
  });
});

describe("a sample pair", () => {
  it("opens both files and judges the second against the first", async () => {
    const app = await launch({ settings: { language: "zh-CN" } });
    await app.idle();
    const { page } = app;
    await page.getByRole("button", { name: /通道发送阻塞/ }).click();
    await app.settled(2);
    await page.getByRole("treegrid").waitFor();
    await app.idle();
    const base = page.getByRole("combobox", { name: "基准" });
    expect(await base.innerText()).toContain("chan-send.base.txt.gz");
    expect((await rowTexts(app)).join("\n")).toContain("+");
    await app.screenshot("leaks-zh");
  });
});

describe("everybody", () => {
  it.each(["light", "dark"] as const)(
    "can read and reach the %s pages",
    async (theme) => {
      const app = await launch({
        files: pair("marketplace"),
        settings: { theme },
      });
      await app.settled(2);
      await showLeaks(app);
      expect(await axeFaults(app.page)).toEqual([]);
      await app.page.locator("#tab-goroutines").click();
      await app.idle();
      await app.page.waitForTimeout(200);
      expect(await axeFaults(app.page)).toEqual([]);
      await app.page.keyboard.press("Control+g");
      await app.idle();
      expect(await axeFaults(app.page)).toEqual([]);
    },
  );
});
