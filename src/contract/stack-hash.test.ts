import { describe, expect, it } from "vitest";
import {
  frameHash,
  hashNumber,
  joinHash,
  NO_FRAMES,
  stackHash,
} from "./stack-hash.ts";

const hash = (...names: string[]): number => stackHash(names, new Map());

describe("stackHash", () => {
  it("is of the frames that every kind of input shows", () => {
    const proto = ["main.main", "main.send", "runtime.chansend1"];
    expect(hash(...proto, "runtime.gopark")).toBe(
      hash("main.main", "main.send"),
    );
    expect(hash("main.run.gowrap1", "main.send")).toBe(hash("main.send"));
    expect(hash("main.emit[go.shape.int]")).toBe(hash("main.emit[...]"));
  });

  it("is of their order", () => {
    expect(hash("main.a", "main.b")).not.toBe(hash("main.b", "main.a"));
    expect(hash("main.a", "main.a")).not.toBe(hash("main.a"));
    expect(hash("main.ab", "main.c")).not.toBe(hash("main.a", "main.bc"));
  });

  it("can be made step by step", () => {
    const a = frameHash("main.a");
    const b = frameHash("main.b");
    if (a === null || b === null) throw new Error("both count");
    expect(hashNumber(joinHash(joinHash(NO_FRAMES, a), b))).toBe(
      hash("main.a", "main.b"),
    );
  });

  it("tells many stacks apart, as integers", () => {
    const seen = new Set<number>();
    for (let i = 0; i < 300; i += 1) {
      for (let j = 0; j < 300; j += 1) {
        seen.add(hash(`main.f${i}`, `main.(*T).g${j}`));
      }
    }
    expect(seen.size).toBe(90_000);
    expect([...seen].every(Number.isSafeInteger)).toBe(true);
  });
});
