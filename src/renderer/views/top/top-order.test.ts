import { describe, expect, it } from "vitest";
import type { TopView } from "#contract/views.ts";
import { StringTableBuilder } from "#profile/string-table.ts";
import { orderRows } from "./top-order.ts";
import { filesText, topShares, type TopColumn } from "./top-rows.ts";
import { topTable } from "./top-text.ts";

/** Rows in pprof's order: |flat| descending, ties by name. */
const ROWS = [
  ["main.b", "/src/b.go", 6, 6],
  ["main.a", "/src/a.go", -3, 9],
  ["main.z", "/src/a.go", 1, 9],
  ["ünïcode", "", 0, 1],
] as const;

function topView(): TopView {
  const strings = new StringTableBuilder();
  const name = Uint32Array.from(ROWS, ([text]) => strings.intern(text));
  const file = Uint32Array.from(ROWS, ([, text]) => strings.intern(text));
  return {
    length: ROWS.length,
    strings: strings.build(),
    name,
    file,
    fileStart: Uint32Array.from({ length: ROWS.length + 1 }, (_unused, i) => i),
    flat: Float64Array.from(ROWS, ([, , flat]) => flat),
    cum: Float64Array.from(ROWS, ([, , , cum]) => cum),
    inlined: Uint8Array.of(0, 1, 2, 0),
    total: 10n,
  };
}

const view = topView();

function order(
  column: TopColumn,
  isDescending: boolean,
  matches: ((name: string) => boolean) | null = null,
): string[] {
  const work = orderRows(view, matches, { column, isDescending });
  for (;;) {
    const step = work.next();
    if (step.done === true) {
      return [...step.value].map((row) => view.strings.get(view.name[row]));
    }
  }
}

describe("orderRows", () => {
  it("keeps pprof's order for flat and what follows from it", () => {
    const pprof = ["main.b", "main.a", "main.z", "ünïcode"];
    expect(order("flat", true)).toEqual(pprof);
    expect(order("sumPercent", true)).toEqual(pprof);
    expect(order("flat", false)).toEqual([...pprof].reverse());
  });

  it("breaks ties of cum by name, as pprof -cum", () => {
    expect(order("cum", true)).toEqual([
      "main.a",
      "main.z",
      "main.b",
      "ünïcode",
    ]);
  });

  it("orders names by bytes and files by file, then name", () => {
    expect(order("name", false)).toEqual([
      "main.a",
      "main.b",
      "main.z",
      "ünïcode",
    ]);
    expect(order("files", false)).toEqual([
      "ünïcode",
      "main.a",
      "main.z",
      "main.b",
    ]);
  });

  it("filters by name", () => {
    expect(order("flat", true, (name) => name.includes("a"))).toEqual([
      "main.b",
      "main.a",
      "main.z",
    ]);
  });
});

describe("topShares", () => {
  it("adds up signed flat and shows it as an absolute share", () => {
    const { flat, sum, cum } = topShares(view);
    const rows = [0, 1, 2, 3];
    expect(rows.map(flat)).toEqual([0.6, -0.3, 0.1, 0]);
    expect(rows.map(sum).map((share) => share.toFixed(2))).toEqual([
      "0.60",
      "0.30",
      "0.40",
      "0.40",
    ]);
    expect(cum(1)).toBe(0.9);
  });

  it("says the same of a row whatever was asked before", () => {
    const { sum } = topShares(view);
    expect([3, 1, 0, 2].map((row) => sum(row).toFixed(2))).toEqual([
      "0.40",
      "0.30",
      "0.60",
      "0.40",
    ]);
  });
});

describe("filesText", () => {
  it("is empty where the file is unknown", () => {
    expect(filesText(view, 3)).toBe("");
    expect(filesText(view, 0)).toBe("/src/b.go");
  });
});

describe("topTable", () => {
  it("has exact numbers and pprof's column names", () => {
    const { header, rowCount, cellsOf } = topTable(
      view,
      Uint32Array.of(0, 1),
      "bytes",
    );
    expect(header.join(" | ")).toBe(
      "flat (bytes) | flat% | sum% | cum (bytes) | cum% | name | files",
    );
    expect(rowCount).toBe(2);
    expect([cellsOf(0).join(" "), cellsOf(1).join(" ")]).toEqual([
      "6 60.00 60.00 6 60.00 main.b /src/b.go",
      "-3 30.00 30.00 9 90.00 main.a /src/a.go",
    ]);
  });
});
