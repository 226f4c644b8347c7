import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { ByteBudget } from "#base/byte-budget.ts";
import { JobControl } from "#base/cancel-flag.ts";
import {
  openInput,
  type OpenedProfile,
  type OpenedText,
} from "./open-profile.ts";

const texts = join(import.meta.dirname, "../../../tests/fixtures/leaks/texts");

function open(bytes: Uint8Array | string, limitBytes = Infinity) {
  return openInput(
    { type: "bytes", bytes: Buffer.from(bytes) },
    { control: new JobControl(), budget: new ByteBudget(limitBytes) },
  );
}

async function openText(bytes: Uint8Array | string): Promise<OpenedText> {
  const opened = await open(bytes);
  if (!opened.ok) throw new Error(JSON.stringify(opened.error));
  const value: OpenedProfile | OpenedText = opened.value;
  if (value.kind !== "text") throw new Error(value.kind);
  return value;
}

function stacks(count: number): string {
  return Array.from(
    { length: count },
    (_, i) =>
      `goroutine ${i + 1} [chan send]:\nmain.f(0x${i})\n\t/src/main.go:4 +0x1\ncreated by main.main in goroutine 1\n\t/src/main.go:9 +0x2\n`,
  ).join("\n");
}

describe("goroutine texts", () => {
  it.each([
    ["log-service.txt", 3],
    ["log-service-cri.txt", 3],
    ["log-service-docker.txt", 3],
    ["goleak-json.txt", 1],
    ["goleak-verbose.txt", 1],
    ["sigquit-all.txt", 1],
    ["panic-single.txt", 1],
  ])("%s opens as %i snapshots, plain and compressed", async (name, parts) => {
    const bytes = readFileSync(join(texts, name));
    const plain = await openText(bytes);
    expect(plain.snapshots).toHaveLength(parts);
    const packed = await openText(gzipSync(bytes));
    expect(packed.snapshots).toEqual(plain.snapshots);
    expect(packed).toMatchObject({
      compression: "gzip",
      inflatedBytes: bytes.length,
    });
  });

  it("does not keep the text", async () => {
    const opened = await openText(gzipSync(stacks(20_000)));
    expect(opened.bytes).toHaveLength(0);
    expect(opened.snapshots?.[0].goroutineCount).toBe(20_000);
  });

  it("opens goroutineleak text as goroutines", async () => {
    const opened = await openText(
      "goroutineleak profile: total 1\n1 @ 0x1 0x2\n#\t0x1\tmain.f+0x1\t/m.go:3\n\n",
    );
    expect(opened.snapshots?.[0].isLeakProfile).toBe(true);
  });

  it("opens dumps among binary bytes", async () => {
    const garbage = Buffer.from([0, 1, 2, 0xff, 0xfe, 0x0a]);
    const opened = await openText(
      Buffer.concat([garbage, Buffer.from(stacks(2)), garbage]),
    );
    expect(opened.snapshots?.[0].goroutineCount).toBe(2);
  });

  it("keeps to the budget", async () => {
    const opened = await open(stacks(50_000), 200_000);
    expect(opened).toMatchObject({
      ok: false,
      error: { code: "over-budget", limitBytes: 200_000 },
    });
  });

  it("can be cancelled within an input that inflates far", async () => {
    const control = new JobControl();
    const bytes = gzipSync(stacks(200_000));
    const opening = openInput(
      { type: "bytes", bytes },
      { control, budget: new ByteBudget(Infinity) },
    );
    setImmediate(() => control.cancel());
    expect(await opening).toEqual({ ok: false, error: { code: "cancelled" } });
  });
});

describe("other texts", () => {
  it("hands heap text on whole", async () => {
    const text = "heap profile: 1: 8 [2: 16] @ heap/1048576\n";
    const opened = await openText(text);
    expect(opened.snapshots).toBeNull();
    expect(Buffer.from(opened.bytes).toString()).toBe(text);
  });

  it.each([
    ["text", "2026/11/23 06:31:00 nothing happened\n"],
    ["json", '{"level":"info"}\n{"level":"warn"}\n'],
  ])("says what %s without goroutines is", async (lookalike, text) => {
    expect(await open(text)).toEqual({
      ok: false,
      error: { code: "not-a-profile", lookalike },
    });
  });

  it("reads a line without end in linear time", async () => {
    const opened = await open(`x ${"y".repeat(40 << 20)}\n${stacks(3)}`);
    expect(opened.ok && opened.value.kind === "text").toBe(true);
  });
});
