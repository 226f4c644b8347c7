import { describe, expect, it } from "vitest";
import { checkpoint, runCancellable } from "./checkpoint.ts";

/** Counts to `end`, with a checkpoint before each step. */
function count(end: number): number {
  let at = 0;
  while (at < end) {
    checkpoint();
    at += 1;
  }
  return at;
}

describe("runCancellable", () => {
  it("hands out what the work returns", () => {
    expect(
      runCancellable(
        () => false,
        () => count(3),
      ),
    ).toEqual({
      ok: true,
      value: 3,
    });
  });

  it("leaves the work at the checkpoint that says so", () => {
    let polls = 0;
    const cancelled = runCancellable(
      () => (polls += 1) > 10,
      () => count(1000),
    );
    expect(cancelled).toEqual({ ok: false, error: { code: "cancelled" } });
    expect(polls).toBe(11);
  });

  it("lets bugs through, and forgets whom it asked", () => {
    const broken = (): never => {
      throw new TypeError("a bug");
    };
    expect(() => runCancellable(() => false, broken)).toThrow(TypeError);
    expect(count(5)).toBe(5);
  });
});
