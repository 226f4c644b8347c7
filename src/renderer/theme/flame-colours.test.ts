import { describe, expect, it } from "vitest";
import {
  flamePalette,
  flameThemeColours,
  hueStepOfPackage,
  packageFamily,
  SLOT_COUNT,
  slotOfFrame,
} from "./flame-colours.ts";
import { contrastRatio, rgbFromOklch } from "./oklch.ts";

describe("oklch", () => {
  it("agrees with CSS on known colours", () => {
    expect(rgbFromOklch({ lightness: 1, chroma: 0, hue: 0 })).toEqual({
      red: 255,
      green: 255,
      blue: 255,
    });
    expect(
      rgbFromOklch({ lightness: 0.62796, chroma: 0.25768, hue: 29.234 }),
    ).toEqual({ red: 255, green: 0, blue: 0 });
  });

  it("keeps the hue of colours sRGB does not have", () => {
    const colour = rgbFromOklch({ lightness: 0.7, chroma: 0.4, hue: 145 });
    expect(colour.green).toBeGreaterThan(colour.red);
    expect(colour.green).toBeGreaterThan(colour.blue);
  });
});

describe.each(["light", "dark"] as const)("flame colours, %s", (name) => {
  const { theme, body, dim } = flameThemeColours(name);

  it("keeps text readable on every box", () => {
    for (const colour of body) {
      expect(contrastRatio(theme.text, colour)).toBeGreaterThanOrEqual(4.5);
    }
    for (const colour of dim) {
      expect(contrastRatio(theme.dimText, colour)).toBeGreaterThanOrEqual(4.5);
    }
    expect(contrastRatio(theme.matchText, theme.match)).toBeGreaterThanOrEqual(
      4.5,
    );
  });

  it("makes matches stand out from everything that does not match", () => {
    for (const colour of dim) {
      expect(contrastRatio(theme.match, colour)).toBeGreaterThanOrEqual(3);
    }
  });

  it("has a colour for every slot", () => {
    const palette = flamePalette(name);
    expect(palette.body).toHaveLength(SLOT_COUNT);
    expect(palette.dimEdge).toHaveLength(SLOT_COUNT);
  });
});

describe("slotOfFrame", () => {
  it("depends on the package alone", () => {
    expect(slotOfFrame("user", "github.com/acme/orders/cache")).toBe(
      slotOfFrame("user", "github.com/acme/orders/cache"),
    );
  });

  it("keeps packages of one family near each other", () => {
    const step = hueStepOfPackage("github.com/acme");
    for (const rest of ["a", "b/c", "internal/cache", "x"]) {
      const distance = Math.abs(
        hueStepOfPackage(`github.com/acme/${rest}`) - step,
      );
      expect(Math.min(distance, 48 - distance)).toBeLessThanOrEqual(2);
    }
  });

  it("gives the runtime and unknown frames no hue", () => {
    expect(slotOfFrame("runtime", "runtime")).toBe(
      slotOfFrame("runtime", "internal/runtime/maps"),
    );
    expect(slotOfFrame("unknown", "")).toBe(slotOfFrame("unknown", "x"));
  });

  it("tells the standard library from others of the same path", () => {
    expect(slotOfFrame("std", "net/http")).not.toBe(
      slotOfFrame("user", "net/http"),
    );
  });
});

describe("packageFamily", () => {
  it("is the first two elements", () => {
    expect(packageFamily("github.com/acme/orders/cache")).toBe(
      "github.com/acme",
    );
    expect(packageFamily("net/http")).toBe("net/http");
    expect(packageFamily("main")).toBe("main");
  });
});
