/** Twice the size in a small window: every control can be reached. */
import { describe, expect, it } from "vitest";
import { type App, samplePath } from "./app.ts";
import { useApp } from "./use-app.ts";

const launch = useApp();

/** Whether the page scrolls sideways, and the controls that reach over its sides. */
const cutOff = (app: App): Promise<{ wide: boolean; names: unknown[] }> =>
  app.page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    const wide = document.documentElement.scrollWidth > width;
    const controls = document.querySelectorAll(
      "button, input, [role=tab], [role=combobox]",
    );
    // Tables scroll sideways by themselves.
    const names = [...controls]
      .filter(
        (each) =>
          each.closest("[role=grid], [role=treegrid], .ls-visually-hidden") ===
          null,
      )
      .filter((each) => {
        const { left, right, width: w } = each.getBoundingClientRect();
        return w > 0 && (right > width + 1 || left < -1);
      })
      .map((each) => each.getAttribute("aria-label") ?? each.textContent);
    return { wide, names };
  });

async function zoomIn(app: App): Promise<void> {
  await app.electron.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0].webContents.setZoomFactor(2),
  );
  await app.idle();
}

const GOROUTINES = ["marketplace.base.txt.gz", "marketplace.txt.gz"];
const WHOLE = { wide: false, names: [] };

describe("at 200 % in a window of 1024x700", () => {
  it.each(["Flame graph", "Top", "Call tree"])(
    "no control of %s is cut off at the side",
    async (view) => {
      const app = await launch({
        files: [samplePath("cpu.pb.gz")],
        width: 1024,
        height: 700,
      });
      await app.settled(1);
      await zoomIn(app);
      await app.page.getByRole("tab", { name: view, exact: true }).click();
      await app.idle();
      await app.screenshot(`zoom-${view}`);
      expect(await cutOff(app)).toEqual(WHOLE);
    },
  );

  it("no control of other pages is cut off at the side", async () => {
    const app = await launch({ width: 1024, height: 700 });
    await zoomIn(app);
    expect(["start page", await cutOff(app)]).toEqual(["start page", WHOLE]);
    await app.request("profile/open", { paths: GOROUTINES.map(samplePath) });
    await app.settled(2);
    await app.idle();
    for (const id of ["leaks", "goroutines", "callers", "compare"]) {
      await app.page.locator(`#tab-${id}`).click();
      await app.idle();
      await app.screenshot(`zoom-${id}`);
      expect([id, await cutOff(app)]).toEqual([id, WHOLE]);
    }
    for (const keys of ["Control+g", "Control+l", "Control+,"]) {
      await app.page.keyboard.press(keys);
      await app.page.waitForTimeout(500);
      await app.idle();
      await app.screenshot(`zoom-${keys}`);
      expect([keys, await cutOff(app)]).toEqual([keys, WHOLE]);
    }
  });
});

describe("in the smallest window", () => {
  it("no control is cut off at the side", async () => {
    const app = await launch({ width: 720, height: 450 });
    await app.request("profile/open", { paths: GOROUTINES.map(samplePath) });
    await app.settled(2);
    await app.idle();
    for (const id of ["leaks", "goroutines", "flame", "top", "compare"]) {
      await app.page.locator(`#tab-${id}`).click();
      await app.idle();
      await app.screenshot(`small-${id}`);
      expect([id, await cutOff(app)]).toEqual([id, WHOLE]);
    }
  });
});
