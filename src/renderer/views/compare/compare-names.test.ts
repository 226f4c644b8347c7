import { describe, expect, it } from "vitest";
import { differingTail } from "./compare-names.ts";

describe("differingTail", () => {
  it.each([
    ["main.serve.func1", "main.serve.func2", "func1"],
    ["main.serve.func1.2", "main.serve.func1.3", "2"],
    ["main.put[go.shape.int]", "main.put[go.shape.uint8]", "[go.shape.int]"],
    ["main.a", "other.b", "main.a"],
    ["main.f", "main.f", "f"],
  ])("%s beside %s", (name, like, tail) => {
    expect(differingTail(name, like)).toBe(tail);
  });
});
