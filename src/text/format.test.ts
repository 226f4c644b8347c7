import { describe, expect, it } from "vitest";
import { createFormat } from "./format.ts";
import { unitFamily } from "./units.ts";

const AUTO = { byteUnit: "auto", timeUnit: "auto" } as const;
const en = createFormat("en", AUTO);
const zh = createFormat("zh-CN", AUTO);
const MIB = 1024 ** 2;

describe("values", () => {
  it("scales bytes in powers of 1024, as pprof does", () => {
    expect(en.value(0, "bytes")).toBe("0");
    expect(en.value(1023, "bytes")).toBe("1,023 B");
    expect(en.value(1024, "bytes")).toBe("1 kB");
    expect(en.value(120795955, "bytes")).toBe("115.2 MB");
    expect(en.value(-120795955n, "bytes")).toBe("-115.2 MB");
    expect(en.valueColumn(1.5 * 1024 ** 3, "bytes")).toBe("1.50 GB");
  });

  it("scales times up to hours", () => {
    expect(en.value(999, "nanoseconds")).toBe("999 ns");
    expect(en.value(1500, "nanoseconds")).toBe("1.5 µs");
    expect(en.value(84e6, "nanoseconds")).toBe("84 ms");
    expect(en.value(1100, "milliseconds")).toBe("1.1 s");
    expect(en.value(720e9, "nanoseconds")).toBe("12 min");
    expect(en.value(9_000_000_000_000_000_000n, "nanoseconds")).toBe(
      "2,500,000 h",
    );
  });

  it("keeps counts and foreign units whole", () => {
    expect(en.value(1204, "count")).toBe("1,204");
    expect(en.value(1204, "instructions")).toBe("1,204 instructions");
  });

  it("takes the unit the user chose", () => {
    const fixed = createFormat("en", { byteUnit: "kB", timeUnit: "ms" });
    expect(fixed.value(3 * MIB, "bytes")).toBe("3,072 kB");
    expect(fixed.value(2e9, "nanoseconds")).toBe("2,000 ms");
    expect(fixed.bytes(512)).toBe("0.5 kB");
  });

  it("keeps every digit in exact texts", () => {
    expect(en.exact(9223372036854775807n, "bytes")).toBe(
      "9,223,372,036,854,775,807 bytes",
    );
    expect(en.exact(-1, "count")).toBe("-1");
  });
});

describe("shares", () => {
  it("says little as little, never as nothing", () => {
    expect(en.share(0)).toBe("0%");
    expect(en.share(0.00001)).toBe("<0.01%");
    expect(en.share(0.0123)).toBe("1.23%");
    expect(en.share(0.674)).toBe("67.4%");
    expect(en.share(0.9996)).toBe("100%");
    expect(en.share(Number.NaN)).toBe("0%");
    expect(en.shareColumn(0.674)).toBe("67.40%");
  });
});

describe("languages", () => {
  it("formats by locale", () => {
    const millis = Date.UTC(2026, 10, 23, 12, 0, 0);
    expect(en.dateTime(millis)).toContain("2026");
    expect(zh.dateTime(millis)).toContain("2026年");
    expect(zh.value(120795955, "bytes")).toBe("115.2 MB");
  });
});

describe("unitFamily", () => {
  it("knows the spellings pprof knows", () => {
    expect(unitFamily("bytes")?.kind).toBe("bytes");
    expect(unitFamily("KB")?.factor).toBe(1024);
    expect(unitFamily("s")?.kind).toBe("time");
    expect(unitFamily("seconds")?.factor).toBe(1e9);
    expect(unitFamily("count")).toBeNull();
    expect(unitFamily("objects")).toBeNull();
  });
});
