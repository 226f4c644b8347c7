/** Twice the size in a small window: every control can be reached. */
import { describe, expect, it } from "vitest";
import { samplePath } from "./app.ts";
import { useApp } from "./use-app.ts";

const launch = useApp();

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
      await app.electron.evaluate(({ BrowserWindow }) =>
        BrowserWindow.getAllWindows()[0].webContents.setZoomFactor(2),
      );
      await app.idle();
      await app.page.getByRole("tab", { name: view, exact: true }).click();
      await app.idle();
      await app.screenshot(`zoom-${view}`);
      const cut = await app.page.evaluate(() => {
        const width = document.documentElement.clientWidth;
        const wide = document.documentElement.scrollWidth > width;
        const controls = document.querySelectorAll(
          "button, input, [role=tab], [role=combobox]",
        );
        // Tables scroll sideways by themselves.
        const names = [...controls]
          .filter(
            (each) =>
              each.closest(
                "[role=grid], [role=treegrid], .ls-visually-hidden",
              ) === null,
          )
          .filter((each) => {
            const { left, right, width: w } = each.getBoundingClientRect();
            return w > 0 && (right > width + 1 || left < -1);
          })
          .map((each) => each.getAttribute("aria-label") ?? each.textContent);
        return { wide, names };
      });
      expect(cut).toEqual({ wide: false, names: [] });
    },
  );
});
