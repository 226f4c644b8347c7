import fc from "fast-check";
import { expect, it } from "vitest";
import { decodeUtf8, encodeUtf8 } from "../../utf8.ts";
import { ByteRange } from "./byte-range.ts";
import { readDockerLine } from "./docker-line.ts";

function read(line: string): { log: string; rest: string } | null {
  const bytes = encodeUtf8(line);
  const range = new ByteRange();
  range.set(bytes, 0, bytes.length);
  const found = readDockerLine(range);
  return found && { log: decodeUtf8(found.bytes), rest: found.rest };
}

it("reads what JSON.parse reads", () => {
  const escapeAll = (text: string): string =>
    JSON.stringify(text).replaceAll(
      /[\u007f-\uffff<>&]/g,
      (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
    );
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), fc.boolean(), (log, all) => {
      const value = all ? escapeAll(log) : JSON.stringify(log);
      expect(read(`{"log":${value},"stream":"stderr"}`)).toEqual({
        log,
        rest: ',"stream":"stderr"}',
      });
    }),
  );
});

it("refuses what is no such line", () => {
  for (const line of [
    "",
    '{"log":5}',
    '{"log":"x',
    '{"log":"\\u12"}',
    '{"a":1}',
  ]) {
    expect(read(line)).toBeNull();
  }
});
