import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { flameThemeColours, type ThemeName } from "./flame-colours.ts";
import { contrastRatio, rgbFromOklch, type Rgb } from "./oklch.ts";

const css = readFileSync(join(import.meta.dirname, "tokens.css"), "utf8");

/** `--ls-NAME: light-dark(oklch(L C H), oklch(L C H))` as two colours. */
function token(name: string): Record<ThemeName, Rgb> {
  const declaration = new RegExp(
    `--ls-${name}:\\s*light-dark\\(\\s*oklch\\(([^)]*)\\),\\s*oklch\\(([^)]*)\\)`,
  ).exec(css);
  if (declaration === null) throw new Error(`no token ${name}`);
  const [light, dark] = declaration.slice(1).map((text) => {
    const [lightness, chroma, hue] = text.split(/\s+/).map(Number);
    return rgbFromOklch({ lightness, chroma, hue });
  });
  return { light, dark };
}

const BACKGROUNDS = ["surface", "frame", "raised", "hover", "selected"];

describe.each(["light", "dark"] as const)("tokens, %s", (theme) => {
  it.each(["text", "text-muted", "accent", "danger", "warning"])(
    "%s can be read on every background",
    (name) => {
      for (const background of BACKGROUNDS) {
        expect([
          background,
          contrastRatio(token(name)[theme], token(background)[theme]) >= 4.5,
        ]).toEqual([background, true]);
      }
    },
  );

  it("text can be read on bars, active rows and the accent", () => {
    const on = (text: string, background: string): number =>
      contrastRatio(token(text)[theme], token(background)[theme]);
    expect(on("text", "bar")).toBeGreaterThanOrEqual(4.5);
    expect(on("text", "active")).toBeGreaterThanOrEqual(4.5);
    expect(on("on-accent", "accent")).toBeGreaterThanOrEqual(4.5);
  });

  it("borders of controls stand out 3:1", () => {
    for (const background of ["surface", "frame", "raised"]) {
      expect(
        contrastRatio(token("border")[theme], token(background)[theme]),
      ).toBeGreaterThanOrEqual(3);
    }
  });

  it("the canvas has the surface's colour", () => {
    expect(flameThemeColours(theme).theme.background).toEqual(
      token("surface")[theme],
    );
  });
});
