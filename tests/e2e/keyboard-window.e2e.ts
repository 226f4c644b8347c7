/** The window around the views by keyboard alone: files, dialogs, filters, capture. No pointer. */
import { copyFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { samplePath } from "./app.ts";
import { addressField, useCaptures } from "./capture-service.ts";
import {
  expectFocus,
  focused,
  partTo,
  press,
  tabTo,
} from "./keyboard-hands.ts";
import { temporaryFolder } from "./temporary-folder.ts";

const CPU = samplePath("cpu.pb.gz");
const HEAP = samplePath("heap.pb.gz");

const { serve, start } = useCaptures();

describe("files", () => {
  it("are gone through and closed, and the focus stays at the next one", async () => {
    const app = await start({ files: [CPU, HEAP] });
    await app.settled(2);
    await app.idle();
    await partTo(app, /^button .*(cpu|heap)\.pb\.gz/);
    const names = async (): Promise<string[]> =>
      (await app.profiles()).map(({ name }) => name);
    await tabTo(app, /^button Close cpu/, "Shift+Tab");
    await press(app, "Enter");
    await expect.poll(names).toEqual(["heap.pb.gz"]);
    await expectFocus(app, /^button .*heap\.pb\.gz/);
    await press(app, "Control+w");
    await expect.poll(names).toEqual([]);
    await expectFocus(app, /^button Open files/);
  });

  it("come to the front with the focus in their view", async () => {
    const app = await start({ files: [CPU, HEAP] });
    await app.settled(2);
    await app.idle();
    await press(app, "2");
    await expectFocus(app, /^tree /);
    await press(app, "Control+PageUp");
    await expect.poll(() => app.page.title()).toContain("cpu.pb.gz");
    await expectFocus(app, /^(tree|grid|treegrid) /);
  });

  it("of a folder are opened", async () => {
    const folder = temporaryFolder();
    copyFileSync(CPU, join(folder, "cpu.pb.gz"));
    copyFileSync(HEAP, join(folder, "heap.pb.gz"));
    const app = await start();
    await app.idle();
    await app.answerOpenDialog([folder]);
    await press(app, "Control+Shift+O");
    expect(await app.settled(2)).toHaveLength(2);
  });
});

describe("the parts of the window", () => {
  it("are gone through by F6, forward and back, and remember their place", async () => {
    const app = await start({ files: [CPU] });
    await app.settled(1);
    await app.idle();
    await press(app, "1");
    await expectFocus(app, /^tree Flame/);
    const ring: string[] = [];
    for (let i = 0; i < 5; i += 1) {
      await press(app, "F6");
      ring.push(await focused(app));
    }
    expect(ring[4]).toMatch(/^tree Flame/);
    expect(new Set(ring).size).toBe(5);
    expect(ring.some((each) => /^tab /.test(each))).toBe(true);
    await press(app, "Shift+F6");
    expect(await focused(app)).toBe(ring[3]);
  });

  it("keep the focus on a button that has nothing more to do", async () => {
    const app = await start({ files: [CPU] });
    await app.settled(1);
    await app.idle();
    await press(app, "1", "2");
    await app.idle();
    await tabTo(app, /^button Back$/, "Shift+Tab");
    await press(app, "Enter", "Enter", "Enter", "Enter");
    await app.idle();
    expect(await focused(app)).toBe("button Back");
  });
});

describe("what floats above", () => {
  it.each([
    ["settings", "Control+,"],
    ["shortcuts", "?"],
    ["palette", "Control+k"],
  ])("%s gives the focus back", async (name, keys) => {
    const app = await start({ files: [CPU] });
    await app.settled(1);
    await app.idle();
    await press(app, "1");
    await expectFocus(app, /^tree Flame/);
    await press(app, keys);
    await app.page.getByRole("dialog").waitFor();
    await expect
      .poll(() =>
        app.page.evaluate(() =>
          document
            .querySelector("[role=dialog]")
            ?.contains(document.activeElement),
        ),
      )
      .toBe(true);
    await app.screenshot(`keyboard-${name}`);
    await press(app, "Escape");
    await app.page.getByRole("dialog").waitFor({ state: "detached" });
    await expectFocus(app, /^tree Flame/);
  });

  it("a setting is changed", async () => {
    const app = await start({ files: [CPU] });
    await app.settled(1);
    await app.idle();
    await press(app, "Control+,");
    await tabTo(app, /^combobox .*Theme|^button Dark/);
    if (/^combobox/.test(await focused(app))) {
      await press(app, "Enter", "End", "Enter");
    } else await press(app, "Enter");
    await expect
      .poll(() => app.page.locator("html").getAttribute("data-theme"))
      .toBe("dark");
  });
});

describe("a filter", () => {
  it("is typed, edited and taken off", async () => {
    const app = await start({ files: [CPU] });
    await app.settled(1);
    await app.idle();
    await press(app, "1", "Control+Shift+F");
    await app.page.keyboard.type("runtime");
    await press(app, "Enter");
    await app.page.locator(".ls-filter-chip").waitFor();
    await expectFocus(app, /^tree Flame/);
    await tabTo(app, /^button Remove|^button .*remove/i, "Shift+Tab");
    await press(app, "Enter");
    await app.page.locator(".ls-filter-chip").waitFor({ state: "detached" });
    await expectFocus(app, /^tree Flame/);
  });
});

describe("a capture", () => {
  it("is chosen, made, found in the history and deleted", async () => {
    const address = await serve();
    const app = await start();
    await app.idle();
    await press(app, "Control+l");
    await addressField(app).waitFor();
    await expectFocus(app, /^input/);
    await app.page.keyboard.type(address);
    await press(app, "Enter");
    await app.page.getByText(`${address} offers`).waitFor();
    await tabTo(app, /^button Capture 2 profiles/);
    await press(app, "Enter");
    await app.settled(2);
    await app.idle();
    await press(app, "Control+l");
    await addressField(app).waitFor();
    const rows = app.page.locator(".ls-capture__row-open");
    await expect.poll(() => rows.count()).toBe(2);
    await tabTo(app, /^button Delete/);
    await press(app, "Enter");
    await expect.poll(() => rows.count()).toBe(1);
    await expectFocus(app, /^button (heap|goroutine)/);
    await press(app, "Escape");
    await addressField(app).waitFor({ state: "detached" });
    await expect.poll(() => focused(app)).not.toBe("body");
  });

  it("repeated by a watch is begun, taken at once and ended", async () => {
    const address = await serve();
    const app = await start();
    await app.idle();
    await press(app, "Control+l");
    await addressField(app).waitFor();
    await app.page.keyboard.type(address);
    await press(app, "Enter");
    await app.page.getByText(`${address} offers`).waitFor();
    await tabTo(app, /^button Watch/);
    await press(app, "Enter");
    await tabTo(app, /^button Stop$/);
    const text = await app.page.locator(".ls-capture__job").innerText();
    await tabTo(app, /^button Take a snapshot/, "Shift+Tab");
    await press(app, "Enter");
    await expect
      .poll(() => app.page.locator(".ls-capture__job").innerText())
      .not.toBe(text);
    await tabTo(app, /^button Stop$/);
    await press(app, "Enter");
    // Its place is taken by what sends the ended watch away.
    await expectFocus(app, /^button /);
    await tabTo(app, /^button Dismiss$/);
    await press(app, "Enter");
    await app.page.locator(".ls-capture__job").waitFor({ state: "detached" });
    await expect.poll(() => focused(app)).not.toBe("body");
  });
});
