import { describe, expect, it } from "vitest";
import { commonSampleTypes, compareAge } from "./compare.ts";

const at = (timeNanos: string, fileTimeMs = 0) => ({ timeNanos, fileTimeMs });

describe("compareAge", () => {
  it("goes by the profile's own time", () => {
    expect(compareAge(at("5", 9000), at("7", 1000))).toBeLessThan(0);
    expect(compareAge(at("7"), at("5"))).toBeGreaterThan(0);
  });

  it("takes file times only where they are two seconds apart", () => {
    expect(compareAge(at("0", 1000), at("0", 9000))).toBeLessThan(0);
    expect(compareAge(at("5", 9000), at("0", 1000))).toBeGreaterThan(0);
    expect(compareAge(at("0", 1000), at("0", 3000))).toBe(0);
    expect(compareAge(at("0", 0), at("0", 9000))).toBe(0);
  });
});

describe("commonSampleTypes", () => {
  it("go by name and unit, in the order of the current profile", () => {
    const type = (name: string, unit: string) => ({
      type: name,
      unit,
      total: "0",
      absTotal: "0",
    });
    expect(
      commonSampleTypes(
        { sampleTypes: [type("a", "count"), type("b", "bytes")] },
        {
          sampleTypes: [
            type("b", "bytes"),
            type("a", "bytes"),
            type("a", "count"),
          ],
        },
      ).map(({ type: name, unit }) => `${name}/${unit}`),
    ).toEqual(["b/bytes", "a/count"]);
  });
});
