import { describe, expect, it } from "vitest";
import { checkedArgs } from "./request-guards.ts";
import { DEFAULT_SETTINGS, settingsFromUnknown } from "./settings.ts";

const top = {
  widths: { name: 300.5, flat: 90 },
  sort: { column: "cum", isDescending: true },
};

describe("settingsFromUnknown", () => {
  it("keeps what is good and drops the rest", () => {
    expect(
      settingsFromUnknown({
        theme: "dark",
        language: "tlh",
        flameOrientation: "flame",
        tables: {
          top,
          tree: { widths: { name: -1, cum: "wide", flat: 80 }, sort: "cum" },
          ["x".repeat(65)]: top,
        },
      }),
    ).toEqual({
      ...DEFAULT_SETTINGS,
      theme: "dark",
      flameOrientation: "flame",
      tables: { top, tree: { widths: { flat: 80 }, sort: null } },
    });
  });

  it("takes missing fields from the base", () => {
    const base = settingsFromUnknown({ tables: { top } });
    expect(settingsFromUnknown({ theme: "light" }, base)).toEqual({
      ...base,
      theme: "light",
    });
  });
});

describe("settings/set", () => {
  it("lets only good fields through", () => {
    expect(
      checkedArgs("settings/set", {
        theme: "dark",
        timeUnit: "weeks",
        flameOrientation: "sideways",
        tables: { top, bad: 7 },
        nonsense: true,
      }),
    ).toEqual({
      theme: "dark",
      tables: { top, bad: { widths: {}, sort: null } },
    });
    expect(checkedArgs("settings/set", { byteUnit: "MB" })).toEqual({
      byteUnit: "MB",
    });
  });
});
