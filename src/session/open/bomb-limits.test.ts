import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { ByteBudget } from "#base/byte-budget.ts";
import { JobControl } from "#base/cancel-flag.ts";
import { mayGrow } from "./bomb-limits.ts";
import { openInput } from "./open-profile.ts";

const MB = 2 ** 20;

/** 40 members of 10 MB blank lines behind a goroutine: 400 MB in 400 kB. */
function bomb(): Uint8Array {
  const blank = gzipSync(Buffer.alloc(10 * MB, "\n"));
  const head = gzipSync("goroutine 1 [running]:\nmain.f()\n\t/a.go:1 +0x1\n");
  return Buffer.concat([head, ...Array<Buffer>(40).fill(blank)]);
}

function open(bytes: Uint8Array, allowsAnySize?: boolean) {
  return openInput(
    { type: "bytes", bytes, allowsAnySize },
    { control: new JobControl(), budget: new ByteBudget(64 * MB) },
  );
}

describe("mayGrow", () => {
  it("asks beyond a ratio, but not for little", () => {
    expect(mayGrow(1000, 256 * MB).ok).toBe(true);
    expect(mayGrow(1000, 256 * MB + 1)).toEqual({
      ok: false,
      error: {
        code: "decompression-bomb",
        readBytes: 1000,
        inflatedBytes: 256 * MB + 1,
      },
    });
    expect(mayGrow(10 * MB, 2000 * MB).ok).toBe(true);
    expect(mayGrow(10 * MB, 2001 * MB).ok).toBe(false);
  });

  it("asks beyond a size, whatever the ratio", () => {
    expect(mayGrow(4096 * MB, 8192 * MB).ok).toBe(true);
    expect(mayGrow(4096 * MB, 8193 * MB).ok).toBe(false);
  });
});

describe("a decompression bomb", () => {
  it("stops early, and goes on when told to", async () => {
    const bytes = bomb();
    const stopped = await open(bytes);
    expect(stopped).toMatchObject({
      ok: false,
      error: { code: "decompression-bomb", readBytes: bytes.length },
    });
    if (stopped.ok || stopped.error.code !== "decompression-bomb") return;
    expect(stopped.error.inflatedBytes).toBeLessThan(260 * MB);
    const whole = await open(bytes, true);
    expect(whole).toMatchObject({ ok: true, value: { kind: "text" } });
  });

  it("that is a profile fails by its budget before it fills memory", async () => {
    // One unknown field of 1 GB: its bytes are waited for.
    const head = Uint8Array.from([0xba, 0x3f, 0x80, 0x80, 0x80, 0x80, 0x04]);
    const zeros = gzipSync(Buffer.alloc(10 * MB));
    const parts = [gzipSync(head), ...Array<Buffer>(30).fill(zeros)];
    expect(await open(Buffer.concat(parts))).toMatchObject({
      ok: false,
      error: { code: "over-budget" },
    });
  });
});
