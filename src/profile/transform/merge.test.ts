import { expect, test } from "vitest";
import { describeProfile } from "../../../tests/fixtures/describe-profile.ts";
import { emptyHeader, ProfileBuilder } from "../profile-builder.ts";
import {
  profileFromText,
  type TextProfileOptions,
} from "../profile-from-text.ts";
import type { Profile } from "../profile.ts";
import { bigintAt } from "../value-column.ts";
import { combineProfiles } from "./combine.ts";
import { mergeProfiles } from "./merge.ts";

function combined(...profiles: Profile[]): Profile {
  const result = combineProfiles(profiles);
  if (!result.ok) throw new Error(result.error.code);
  return result.value;
}

function merged(...profiles: Profile[]): Profile {
  const result = mergeProfiles(profiles);
  if (!result.ok) throw new Error(result.error.code);
  return result.value;
}

/** Samples as `frames root first: values`, in order. */
function lines(p: Profile): string[] {
  const { samples, stacks, locations } = p;
  return Array.from({ length: samples.count }, (_, i) => {
    const frames: string[] = [];
    for (let s = samples.stack[i]; s >= 0; s = stacks.parent[s]) {
      const line = locations.lineStart[stacks.location[s]];
      frames.unshift(p.strings.get(p.functions.name[p.lines.func[line]]));
    }
    const values = samples.values.map((column) => bigintAt(column, i));
    return `${frames.join(";")}: ${values.join(" ")}`;
  });
}

test("M0: one profile stays itself, zero samples and equal ones included", () => {
  const p = profileFromText("a;b 1\na;b 0\na;b 1");
  expect(combined(p)).toBe(p);
});

test("M0: a sample type named twice is dropped, even of one profile", () => {
  const p = profileFromText("a 1 2 3", {
    sampleTypes: ["x/count", "y/count", "x/count"],
    defaultSampleType: "x",
  });
  const result = combined(p);
  expect(result.sampleTypes).toEqual([{ type: "y", unit: "count" }]);
  expect(result.defaultSampleType).toBe("y");
  expect(lines(result)).toEqual(["a: 2"]);
});

test("M2, M3: equal samples add up, all-zero ones and unused rows go, order is of first use", () => {
  const first = profileFromText("a;b 1 1\nz 0 0\na;c 2 0 {k=v}");
  const second = profileFromText("a;c 5 5\na;c 1 1 {k=v}\na;b 0 7\nn 1 1");
  const result = merged(first, second);
  expect(lines(result)).toEqual(["a;b: 1 8", "a;c: 3 1", "a;c: 5 5", "n: 1 1"]);
  expect(result.functions.length).toBe(4);
  expect(result.stacks.length).toBe(4);
});

test("M3: samples that cancel out go, with what only they used", () => {
  const result = merged(
    profileFromText("a;b 3\nc 1"),
    profileFromText("a;b -3"),
  );
  expect(lines(result)).toEqual(["c: 1"]);
  expect(result.functions.length).toBe(1);
});

test("I0: sums wrap as int64", () => {
  const max = profileFromText(`a ${2n ** 63n - 1n}`);
  expect(lines(merged(max, profileFromText("a 2")))).toEqual([
    `a: ${-(2n ** 63n) + 1n}`,
  ]);
});

test("W9: doubles become BigInt when the sum of both no longer fits, and back", () => {
  const half = profileFromText(`a ${2n ** 52n}`);
  expect(merged(half, half).samples.values[0]).toEqual(
    BigInt64Array.of(2n ** 53n),
  );
  const wide = profileFromText(`a ${2n ** 60n}`);
  const back = profileFromText(`a ${-(2n ** 60n) + 1n}`);
  expect(merged(wide, back).samples.values[0]).toEqual(Float64Array.of(1));
});

test("M3: time of the earliest (0 resets), durations add, period is the largest, comments once", () => {
  const header = (options: TextProfileOptions) =>
    profileFromText("a 1", options);
  const result = merged(
    header({
      timeNanos: 9n,
      durationNanos: 1n,
      period: 5n,
      comments: ["x", "x"],
    }),
    header({
      timeNanos: 7n,
      durationNanos: 2n,
      period: 3n,
      comments: ["y", "x"],
    }),
  );
  expect(result.timeNanos).toBe(7n);
  expect(result.durationNanos).toBe(3n);
  expect(result.period).toBe(5n);
  expect(result.comments).toEqual(["x", "y"]);
  const reset = merged(
    header({ timeNanos: 9n }),
    header({}),
    header({ timeNanos: 8n }),
  );
  expect(reset.timeNanos).toBe(8n);
  expect(merged(header({ timeNanos: 9n }), header({})).timeNanos).toBe(0n);
});

