import { expect, test } from "vitest";
import { labelsByKey } from "./labels-by-key.ts";
import { profileFromText } from "./profile-from-text.ts";

test("text and numbers of a key are apart, each in the order of the file", () => {
  const profile = profileFromText(`
    a 1 {state=idle, n=2:bytes, state=busy, n=1:bytes, n=x}
    b 2
  `);
  const { labels, labelSets, samples, strings } = profile;
  const of = (sample: number) =>
    labelsByKey(
      profile,
      samples.labelSet[sample],
      (row) => strings.get(labels.str[row]),
      (row, key) => `${key} ${labels.num[row]}`,
    );
  expect(labelSets.length).toBe(2);
  expect(of(0)).toEqual({
    texts: new Map([
      ["state", ["idle", "busy"]],
      ["n", ["x"]],
    ]),
    numbers: new Map([["n", ["n 2", "n 1"]]]),
  });
  expect(of(1)).toEqual({ texts: new Map(), numbers: new Map() });
});
