/** Every view and page without accessibility faults, in every theme and language. */
import { copyFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { type App, samplePath } from "./app.ts";
import { axeFaults } from "./axe.ts";
import { connectTo, useCaptures } from "./capture-service.ts";
import { temporaryFolder } from "./temporary-folder.ts";

/** Every theme and every language once: colours do not depend on words. */
const LOOKS = [
  { theme: "light", language: "en" },
  { theme: "dark", language: "zh-CN" },
] as const;

const { serve, start } = useCaptures();

let folder = "";
beforeEach(() => {
  folder = temporaryFolder();
});
/** Looks at what is on the screen in every theme and language. */
async function check(app: App, what: string): Promise<void> {
  for (const look of LOOKS) {
    await app.request("settings/set", look);
    await app.idle();
    const name = `${what}, ${look.theme}, ${look.language}`;
    expect([name, await axeFaults(app.page)]).toEqual([name, []]);
  }
}

async function showTab(app: App, id: string): Promise<void> {
  await app.page.locator(`#tab-${id}`).click();
  await app.idle();
}

const inFront = (app: App, name: string): Promise<void> =>
  app.page.locator(".ls-sidebar").getByText(name, { exact: true }).click();

describe("without faults in every theme and language", () => {
  it("the views of one profile, start page and dialogs", async () => {
    const app = await start();
    await app.idle();
    await check(app, "start page");
    await app.request("profile/open", { paths: [samplePath("cpu.pb.gz")] });
    await app.settled(1);
    for (const id of ["flame", "top", "tree", "callers"]) {
      await showTab(app, id);
      await check(app, id);
    }
    for (const keys of ["?", "Control+k", "Control+,"]) {
      await app.page.evaluate(() => {
        (document.activeElement as HTMLElement | null)?.blur();
      });
      await app.page.keyboard.press(keys);
      await app.page.getByRole("dialog").waitFor();
      await check(app, keys);
      await app.page.keyboard.press("Escape");
      await app.page.getByRole("dialog").waitFor({ state: "detached" });
    }
    await app.page.keyboard.press("Control+g");
    await app.page.locator(".ls-guide__contents").waitFor();
    await check(app, "guide");
  });

  it("the views of goroutines and verdicts", async () => {
    const app = await start();
    const files = ["marketplace.base.txt.gz", "marketplace.txt.gz"];
    await app.request("profile/open", { paths: files.map(samplePath) });
    await app.settled(2);
    await app.idle();
    for (const id of ["leaks", "goroutines", "compare", "flame"]) {
      await showTab(app, id);
      await app.page.waitForTimeout(300);
      await check(app, `${id} of goroutines`);
    }
    await showTab(app, "leaks");
    await app.page.getByRole("treegrid").press("ArrowDown");
    await app.page.getByRole("treegrid").press("Enter");
    await app.idle();
    await check(app, "a finding");
    await showTab(app, "goroutines");
    for (const segment of await app.page
      .locator("[role=toolbar] button, .ls-segments button")
      .filter({ hasText: /^(创建者|Creator)/ })
      .all()) {
      await segment.click();
      await app.idle();
      await check(app, "creators");
    }
  });

  it("comparisons and trends", async () => {
    mkdirSync(join(folder, "series"));
    const paths = ["heap-base", "heap", "map-growth"].map((name) => {
      const path = join(folder, "series", `${name}.pb.gz`);
      copyFileSync(samplePath(`${name}.pb.gz`), path);
      return path;
    });
    const app = await start();
    await app.request("profile/open", { paths });
    await app.settled(3);
    await app.idle();
    await showTab(app, "compare");
    const pictures = app.page.locator(".ls-compare__tools .ls-segments button");
    for (let i = 0; i < (await pictures.count()); i += 1) {
      await pictures.nth(i).click();
      await app.idle();
      await check(app, `compare ${i}`);
    }
    expect(await pictures.count()).toBeGreaterThan(2);
  });

  it("the capture page, files that fail, and files that changed", async () => {
    const address = await serve();
    const bad = join(folder, "page.html");
    const changing = join(folder, "changing.pb.gz");
    copyFileSync(samplePath("cpu.pb.gz"), changing);
    copyFileSync(join(import.meta.dirname, "axe.ts"), bad);
    const app = await start();
    await connectTo(app, address);
    await app.page.getByText(`${address} offers`).waitFor();
    await check(app, "what a service offers");
    await app.request("settings/set", { language: "en" });
    await app.page.getByRole("button", { name: "Watch" }).click();
    await app.page.getByText("1 snapshot kept").waitFor();
    await check(app, "a watch");
    await app.request("profile/open", { paths: [bad] });
    await app.settled(1);
    await app.page.getByRole("alert").waitFor();
    await check(app, "a file that fails");
    await app.request("profile/open", { paths: [changing] });
    await app.settled(2);
    copyFileSync(samplePath("heap.pb.gz"), changing);
    await inFront(app, "changing.pb.gz");
    await app.page.locator(".ls-disk-change").waitFor();
    await check(app, "a file that changed");
  });
});
