import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ByteBudget } from "#base/byte-budget.ts";
import { JobControl } from "#base/cancel-flag.ts";
import { openInput } from "./open-profile.ts";
import { ZstdFrames, type ZstdFault } from "./zstd-frames.ts";

const FIXTURES = join(import.meta.dirname, "../../../tests/fixtures/pprof");
const MAGIC = [0x28, 0xb5, 0x2f, 0xfd];
const SKIPPABLE = [0x5a, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 9, 9, 9];

/** A block's head: content size, type (0 raw, 1 run), last. */
function block(size: number, type: number, isLast: boolean): number[] {
  const head = (size << 3) | (type << 1) | (isLast ? 1 : 0);
  return [head & 255, (head >>> 8) & 255, head >>> 16];
}

function walk(
  bytes: readonly number[],
  pieceBytes: number,
  maxWindowBytes = 1024,
): ZstdFault | undefined {
  const frames = new ZstdFrames(maxWindowBytes);
  for (let at = 0; at < bytes.length; at += pieceBytes) {
    const piece = Uint8Array.from(bytes.slice(at, at + pieceBytes));
    const walked = frames.push(piece);
    if (!walked.ok) return walked.error;
  }
  return undefined;
}

describe.each([1, 2, 5, 1000])("in pieces of %i bytes", (pieceBytes) => {
  it("passes over blocks, checksums and frames nobody reads", () => {
    const frame = [
      ...[...MAGIC, 4, 0],
      ...[...block(3, 0, false), 1, 2, 3],
      ...[...block(1000, 1, true), 7],
      ...[1, 2, 3, 4],
    ];
    const bytes = [...SKIPPABLE, ...frame, ...SKIPPABLE, ...frame];
    expect(walk(bytes, pieceBytes)).toBeUndefined();
  });

  it("sees the window of any frame, and of a frame in one segment", () => {
    const empty = [...MAGIC, 0, 0, ...block(0, 0, true)];
    const windowed = [...empty, ...MAGIC, 0, (11 << 3) | 2];
    expect(walk(windowed, pieceBytes)).toEqual({
      code: "window",
      windowBytes: 2 ** 21 * 1.25,
    });
    const segment = [...empty, ...MAGIC, 0xa0, 0, 0, 0, 0x10];
    expect(walk(segment, pieceBytes)).toEqual({
      code: "window",
      windowBytes: 2 ** 28,
    });
    const small = [...MAGIC, 0x60, 0x44, 0x02];
    expect(walk(small, pieceBytes)).toBeUndefined();
    expect(walk(small, pieceBytes, 0x343)).toEqual({
      code: "window",
      windowBytes: 0x344,
    });
  });

  it("refuses blocks of more than 128 KiB, reserved ones and other magic", () => {
    for (const head of [block(128 * 1024 + 1, 1, true), block(1, 3, true)]) {
      expect(walk([...MAGIC, 0, 0, ...head], pieceBytes)).toEqual({
        code: "corrupt",
      });
    }
    expect(walk([1, 2, 3, 4], pieceBytes)).toEqual({ code: "corrupt" });
  });
});

it("walks what zstd writes", () => {
  for (const name of [
    "container-zstd.pb.zst",
    "container-zstd-frames.pb.zst",
  ]) {
    const bytes = [...readFileSync(join(FIXTURES, name))];
    expect(walk(bytes, 7, 8 * 2 ** 20)).toBeUndefined();
  }
});

it("a few bytes that ask for 2 GB are refused with what they ask for", async () => {
  const bytes = Uint8Array.from([...MAGIC, 0, 21 << 3, ...block(0, 0, true)]);
  const opened = await openInput(
    { type: "bytes", bytes },
    { control: new JobControl(), budget: new ByteBudget(Infinity) },
  );
  expect(opened).toMatchObject({
    ok: false,
    error: { code: "over-fixed-limit" },
  });
});
