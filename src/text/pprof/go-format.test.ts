import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatFixed2, formatGeneral2, padLeft } from "./go-format.ts";
import { scale } from "#analysis/measurement.ts";
import { percentage, scaledLabel } from "./measurement.ts";

/** What Go 1.26 printed; see tests/golden/README.md. */
const recorded = JSON.parse(
  readFileSync(
    new URL("../../../tests/golden/go-format.json", import.meta.url),
    "utf8",
  ),
) as {
  readonly "%.2f": readonly [number, string][];
  readonly "%5.2f%%": readonly [number, string][];
  readonly "%5.2g%%": readonly [number, string][];
  readonly Percentage: readonly [string, string, string][];
  readonly ScaledLabel: readonly [string, string, string, string][];
};

/** All differences at once: thousands of expectations one by one would take seconds. */
function expectSame<Row>(
  rows: readonly Row[],
  ours: (row: Row) => string,
  theirs: (row: Row) => string,
): void {
  expect(rows.length).toBeGreaterThan(100);
  expect(
    rows
      .filter((row) => ours(row) !== theirs(row))
      .map((row) => `${JSON.stringify(row)}: ${ours(row)}`),
  ).toEqual([]);
}

describe("equals what Go printed", () => {
  it("%.2f", () => {
    expectSame(
      recorded["%.2f"],
      ([value]) => formatFixed2(value),
      ([, text]) => text,
    );
  });

  it("%5.2f%%", () => {
    expectSame(
      recorded["%5.2f%%"],
      ([value]) => `${padLeft(formatFixed2(value), 5)}%`,
      ([, text]) => text,
    );
  });

  it("%5.2g%%", () => {
    expectSame(
      recorded["%5.2g%%"],
      ([value]) => `${padLeft(formatGeneral2(value), 5)}%`,
      ([, text]) => text,
    );
  });

  it("Percentage", () => {
    expectSame(
      recorded.Percentage,
      ([value, total]) => percentage(BigInt(value), BigInt(total)),
      ([, , text]) => text,
    );
  });

  it("ScaledLabel", () => {
    expectSame(
      recorded.ScaledLabel,
      ([value, from, to]) => scaledLabel(BigInt(value), from, to),
      (row) => row[3],
    );
  });
});

describe("rounds to even on exact ties (rule O7)", () => {
  it.each([
    [0.125, "0.12"],
    [0.375, "0.38"],
    [2.625, "2.62"],
    [-0.125, "-0.12"],
    [1023.875, "1023.88"],
    [0.135, "0.14"],
    [-0, "-0.00"],
    [1e21, "1000000000000000000000.00"],
    [Infinity, "+Inf"],
    [NaN, "NaN"],
  ])("%s is %s", (value, text) => {
    expect(formatFixed2(value)).toBe(text);
  });

  it("agrees with rounding the exact decimal", () => {
    // Doubles with a short binary fraction: many ties, and exact as integers over 2^k.
    fc.assert(
      fc.property(
        fc.integer({ min: -1e9, max: 1e9 }),
        fc.integer({ min: 0, max: 12 }),
        (numerator, bits) => {
          const scaled = BigInt(Math.abs(numerator)) * 100n;
          const unit = 1n << BigInt(bits);
          let hundredths = scaled / unit;
          const twice = (scaled % unit) * 2n;
          if (twice > unit || (twice === unit && hundredths % 2n === 1n)) {
            hundredths += 1n;
          }
          const sign = numerator < 0 ? "-" : "";
          const digits = String(hundredths).padStart(3, "0");
          expect(formatFixed2(numerator / 2 ** bits)).toBe(
            `${sign}${digits.slice(0, -2)}.${digits.slice(-2)}`,
          );
        },
      ),
      { numRuns: 2000 },
    );
  });
});

describe("scale", () => {
  it("leaves |MinInt64| negative, as Go does", () => {
    expect(scale(-(2n ** 63n), "bytes", "auto")).toEqual({
      value: -(2 ** 63),
      unit: "B",
    });
  });

  it("says nothing of dull units", () => {
    expect(scale(5, "count", "minimum")).toEqual({ value: 5, unit: "" });
    expect(scale(5, "apples", "pears")).toEqual({ value: 5, unit: "pears" });
  });
});

describe("padLeft", () => {
  it("counts code points", () => {
    expect(padLeft("日本", 4)).toBe("  日本");
    expect(padLeft("😀", 2)).toBe(" 😀");
    expect(padLeft("long enough", 4)).toBe("long enough");
  });
});
