import { describe, expect, it } from "vitest";
import { profileFromText } from "#profile/profile-from-text.ts";
import { fitSlope } from "./fit-slope.ts";
import { computeTrend } from "./trend.ts";

describe("fitSlope", () => {
  it("is exact on a line", () => {
    expect(fitSlope([0, 1, 2, 3], [1, 3, 5, 7])).toEqual({
      slope: 2,
      intercept: 1,
      margin: 0,
    });
  });

  it("has a margin that covers 0 where there is only noise", () => {
    const { slope, margin } = fitSlope([0, 1, 2, 3, 4], [5, 1, 4, 2, 5]);
    expect(Math.abs(slope)).toBeLessThan(margin);
  });

  it("follows the textbook: slope 0.6, standard error 0.2828, t(3) 3.182", () => {
    const { slope, margin } = fitSlope([1, 2, 3, 4, 5], [2, 4, 5, 4, 5]);
    expect(slope).toBeCloseTo(0.6, 10);
    expect(margin).toBeCloseTo(0.28284 * 3.182, 3);
  });

  it("knows no margin of two points, and no slope of one", () => {
    expect(fitSlope([0, 2], [0, 6])).toMatchObject({
      slope: 3,
      margin: Infinity,
    });
    expect(fitSlope([4], [6])).toMatchObject({ slope: 0, intercept: 6 });
  });
});

describe("computeTrend", () => {
  const at = (second: number, text: string) =>
    profileFromText(text, { timeNanos: BigInt(second) * 1_000_000_000n });
  const profiles = [
    at(100, "main;leak 10\nmain;flat 5\nmain;drops 9"),
    at(110, "main;leak 20\nmain;flat 5\nmain;drops 3"),
    at(130, "main;leak 40\nmain;flat 5"),
  ];
  const trend = computeTrend(profiles, profiles[0].sampleTypes[0], 10);

  it("takes time as it passed", () => {
    expect(trend.seconds).toEqual([0, 10, 30]);
    expect(trend.hasTimes).toBe(true);
    expect(trend.total.values).toEqual([24, 28, 45]);
    expect(trend.total.isMonotonic).toBe(true);
  });

  it("ranks what grows by slope and leaves out what does not", () => {
    expect(trend.flat.map(({ name, values }) => [name, values])).toEqual([
      ["leak", [10, 20, 40]],
    ]);
    expect(trend.flat[0].fit.slope).toBeCloseTo(1, 10);
    expect(trend.cum.map(({ name }) => name)).toEqual(["leak", "main"]);
  });

  it("counts snapshots where times are missing", () => {
    const untimed = profiles.map((profile) => ({ ...profile, timeNanos: 0n }));
    const { seconds, hasTimes } = computeTrend(
      untimed,
      profiles[0].sampleTypes[0],
      10,
    );
    expect({ seconds, hasTimes }).toEqual({
      seconds: [0, 1, 2],
      hasTimes: false,
    });
  });
});
