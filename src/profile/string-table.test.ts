import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { StringTableBuilder } from "./string-table.ts";

describe("StringTable.find", () => {
  it("finds every string at its index and no other", () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.string({ unit: "binary", maxLength: 6 })),
        fc.string({ unit: "binary", maxLength: 6 }),
        (texts, other) => {
          const builder = new StringTableBuilder();
          const indices = texts.map((text) => builder.intern(text));
          const table = builder.build();
          expect(texts.map((text) => table.find(text))).toEqual(indices);
          expect(table.find("")).toBe(0);
          const known = other === "" || texts.includes(other);
          expect(table.find(other) >= 0).toBe(known);
        },
      ),
    );
  });
});
