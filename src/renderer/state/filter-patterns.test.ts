import { describe, expect, it } from "vitest";
import { compileGoRegexp } from "#profile/go-regexp.ts";
import {
  exactPattern,
  isFilterable,
  nameOfPattern,
  withChangedFilter,
  withFilter,
  withoutFilter,
} from "./filter-patterns.ts";

const focus = { name: "focus", pattern: "a" } as const;
const ignore = { name: "ignore", pattern: "b" } as const;
const ignoreToo = { name: "ignore", pattern: "c" } as const;

describe("exactPattern", () => {
  it.each([
    "main.main",
    "net/http.(*conn).serve",
    "main.Map[go.shape.int,go.shape.[]uint8].Get",
    "main.f.func1.2",
    "生成.数据",
    "C:\\x|y+{z}?^$",
  ])("%s", (name) => {
    const compiled = compileGoRegexp(exactPattern(name));
    if (!compiled.ok) throw new Error(compiled.error.message);
    expect(compiled.value.matches(name)).toBe(true);
    expect(compiled.value.matches(`${name}x`)).toBe(false);
    expect(compiled.value.matches(`x${name}`)).toBe(false);
    expect(nameOfPattern(exactPattern(name))).toBe(name);
  });

  it("is told from other expressions", () => {
    for (const pattern of ["main", "^main.main$", "^a|b$", "^$", "^a\\d$"]) {
      expect([pattern, nameOfPattern(pattern)]).toEqual([
        pattern,
        pattern === "^$" ? "" : null,
      ]);
    }
  });

  it("is not made of addresses", () => {
    expect(isFilterable("main.main")).toBe(true);
    expect(["", "<unknown>", "0x46b161"].map(isFilterable)).toEqual([
      false,
      false,
      false,
    ]);
  });
});

describe("filters", () => {
  it("ignore and hide add up, the others give way", () => {
    const both = withFilter(withFilter([focus], ignore), ignoreToo);
    expect(both).toEqual([focus, ignore, ignoreToo]);
    expect(withFilter(both, { ...focus, pattern: "z" })).toEqual([
      ignore,
      ignoreToo,
      { name: "focus", pattern: "z" },
    ]);
    expect(withFilter(both, ignore)).toBe(both);
  });

  it("are taken off and changed in their place", () => {
    const all = [ignore, focus, ignoreToo];
    expect(withoutFilter(all, 1)).toEqual([ignore, ignoreToo]);
    const changed = { name: "focus", pattern: "z" } as const;
    expect(withChangedFilter(all, 1, changed)).toEqual([
      ignore,
      changed,
      ignoreToo,
    ]);
    expect(withChangedFilter(all, 0, { name: "ignore", pattern: "c" })).toEqual(
      [focus, ignoreToo],
    );
    expect(withChangedFilter(all, 0, { name: "focus", pattern: "q" })).toEqual([
      ignoreToo,
      { name: "focus", pattern: "q" },
    ]);
  });
});
