import { expect, it } from "vitest";
import { runSliced } from "../canvas/time-slice.ts";
import {
  percentCell,
  separatedText,
  type CopiedTable,
} from "./separated-text.ts";

const table: CopiedTable = {
  header: ["name", "value"],
  rowCount: 2,
  cellsOf: (i) => [['a,"b"', "c\td\ne"][i], String(i)],
};

it("is TSV without what would break its lines, or CSV with quotes", async () => {
  expect(await runSliced(separatedText(table, "\t"))).toBe(
    'name\tvalue\na,"b"\t0\nc d e\t1\n',
  );
  expect(await runSliced(separatedText(table, ","))).toBe(
    'name,value\n"a,""b""",0\n"c\td\ne",1\n',
  );
});

it("has shares with two decimals and no sign", () => {
  expect([0.5, -0.12345, 0].map(percentCell)).toEqual([
    "50.00",
    "12.35",
    "0.00",
  ]);
});
