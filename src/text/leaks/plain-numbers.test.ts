import fc from "fast-check";
import { expect, it } from "vitest";
import { createFormat } from "../format.ts";
import { LOCALES } from "../locale.ts";
import { bytesText, countText } from "./plain-numbers.ts";

it.each(LOCALES)("are those of format.ts: %s", (locale) => {
  const format = createFormat(locale, { byteUnit: "auto", timeUnit: "auto" });
  fc.assert(
    fc.property(
      fc.oneof(
        fc.integer(),
        fc.maxSafeInteger(),
        fc.integer({ min: -9999, max: 9999 }),
      ),
      (value) => {
        expect(countText(value)).toBe(format.count(value));
        expect(bytesText(value)).toBe(format.bytes(value));
      },
    ),
    { numRuns: 2000 },
  );
});
