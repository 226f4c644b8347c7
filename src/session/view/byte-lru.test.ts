import { describe, expect, it } from "vitest";
import { ByteBudget } from "#base/byte-budget.ts";
import { ByteLru } from "./byte-lru.ts";

describe("ByteLru", () => {
  it("drops the least recently used when a new thing needs room", () => {
    const budget = new ByteBudget(100);
    const lru = new ByteLru<string>(budget);
    lru.set("a", "A", 40);
    lru.set("b", "B", 40);
    lru.get("a");
    lru.set("c", "C", 40);
    expect(lru.get("a")).toBe("A");
    expect(lru.get("b")).toBeUndefined();
    expect(lru.get("c")).toBe("C");
    expect(budget.usedBytes).toBe(80);
  });

  it("does not keep what is larger than everything, nor throw others out for it", () => {
    const budget = new ByteBudget(100);
    const lru = new ByteLru<string>(budget);
    lru.set("a", "A", 40);
    lru.set("huge", "H", 101);
    expect(lru.get("huge")).toBeUndefined();
    expect(lru.get("a")).toBe("A");
  });

  it("books a replaced thing once", () => {
    const budget = new ByteBudget(100);
    const lru = new ByteLru<string>(budget);
    lru.set("a", "A", 40);
    lru.set("a", "A2", 60);
    expect(lru.get("a")).toBe("A2");
    expect(budget.usedBytes).toBe(60);
  });
});
