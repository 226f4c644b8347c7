/** What is drawn is also said: a screen reader meets the figures of every chart. */
import { copyFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { type App, samplePath } from "./app.ts";
import { connectTo, useCaptures } from "./capture-service.ts";
import { temporaryFolder } from "./temporary-folder.ts";

const { serve, start } = useCaptures();

let folder = "";
beforeEach(() => {
  folder = temporaryFolder();
});
/** Text of the tree item that has the focus of the `index`th tree on the page. */
function focusedItem(app: App, index = 0): Promise<string> {
  return app.page.evaluate((i) => {
    const tree = document.querySelectorAll("[role=tree]")[i];
    const id = tree.getAttribute("aria-activedescendant") ?? "";
    return document.getElementById(id)?.textContent ?? "";
  }, index);
}

/** Everything drawn is either hidden from screen readers or in something that has a name. */
const unnamed = (app: App): Promise<number> =>
  app.page.evaluate(
    () =>
      [...document.querySelectorAll("canvas")].filter(
        (canvas) => canvas.closest("[aria-hidden=true], [aria-label]") === null,
      ).length,
  );

describe("in words", () => {
  it("the flame graph: its boxes, with names, values and shares", async () => {
    const app = await start({ files: [samplePath("cpu.pb.gz")] });
    await app.settled(1);
    await app.page.locator("#tab-flame").click();
    await app.idle();
    expect(await unnamed(app)).toBe(0);
    const tree = app.page.getByRole("tree", { name: /^Flame graph of / });
    await tree.press("Home");
    const root = await focusedItem(app);
    expect(root).toMatch(/100\s?%/);
    await tree.press("ArrowDown");
    const child = await focusedItem(app);
    expect(child).not.toBe(root);
    expect(child).toMatch(/\d.*\d\s?%/);
    const item = tree.getByRole("treeitem", { selected: true });
    expect(await item.getAttribute("aria-level")).toBe("2");
  });

  it("a comparison, side by side and merged: both values of a box", async () => {
    const app = await start();
    const files = ["heap-base.pb.gz", "heap.pb.gz"].map(samplePath);
    await app.request("profile/open", { paths: files });
    await app.settled(2);
    await app.page.locator("#tab-compare").click();
    await app.idle();
    for (const [picture, panes] of [
      ["Side by side", 2],
      ["Merged", 1],
    ] as const) {
      await app.page.getByRole("button", { name: picture }).click();
      await app.idle();
      expect(await unnamed(app)).toBe(0);
      const trees = app.page.getByRole("tree");
      expect(await trees.count()).toBe(panes);
      for (let i = 0; i < panes; i += 1) {
        expect(await trees.nth(i).getAttribute("aria-label")).not.toBe("");
        await trees.nth(i).press("Home");
        await trees.nth(i).press("ArrowDown");
        const said = await focusedItem(app, i);
        expect([picture, said.match(/[\d.]+ [kMG]?B/g)?.length ?? 0]).toEqual([
          picture,
          expect.toSatisfy((count: number) => count >= 2),
        ]);
      }
    }
  });

  it("a trend: every point of every line", async () => {
    const names = ["heap-base", "heap", "map-growth"];
    const paths = names.map((name) => {
      const path = join(folder, `${name}.pb.gz`);
      copyFileSync(samplePath(`${name}.pb.gz`), path);
      return path;
    });
    const app = await start();
    await app.request("profile/open", { paths });
    await app.settled(3);
    await app.page.locator("#tab-compare").click();
    await app.page.getByRole("button", { name: "Trend" }).click();
    await app.idle();
    expect(await unnamed(app)).toBe(0);
    const rows = app.page.locator("figure .ls-visually-hidden tbody tr");
    await expect.poll(() => rows.count()).toBe(3);
    const values = await rows.evaluateAll((all) =>
      all.map((row) => row.querySelector("td")?.textContent ?? ""),
    );
    // The totals the files have, oldest first, as the chart's first line draws them.
    expect(values).toContain("38.8 MB");
    expect(values).toContain("169.9 MB");
    expect(
      await app.page.locator("figure .ls-visually-hidden thead th").count(),
    ).toBe(1 + (await rows.first().locator("td").count()));
  });

  it("a watch: start, end, lowest and highest, and restarts", async () => {
    let total = 5e6;
    const address = await serve((request, response) => {
      if (!request.url?.includes("heap?debug=1")) return false;
      total -= 1000;
      response.end(
        `heap profile: 0: 0 [0: 0] @ heap/1048576\n\n# runtime.MemStats\n# HeapAlloc = 2097152\n# TotalAlloc = ${total}\n`,
      );
      return true;
    });
    const app = await start();
    await connectTo(app, address);
    await app.page.getByText(`${address} offers`).waitFor();
    await app.page
      .getByRole("combobox", { name: "Time between polls" })
      .click();
    await app.page.getByRole("option").first().click();
    await app.page.getByRole("button", { name: "Watch" }).click();
    const said = app.page.locator("figure p.ls-visually-hidden");
    await expect.poll(() => said.count(), { timeout: 20_000 }).toBe(2);
    await expect
      .poll(() => said.allInnerTexts(), { timeout: 30_000 })
      .toEqual([
        expect.stringMatching(
          /^Goroutines: from 20,001 to 20,001 in \d+ s, lowest 20,001, highest 20,001\. Restarts of the service: \d+\.$/,
        ),
        expect.stringMatching(/lowest 2 MB, highest 2 MB\. Restarts/),
      ]);
    expect(await unnamed(app)).toBe(0);
  });
});