/** One sample per location, each with one mapping that starts at `start`. */
function withMapping(start: bigint, limit: bigint, address: bigint): Profile {
  return profileFromText(`f#0x${address.toString(16)} 1`, {
    mappings: [{ start, limit, buildId: "id" }],
  });
}

test("M2: addresses count from the start of their mapping, whose size is rounded to pages", () => {
  const result = merged(
    withMapping(0x1000n, 0x2fffn, 0x1234n),
    withMapping(0x9000n, 0xafffn, 0x9234n),
    withMapping(0x9000n, 0xb001n, 0x9234n),
  );
  expect(result.mappings.length).toBe(2);
  expect([...result.locations.address]).toEqual([0x1234n, 0x9234n]);
  expect(lines(result)).toEqual(["f: 2", "f: 1"]);
});

/** One sample in one location of two lines with these columns. */
function columnsProfile(inner: number, outer: number): Profile {
  const builder = new ProfileBuilder(
    emptyHeader([{ type: "x", unit: "count" }]),
  );
  const name = builder.strings.intern("f");
  const func = builder.addFunction({
    name,
    systemName: name,
    filename: 0,
    startLine: 0,
  });
  const location = builder.addLocation({
    mapping: -1,
    address: 1n,
    isFolded: false,
    lines: [
      { func, line: 1, column: inner },
      { func, line: 2, column: outer },
    ],
  });
  builder.addSample([location], [1n]);
  return builder.build();
}

test("M4: of the columns only the last line's tells locations apart", () => {
  const inner = merged(columnsProfile(1, 5), columnsProfile(2, 5));
  expect(inner.locations.length).toBe(1);
  expect([...inner.lines.column]).toEqual([1, 5]);
  const outer = merged(columnsProfile(1, 5), columnsProfile(1, 6));
  expect(outer.locations.length).toBe(2);
});

test("label sets are equal whatever the order of keys, not of the values of a key", () => {
  const one = profileFromText("a 1 {k=x, l=y, n=1}\na 1 {k=p, k=q}");
  const two = profileFromText("a 1 {n=1, l=y, k=x}\na 1 {k=q, k=p}");
  expect(lines(merged(one, two))).toEqual(["a: 2", "a: 1", "a: 1"]);
});

test("M1: common sample types in the order of the first, in the finest unit", () => {
  const nanos = profileFromText("a 5 7", {
    sampleTypes: ["samples/count", "cpu/nanoseconds"],
    defaultSampleType: "cpu",
  });
  const millis = profileFromText("a 2 3 1", {
    sampleTypes: ["cpu/milliseconds", "other/count", "samples/count"],
  });
  const result = combined(nanos, millis);
  expect(result.sampleTypes).toEqual([
    { type: "samples", unit: "count" },
    { type: "cpu", unit: "nanoseconds" },
  ]);
  expect(lines(result)).toEqual(["a: 6 2000007"]);
  expect(result.defaultSampleType).toBe("cpu");
});

test("N4: scaling loses a sample whose only value is of a type that is not scaled", () => {
  const fine = profileFromText("a 1 1", {
    sampleTypes: ["samples/count", "cpu/nanoseconds"],
  });
  const coarse = profileFromText("b 4 0\nc 0 4", {
    sampleTypes: ["samples/count", "cpu/milliseconds"],
  });
  expect(lines(combined(fine, coarse))).toEqual(["a: 1 1", "c: 0 4000000"]);
});

test("M1: errors", () => {
  const profile = (sampleType: string, periodType = "") =>
    profileFromText("a 1", { sampleTypes: [sampleType], periodType });
  const codeOf = (...profiles: Profile[]) => {
    const result = combineProfiles(profiles);
    return result.ok ? "ok" : result.error.code;
  };
  expect(codeOf(profile("x/count"), profile("y/count"))).toBe(
    "no-common-sample-types",
  );
  expect(codeOf(profile("x/count"), profile("x/bytes"))).toBe(
    "incompatible-sample-types",
  );
  expect(codeOf(profile("x/bytes"), profile("x/kilobytes"))).toBe("ok");
  expect(
    codeOf(profile("x/count", "cpu/ns"), profile("x/count", "space/bytes")),
  ).toBe("incompatible-period-types");
  expect(codeOf(profileFromText("", { sampleTypes: [] }))).toBe(
    "no-common-sample-types",
  );
});

test("merging again changes nothing", () => {
  const once = merged(
    profileFromText("a;b 1 {k=v}\na;c 2"),
    profileFromText("a;c 3\nd|e 4"),
  );
  expect(describeProfile(merged(once))).toEqual(describeProfile(once));
});
