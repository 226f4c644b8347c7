/** Inputs made to do harm, to the columns and views a session makes of them. */
import { deflateRawSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { JobControl } from "#base/cancel-flag.ts";
import type { AppError } from "#contract/app-error.ts";
import { decodeFlameView, decodeTopView } from "#contract/views.ts";
import type { Decoded, SessionView } from "#contract/worker-messages.ts";
import {
  HOSTILE_NAMES,
  profileOfDepth,
  profileOfNames,
  profileOfValue,
} from "../../tests/fixtures/hostile-profiles.ts";
import { bytes, int, varint } from "../../tests/fixtures/wire.ts";
import { runDecodeJob } from "./decode-job.ts";
import { visibleText } from "#profile/visible-text.ts";
import { createSession } from "./view/create-session.ts";

const GB = 2 ** 30;

async function decode(
  input: Uint8Array,
  limitBytes = GB,
): Promise<Decoded | AppError> {
  const reply = await runDecodeJob({
    source: { type: "bytes", bytes: input },
    control: new JobControl().buffer,
    limitBytes,
  });
  return reply.ok ? reply.value : reply.error;
}

async function decoded(input: Uint8Array): Promise<Decoded> {
  const found = await decode(input);
  if ("code" in found) throw new Error(JSON.stringify(found));
  return found;
}

function view({ profile }: Decoded, what: SessionView): ArrayBuffer {
  const answer = createSession({ profile, limitBytes: GB });
  const reply = answer(what, new JobControl().buffer);
  if (!reply.ok) throw new Error(reply.error.code);
  return reply.value.block.slice().buffer;
}

const TOP = { view: "top", sampleTypeIndex: 0, filters: [] } as const;
const FLAME = {
  view: "flame",
  sampleTypeIndex: 0,
  inverted: false,
  filters: [],
} as const;

describe("values at the limits of int64", () => {
  it.each([
    [[2n ** 63n - 1n], 2n ** 63n - 1n],
    [[-(2n ** 63n)], -(2n ** 63n)],
    // Sums wrap as Go's do (rule W9).
    [[2n ** 63n - 1n, 1n], -(2n ** 63n)],
  ])("%s", async (values, flat) => {
    const one = await decoded(profileOfValue(...values));
    const top = decodeTopView(view(one, TOP));
    expect(BigInt(top.flat[0])).toBe(flat);
    expect(decodeFlameView(view(one, FLAME)).layout).toBeDefined();
    expect(view(one, { ...FLAME, inverted: true }).byteLength).toBeGreaterThan(
      0,
    );
  });
});

describe("stacks of 100 000 frames", () => {
  it.each([
    ["of one function", true],
    ["of as many functions", false],
  ])("%s", async (_, isRecursive) => {
    const one = await decoded(profileOfDepth(100_000, isRecursive));
    const top = decodeTopView(view(one, TOP));
    // All have one name, whatever their ids.
    expect(top.length).toBe(1);
    expect(BigInt(top.cum[0])).toBe(1n);
    decodeFlameView(view(one, FLAME));
    view(one, { ...FLAME, inverted: true });
    view(one, {
      view: "neighbours",
      sampleTypeIndex: 0,
      filters: [],
      func: "main.f",
    });
  });
});

describe("names", () => {
  it("of every kind come through, made visible", async () => {
    const names = Object.values(HOSTILE_NAMES);
    const one = await decoded(profileOfNames(names));
    const top = decodeTopView(view(one, TOP));
    const shown = Array.from({ length: top.length }, (_, i) =>
      top.strings.get(top.name[i]),
    );
    expect(shown.sort()).toEqual(names.map(visibleText).sort());
  });

  it("of 1 MB", async () => {
    const one = await decoded(profileOfNames(["main.f", "x".repeat(2 ** 20)]));
    expect(decodeTopView(view(one, TOP)).length).toBe(2);
  });
});

describe("bombs", () => {
  it("ids at the top of 64 bits, far apart", async () => {
    const ids = [1n, 2n ** 32n, 2n ** 63n, 2n ** 64n - 1n];
    const input = Uint8Array.from([
      ...bytes(1, [...int(1, 1), ...int(2, 1)]),
      ...[0x32, 0, 0x32, 1, 0x61],
      ...ids.flatMap((id) => [
        ...bytes(5, [...int(1, id), ...int(2, 1)]),
        ...bytes(4, [...int(1, id), ...bytes(4, int(1, id))]),
        ...bytes(2, [...int(1, id), ...int(2, 1)]),
      ]),
    ]);
    expect((await decoded(input)).profile.samples.count).toBe(4);
  });

  it.each([
    ["strings", Uint8Array.from([0x32, 1, 0x61])],
    ["functions", Uint8Array.from(bytes(5, int(1, 2 ** 30)))],
    ["locations", Uint8Array.from(bytes(4, int(1, 2 ** 30)))],
  ])("%s without end stop at the budget", async (_, part) => {
    const head = [...bytes(1, [...int(1, 1), ...int(2, 1)]), 0x32, 0];
    const count = Math.floor((24 * 2 ** 20) / part.length);
    const many = Buffer.concat([
      Uint8Array.from(head),
      ...Array<Uint8Array>(count).fill(part),
    ]);
    expect(await decode(many, 16 * 2 ** 20)).toMatchObject({
      code: "over-budget",
    });
  });

  it("a length of 4 GB in a few bytes is an error, not a wait", async () => {
    const input = Uint8Array.from([0x32, ...varint(2 ** 32 - 1), 0x61]);
    expect(await decode(input)).toMatchObject({ code: "not-a-profile" });
  });

  it("a deflate stream of nothing but zeros is no profile", async () => {
    const head = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255];
    const body = deflateRawSync(Buffer.alloc(100 * 2 ** 20));
    const input = Buffer.concat([Uint8Array.from(head), body, Buffer.alloc(8)]);
    const found = await decode(input, 64 * 2 ** 20);
    expect(found).toHaveProperty("code");
  });
});

describe("10 million distinct functions", () => {
  it("are decoded, or refused by the budget, never a crash", async () => {
    const COUNT = 10_000_000;
    // id (up to 4 bytes of varint), name 1: 8 bytes each.
    const chunk = Buffer.alloc(COUNT * 9);
    let at = 0;
    for (let id = 1; id <= COUNT; id += 1) {
      const one = varint(id);
      chunk[at] = 0x2a;
      chunk[at + 1] = one.length + 3;
      chunk[at + 2] = 0x08;
      for (let i = 0; i < one.length; i += 1) chunk[at + 3 + i] = one[i];
      chunk[at + 3 + one.length] = 0x10;
      chunk[at + 4 + one.length] = 1;
      at += 5 + one.length;
    }
    const head = [
      ...bytes(1, [...int(1, 1), ...int(2, 1)]),
      0x32,
      0,
      0x32,
      1,
      0x61,
    ];
    const input = Buffer.concat([Uint8Array.from(head), chunk.subarray(0, at)]);
    const refused = await decode(input, 128 * 2 ** 20);
    expect(refused).toMatchObject({ code: "over-budget" });
    const whole = await decode(input, 4 * GB);
    expect(whole).toHaveProperty("summary");
  }, 120_000);
});
