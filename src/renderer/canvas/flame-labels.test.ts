import { describe, expect, it } from "vitest";
import { LabelCache, labelVariants } from "./flame-labels.ts";
import { TextFitter } from "./text-fitter.ts";

/** Ten pixels a character, whatever it is. */
const fitter = new TextFitter((text) => [...text].length * 10);

describe("labelVariants", () => {
  it("shortens from the left", () => {
    expect(labelVariants("github.com/acme/cache.(*LRU).Get")).toEqual([
      "github.com/acme/cache.(*LRU).Get",
      "cache.(*LRU).Get",
      "(*LRU).Get",
      "Get",
    ]);
    expect(labelVariants("main.main")).toEqual(["main.main", "main"]);
    expect(labelVariants("[libc.so.6]")).toEqual(["[libc.so.6]"]);
    expect(labelVariants("0x47f3a1")).toEqual(["0x47f3a1"]);
  });

  it("leaves type parameters alone", () => {
    expect(
      labelVariants("slices.SortFunc[go.shape.[]github.com/acme/x.T]"),
    ).toEqual([
      "slices.SortFunc[go.shape.[]github.com/acme/x.T]",
      "SortFunc[go.shape.[]github.com/acme/x.T]",
    ]);
    expect(labelVariants("gopkg.in/yaml%2ev3.(*Node).Decode.func1")).toEqual([
      "gopkg.in/yaml%2ev3.(*Node).Decode.func1",
      "yaml%2ev3.(*Node).Decode.func1",
      "(*Node).Decode.func1",
      "Decode.func1",
    ]);
  });
});

describe("TextFitter", () => {
  it("cuts only what does not fit", () => {
    expect(fitter.fit("abcd", 40)).toBe("abcd");
    expect(fitter.fit("abcde", 40)).toBe("abc…");
    expect(fitter.fit("abcde", 35)).toBe("");
  });

  it("does not cut a surrogate pair in half", () => {
    expect(fitter.fit("ab😀cd", 40)).toBe("ab😀…");
    expect(fitter.fit("abc😀cd", 40)).toBe("abc…");
  });
});

describe("LabelCache", () => {
  const names = ["github.com/acme/cache.(*LRU).Get"];
  const cache = new LabelCache((frame) => names[frame], fitter);

  it("takes the longest variant that fits", () => {
    expect(cache.labelFor(0, 320)).toBe("github.com/acme/cache.(*LRU).Get");
    expect(cache.labelFor(0, 319)).toBe("cache.(*LRU).Get");
    expect(cache.labelFor(0, 100)).toBe("(*LRU).Get");
    expect(cache.labelFor(0, 30)).toBe("Get");
    expect(cache.labelFor(0, 29)).toBe("");
  });
});
