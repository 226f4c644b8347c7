import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  comparisonFromText,
  comparisonText,
  type ComparisonFile,
} from "./comparison-file.ts";

const saved: ComparisonFile = {
  base: { path: "a.pb.gz" },
  current: { path: "../b.zip", entry: "x/b.pb.gz" },
  view: {
    sampleType: { type: "inuse_space", unit: "bytes" },
    picture: "merged",
    width: "base",
    mode: "subtract-base",
    isNormalised: true,
    isFolded: true,
    rows: "groups",
    measure: "cum",
    shownChange: "new",
    search: "json",
  },
};

function problemOf(text: string): string {
  const read = comparisonFromText(text);
  return read.ok ? "ok" : `${read.error.problem} ${read.error.field}`.trim();
}

const withField = (change: object): string =>
  JSON.stringify({ schema: "leakscope-comparison/1", ...saved, ...change });

describe("a saved comparison", () => {
  it("is read back as it was written", () => {
    expect(comparisonFromText(comparisonText(saved))).toEqual({
      ok: true,
      value: saved,
    });
  });

  it("needs no view, and ignores what it does not know", () => {
    const text = withField({ view: undefined, extra: 1 });
    expect(problemOf(text)).toBe("ok");
  });

  it.each([
    ["", "not-json"],
    ["{", "not-json"],
    ["null", "not-a-comparison"],
    ["[]", "not-a-comparison"],
    ['{"schema":"other/1"}', "not-a-comparison"],
    ['{"schema":{"toString":1}}', "not-a-comparison"],
    ['{"schema":"leakscope-comparison/2"}', "newer"],
    ['{"schema":"leakscope-comparison/x"}', "not-a-comparison"],
    ['{"schema":"leakscope-comparison/1"}', "field base"],
    [withField({ base: [] }), "field base"],
    [withField({ base: { path: "" } }), "field base.path"],
    [withField({ base: { path: "a\0b" } }), "field base.path"],
    [withField({ base: { path: "x".repeat(5000) } }), "field base.path"],
    [withField({ current: { path: "a", entry: 7 } }), "field current.entry"],
    [withField({ view: [] }), "field view"],
    [withField({ view: { picture: "3d" } }), "field view.picture"],
    [withField({ view: { isFolded: 1 } }), "field view.isFolded"],
    [
      withField({ view: { sampleType: { type: 1 } } }),
      "field view.sampleType.type",
    ],
    [
      withField({ view: { shownChange: "__proto__" } }),
      "field view.shownChange",
    ],
  ])("%s: %s", (text, problem) => {
    expect(problemOf(text)).toBe(problem);
  });

  it("never throws, whatever the text", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        comparisonFromText(text);
      }),
    );
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (base, view) => {
        comparisonFromText(withField({ base, view }));
      }),
    );
  });
});
