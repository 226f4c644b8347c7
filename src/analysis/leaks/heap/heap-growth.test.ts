import fc from "fast-check";
import { expect, it } from "vitest";
import { growthZ, significanceBound } from "./heap-growth.ts";
import { sampledCount } from "./heap-site.ts";

it("turns the writer's scaling round (protomem.go: scaleHeapSample)", () => {
  const rate = 512 * 1024;
  const scale = 1 / (1 - Math.exp(-64 / rate));
  expect(sampledCount(5 * scale, 64, rate)).toBeCloseTo(5, 9);
  expect(sampledCount(1, 64 * 1024 * 1024, rate)).toBeCloseTo(1, 9);
  expect(sampledCount(7, 64, 1)).toBe(7);
});

it("is symmetric, and zero where nothing changed", () => {
  fc.assert(
    fc.property(fc.nat(1e6), fc.nat(1e6), (a, b) => {
      expect(growthZ(a, b)).toBeCloseTo(-growthZ(b, a), 9);
      expect(growthZ(a, a)).toBe(0);
    }),
  );
});

it("asks for more where more sites are compared", () => {
  expect(significanceBound(10)).toBe(3);
  expect(significanceBound(10_000)).toBeGreaterThan(4);
});
