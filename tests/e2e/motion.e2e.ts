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
});
