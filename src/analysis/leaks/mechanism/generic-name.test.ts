import { expect, it } from "vitest";
import { genericName } from "./generic-name.ts";

it.each([
  ["main.emit[go.shape.int]", "main.emit[...]"],
  [
    "main.(*box[go.shape.map[string]int]).put.func1",
    "main.(*box[...]).put.func1",
  ],
  ["main.pair[go.shape.int,go.shape.[]uint8]", "main.pair[...]"],
  ["main.plain", "main.plain"],
  ["main.broken[", "main.broken["],
])("%s becomes %s", (name, expected) => {
  expect(genericName(name)).toBe(expected);
});
