import { describe, expect, it } from "vitest";
import { err, ok, type Result } from "#base/result.ts";
import type { AppError } from "#contract/app-error.ts";
import { ViewCache } from "./view-cache.ts";

type Outcome = Result<string, AppError>;

class Source {
  readonly asked: string[] = [];
  readonly cancelled: string[] = [];
  private readonly settle = new Map<string, (outcome: Outcome) => void>();

  readonly loader = {
    keyOf: (spec: string): string => spec,
    weigh: (value: string): number => value.length,
    load: (spec: string, signal: AbortSignal): Promise<Outcome> => {
      this.asked.push(spec);
      signal.addEventListener("abort", () => this.cancelled.push(spec));
      return new Promise((resolve) => this.settle.set(spec, resolve));
    },
  };

  async answer(spec: string, outcome: Outcome): Promise<void> {
    this.settle.get(spec)?.(outcome);
    await Promise.resolve();
    await Promise.resolve();
  }
}

describe("ViewCache", () => {
  it("asks once, however many watch", async () => {
    const source = new Source();
    const cache = new ViewCache(source.loader, 100);
    cache.watch("a");
    cache.watch("a");
    expect(cache.peek("a")).toEqual({ status: "loading" });
    await source.answer("a", ok("view"));
    expect(cache.peek("a")).toEqual({ status: "ready", value: "view" });
    expect(source.asked).toEqual(["a"]);
  });

  it("cancels what nobody watches any more", async () => {
    const source = new Source();
    const cache = new ViewCache(source.loader, 100);
    const one = cache.watch("a");
    const other = cache.watch("a");
    one();
    one();
    expect(source.cancelled).toEqual([]);
    other();
    expect(source.cancelled).toEqual(["a"]);
    cache.watch("a");
    await source.answer("a", ok("again"));
    expect(cache.peek("a")).toEqual({ status: "ready", value: "again" });
  });

  it("keeps what was used last, up to its weight", async () => {
    const source = new Source();
    const cache = new ViewCache(source.loader, 10);
    for (const key of ["a", "b", "c"]) {
      const stop = cache.watch(key);
      await source.answer(key, ok("12345"));
      stop();
    }
    expect(["a", "b", "c"].map((key) => cache.peek(key).status)).toEqual([
      "loading",
      "ready",
      "ready",
    ]);
  });

  it("never drops what is watched", async () => {
    const source = new Source();
    const cache = new ViewCache(source.loader, 1);
    cache.watch("a");
    await source.answer("a", ok("12345"));
    cache.watch("b");
    await source.answer("b", ok("12345"));
    expect(cache.peek("a").status).toBe("ready");
  });

  it("says why, and asks again when told to", async () => {
    const source = new Source();
    const cache = new ViewCache(source.loader, 100);
    cache.watch("a");
    await source.answer("a", err({ code: "profile-closed" }));
    expect(cache.peek("a").status).toBe("failed");
    cache.retry("a");
    expect(cache.peek("a").status).toBe("loading");
    await source.answer("a", ok("view"));
    expect(cache.peek("a").status).toBe("ready");
  });

  it("forgets what is stale, also while it comes", async () => {
    const source = new Source();
    const cache = new ViewCache(source.loader, 100);
    cache.watch("a");
    cache.drop((key) => key === "a");
    expect(source.cancelled).toEqual(["a"]);
    await source.answer("a", ok("late"));
    expect(cache.peek("a").status).toBe("loading");
  });
});
