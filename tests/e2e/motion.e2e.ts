/** Nothing moves where that is asked. */
import { describe, expect, it } from "vitest";
import { samplePath } from "./app.ts";
import { useApp } from "./use-app.ts";

const launch = useApp();

describe("reduced motion", () => {
  it("is honoured by everything that moves", async () => {
    const app = await launch({ files: [samplePath("cpu.pb.gz")] });
    await app.settled(1);
    await app.page.emulateMedia({ reducedMotion: "reduce" });
    await app.idle();
    await app.page.keyboard.press("Control+k");
    await app.page.getByRole("dialog").waitFor();
    const running = await app.page.evaluate(() =>
      document
        .getAnimations()
        .filter(({ effect }) => {
          const timing = effect?.getComputedTiming();
          return Number(timing?.activeDuration ?? 0) > 10;
        })
        .map((each) => each.id || each.constructor.name),
    );
    expect(running).toEqual([]);
  });

  it("lets the flame graph zoom at once instead of sliding", async () => {
    const app = await launch({ files: [samplePath("cpu.pb.gz")] });
    await app.settled(1);
    await app.page.locator("#tab-flame").click();
    await app.idle();
    const tree = app.page.getByRole("tree");
    /** Pictures drawn while the graph zooms into a callee and out again. */
    const draws = async (): Promise<number> => {
      await tree.press("Home");
      await tree.press("ArrowDown");
      await tree.press("ArrowDown");
      await app.page.waitForTimeout(300);
      await app.page.evaluate(() => {
        const state = window as unknown as { draws: number };
        state.draws = 0;
        new PerformanceObserver((list) => {
          state.draws += list.getEntriesByName("flame/draw").length;
        }).observe({ type: "measure" });
      });
      for (const key of ["Space", "0"]) {
        await tree.press(key);
        await app.page.waitForTimeout(500);
      }
      return app.page.evaluate(
        () => (window as unknown as { draws: number }).draws,
      );
    };
    const moving = await draws();
    await app.page.emulateMedia({ reducedMotion: "reduce" });
    const still = await draws();
    expect(still).toBeGreaterThan(0);
    expect(still).toBeLessThan(moving);
    expect(still).toBeLessThanOrEqual(4);
  });
});
