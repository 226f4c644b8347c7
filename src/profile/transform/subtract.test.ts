import { expect, test } from "vitest";
import { profileFromText } from "../profile-from-text.ts";
import type { Profile } from "../profile.ts";
import { bigintAt } from "../value-column.ts";
import { normaliseProfile } from "./normalise.ts";
import { scaleProfile } from "./scale.ts";
import { setLabel, subtractProfile, type SubtractOptions } from "./subtract.ts";

function rows(p: Profile): string[] {
  const { samples, stacks, labels, labelSets, strings } = p;
  return Array.from({ length: samples.count }, (_, i) => {
    const location = stacks.location[samples.stack[i]];
    const func = p.lines.func[p.locations.lineStart[location]];
    const set = samples.labelSet[i];
    const marks = Array.from(
      labelSets.label.subarray(
        labelSets.labelStart[set],
        labelSets.labelStart[set + 1],
      ),
      (l) =>
        labels.isNumeric[l] === 1
          ? `${strings.get(labels.key[l])}=${labels.num[l]}`
          : `${strings.get(labels.key[l])}=${strings.get(labels.str[l])}`,
    );
    const values = samples.values.map((column) => bigintAt(column, i));
    return [strings.get(p.functions.name[func]), ...values, ...marks].join(" ");
  });
}

function difference(
  current: string,
  base: string,
  options: SubtractOptions,
): string[] {
  const result = subtractProfile(
    profileFromText(current),
    profileFromText(base),
    options,
  );
  if (!result.ok) throw new Error(result.error.code);
  return rows(result.value);
}

const CURRENT = "same 5\ngrown 9\nnew 1";
const BASE = "same 5\ngrown 4\ngone 2";

test("N1: subtract-base nets equal stacks; unchanged ones vanish", () => {
  expect(difference(CURRENT, BASE, { mode: "subtract-base" })).toEqual([
    "grown 5",
    "new 1",
    "gone -2",
  ]);
});

test("N2: diff-base keeps base samples apart, negative and labelled", () => {
  expect(difference(CURRENT, BASE, { mode: "diff-base" })).toEqual([
    "same 5",
    "grown 9",
    "new 1",
    "same -5 pprof::base=true",
    "grown -4 pprof::base=true",
    "gone -2 pprof::base=true",
  ]);
});

test("N3: normalised by the sums of each sample type, rounded half away from zero", () => {
  const options = { mode: "diff-base", isNormalised: true } as const;
  expect(difference("a 1 0\nb 3 0", "a 6 5", options)).toEqual([
    "a 2 0",
    "b 5 0",
    "a -6 -5 pprof::base=true",
  ]);
});

test("N3: other units are an error, as in pprof", () => {
  const result = normaliseProfile(
    profileFromText("a 1", { sampleTypes: ["x/bytes"] }),
    profileFromText("a 1", { sampleTypes: ["x/kilobytes"] }),
  );
  expect(result).toMatchObject({
    error: { code: "incompatible-sample-types" },
  });
});

test("N4: all ratios 1 keep zero samples, others drop what rounds to 0", () => {
  const p = profileFromText("a 0 0\nb 1 7\nc 0 7");
  expect(scaleProfile(p, [1, 1])).toBe(p);
  expect(rows(scaleProfile(p, [0.5, 1]))).toEqual(["b 1 7"]);
  expect(rows(scaleProfile(p, [0.4, 2]))).toEqual(["b 0 14", "c 0 14"]);
});

test("N8: scaling goes through doubles, and out of range is MinInt64, as in Go on amd64", () => {
  const scaled = (value: bigint, ratio: number) =>
    rows(scaleProfile(profileFromText(`a ${value}`), [ratio]));
  expect(scaled(2n ** 53n + 1n, -1)).toEqual([`a ${-(2n ** 53n)}`]);
  expect(scaled(-(2n ** 63n), -1)).toEqual([`a ${-(2n ** 63n)}`]);
  expect(scaled(2n ** 62n, 4)).toEqual([`a ${-(2n ** 63n)}`]);
  expect(scaled(-1n, 0.5)).toEqual(["a -1"]);
});

test("setLabel replaces the text of a key, leaves numbers, and marks samples without labels", () => {
  const p = setLabel(
    profileFromText("a 1 {k=old, k=older, k=3, l=x}\nb 2\nc 3 {l=x}"),
    "k",
    "new",
  );
  expect(rows(p)).toEqual(["a 1 k=3 l=x k=new", "b 2 k=new", "c 3 l=x k=new"]);
});
