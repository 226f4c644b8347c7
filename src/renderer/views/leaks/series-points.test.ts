import { describe, expect, it } from "vitest";
import { seriesPoints, shownSeries } from "./series-points.ts";

describe("the series of a finding", () => {
  it("runs from left to right, from 0 up to the largest", () => {
    expect(seriesPoints([0, 5, 10], 24, 12)).toBe("2,10 12,6 22,2");
    expect(seriesPoints([0, 0, 0], 24, 12)).toBe("2,10 12,10 22,10");
  });

  it("is printed whole, or by its ends", () => {
    const counts = Array.from({ length: 20 }, (_, i) => i);
    expect(shownSeries(counts.slice(0, 13))).toEqual(counts.slice(0, 13));
    expect(shownSeries(counts)).toEqual([
      ...[0, 1, 2, null],
      ...[11, 12, 13, 14, 15, 16, 17, 18, 19],
    ]);
  });
});
