import { describe, expect, it } from "vitest";
import { DumpReader } from "../decode/text/dump-reader.ts";
import { encodeUtf8 } from "../utf8.ts";
import { memberArgs } from "./member-args.ts";
import { withVisibleTexts } from "./visible-snapshot.ts";
import type { GoroutineSnapshot } from "./goroutine-snapshot.ts";

function read(text: string): GoroutineSnapshot {
  const reader = new DumpReader();
  reader.push(encodeUtf8(text));
  return reader.finish()[0];
}

const goroutine = (id: number, func: string, args: string): string =>
  `goroutine ${id} [chan receive]:\n${func}(${args})\n\t/src/a.go:12 +0x1d\ncreated by main.${func} in goroutine 1\n\t/src/b.go:3 +0x2\n\n`;

describe("withVisibleTexts", () => {
  it("gives the same snapshot where there is nothing to change", () => {
    const plain = read(goroutine(7, "main.größe", "0x1, 0x2"));
    expect(withVisibleTexts(plain)).toBe(plain);
  });

  it("writes out what hides in names, files and creators", () => {
    const shown = withVisibleTexts(
      read(goroutine(7, "main.\u202eoof", "0x1").replaceAll("/src", "/\u200b")),
    );
    const [{ frames, createdBy }] = shown.groups;
    expect(frames[0]).toMatchObject({
      func: "main.\\u202eoof",
      file: "/\\u200b/a.go",
    });
    expect(createdBy).toMatchObject({
      func: "main.main.\\u202eoof",
      file: "/\\u200b/b.go",
    });
  });

  it("cuts arguments of a megabyte, those of each goroutine", () => {
    const args = (word: string): string => `${word}, `.repeat(2 ** 18) + word;
    const shown = withVisibleTexts(
      read(
        goroutine(7, "main.f", args("0x1")) +
          goroutine(8, "main.f", args("0x2")) +
          goroutine(9, "main.f", "0x3"),
      ),
    );
    const [group] = shown.groups;
    expect(group.count).toBe(3);
    const rows = [0, 1, 2].map((row) => memberArgs(shown, group, row));
    expect(rows.map(([text]) => text.slice(0, 3))).toEqual([
      "0x1",
      "0x2",
      "0x3",
    ]);
    expect(rows[1][0]).toMatch(/…\[\d+ characters\]…/);
    expect(rows.every(([text]) => text.length < 5000)).toBe(true);
  });

  it("cuts a name of a megabyte", () => {
    const shown = withVisibleTexts(
      read(goroutine(7, `main.${"x".repeat(2 ** 20)}`, "0x1")),
    );
    const [{ frames, createdBy }] = shown.groups;
    expect(frames[0].func).toMatch(/^main\.x+…\[\d+ characters\]…x+$/);
    expect(frames[0].func.length).toBeLessThan(5000);
    expect(createdBy?.func.length).toBeLessThan(5000);
  });
});
