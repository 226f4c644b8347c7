import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { arbitraryProfile } from "../../tests/fixtures/arbitrary-profile.ts";
import { profileFromText } from "./profile-from-text.ts";
import { visibleText, withVisibleStrings } from "./visible-text.ts";

describe("visibleText", () => {
  it.each([
    ["main.\u202eoof", "main.\\u202eoof"],
    ["a line\nbreak\r\t", "a line\\nbreak\\r\\t"],
    ["\u0000\u001b[31m\u007f\u0085", "\\u0000\\u001b[31m\\u007f\\u0085"],
    [
      "zero\u200bwidth\ufeff\u2066\u00ad",
      "zero\\u200bwidth\\ufeff\\u2066\\u00ad",
    ],
    ["main.größe[日本].𝕏<b>", "main.größe[日本].𝕏<b>"],
    ["", ""],
  ])("%j", (text, visible) => {
    expect(visibleText(text)).toBe(visible);
  });

  it("cuts what nobody can read", () => {
    const name = `main.${"x".repeat(8187)}`;
    expect(visibleText(name)).toBe(name);
    const cut = visibleText(`main.${"x".repeat(2 ** 20)}.end`);
    expect(cut).toHaveLength(4096 + "…[1044489 characters]…".length);
    expect(cut).toMatch(/^main\.x+…\[1044489 characters\]…x+\.end$/);
  });

  it("leaves nothing that hides, whatever comes in", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const visible = visibleText(text);
        expect(visibleText(visible)).toBe(visible);
        expect(visible).not.toMatch(/\p{Cc}|\p{Bidi_Control}/u);
      }),
    );
  });
});

describe("withVisibleStrings", () => {
  it("gives the same profile where there is nothing to change", () => {
    const profile = profileFromText("main.größe;日本 3");
    expect(withVisibleStrings(profile)).toBe(profile);
  });

  it("changes each string as visibleText does, and no other", () => {
    const anyText = arbitraryProfile({ anyText: true });
    fc.assert(
      fc.property(anyText, (profile) => {
        const visible = withVisibleStrings(profile);
        expect(visible.strings.length).toBe(profile.strings.length);
        for (let i = 0; i < profile.strings.length; i += 1) {
          const text = profile.strings.get(i);
          expect(visible.strings.get(i)).toBe(visibleText(text));
        }
        expect(visible.functions).toBe(profile.functions);
      }),
    );
  });
});
