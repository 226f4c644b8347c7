import { readdirSync, readFileSync } from "node:fs";
import { chmod, mkdtemp, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { deflateRawSync, gzipSync } from "node:zlib";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ByteBudget } from "#base/byte-budget.ts";
import { JobControl } from "#base/cancel-flag.ts";
import type { AppError } from "#contract/app-error.ts";
import { encodeProfile } from "#profile/encode/encode-profile.ts";
import type { Profile } from "#profile/profile.ts";
import { profileFromText } from "#profile/profile-from-text.ts";
import { openInput, type OpenedProfile } from "./open-profile.ts";

const FIXTURES = join(import.meta.dirname, "../../../tests/fixtures/pprof");

const small = encodeProfile(
  profileFromText("main.main;main.f@f.go:3 7 {k=v}\nmain.main;main.g 5"),
);
/** Deep and many-sampled: several chunks once encoded, and hard to compress. */
const large = encodeProfile(
  profileFromText(
    Array.from({ length: 30_000 }, (_, i) => {
      const frames = [i % 7, i % 31, i % 211, i % 1009, (i * 7919) % 6007];
      return `${frames.map((f, depth) => `f${depth}_${f}`).join(";")} ${(i * 2654435761) % 1e9}`;
    }).join("\n"),
  ),
);

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "leakscope-open-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

interface Setup {
  readonly control?: JobControl;
  readonly limitBytes?: number;
}

function openBytes(bytes: Uint8Array, setup: Setup = {}) {
  return openInput(
    { type: "bytes", bytes },
    {
      control: setup.control ?? new JobControl(),
      budget: new ByteBudget(setup.limitBytes ?? Infinity),
    },
  );
}

async function openFile(
  path: string,
  setup: Setup = {},
): Promise<OpenedProfile | AppError> {
  const opened = await openInput(
    { type: "path", path },
    {
      control: setup.control ?? new JobControl(),
      budget: new ByteBudget(setup.limitBytes ?? Infinity),
    },
  );
  if (!opened.ok) return opened.error;
  if (opened.value.kind === "text") throw new Error("text");
  return opened.value;
}

async function profileOf(bytes: Uint8Array): Promise<OpenedProfile> {
  const opened = await openBytes(bytes);
  if (!opened.ok) throw new Error(JSON.stringify(opened.error));
  if (opened.value.kind === "text") throw new Error("text");
  return opened.value;
}

async function errorOf(bytes: Uint8Array | string): Promise<AppError> {
  const opened = await openBytes(Buffer.from(bytes));
  if (opened.ok) throw new Error(`opened as ${opened.value.kind}`);
  return opened.error;
}

/** Whether samples, stacks and locations are equal, row by row. */
function isSame(a: Profile, b: Profile): boolean {
  const columns = (p: Profile) => [
    p.samples.stack,
    ...p.samples.values,
    p.stacks.parent,
    p.stacks.location,
    p.locations.address,
  ];
  return columns(a).every((column, i) =>
    isDeepStrictEqual(column, columns(b)[i]),
  );
}

/** Several gzip members of `bytes`, cut at `cuts`. */
function gzipMembers(bytes: Uint8Array, ...cuts: number[]): Uint8Array {
  const edges = [0, ...cuts, bytes.length];
  return Buffer.concat(
    edges.slice(1).map((end, i) => gzipSync(bytes.subarray(edges[i], end))),
  );
}

describe("W1: compression is told by content", () => {
  it("raw, gzip and gzip of several members, in one chunk or many", async () => {
    for (const bytes of [small, large]) {
      const raw = await profileOf(bytes);
      expect(raw.compression).toBe("none");
      expect(raw.sizeBytes).toBe(bytes.length);
      for (const packed of [
        gzipSync(bytes),
        gzipMembers(bytes, 10, 20),
        gzipMembers(bytes, 0, bytes.length),
        // A second member that begins exactly where a chunk of input ends is in the file test below.
      ]) {
        const opened = await profileOf(packed);
        expect(opened.compression).toBe("gzip");
        expect(opened.sizeBytes).toBe(packed.length);
        expect(opened.inflatedBytes).toBe(bytes.length);
        expect(isSame(opened.profile, raw.profile)).toBe(true);
        expect(opened.warnings).toEqual([]);
      }
    }
  });

  it("gzip members that end exactly at a chunk of input", async () => {
    const chunk = 1024 * 1024;
    const first = gzipSync(large.subarray(0, 100));
    // An extra field of a header pads the first member to one chunk.
    const padding = chunk - first.length - 2;
    expect(padding).toBeGreaterThan(65535);
    const members: Uint8Array[] = [];
    let left = chunk - first.length;
    while (left > 0) {
      // An empty member with an extra field of any length: 20 bytes and 2 for the field's length.
      const extra = Math.min(65535, Math.max(0, left - 22));
      const rest = left - 22 - extra;
      const length = rest > 0 && rest < 22 ? extra - 22 : extra;
      const header = Buffer.from([0x1f, 0x8b, 8, 4, 0, 0, 0, 0, 0, 255, 0, 0]);
      header.writeUInt16LE(length, 10);
      members.push(
        Buffer.concat([
          header,
          Buffer.alloc(length),
          deflateRawSync(Buffer.alloc(0)),
          Buffer.alloc(8),
        ]),
      );
      left -= 22 + length;
    }
    expect(left).toBe(0);
    const packed = Buffer.concat([
      first,
      ...members,
      gzipSync(large.subarray(100)),
    ]);
    const path = join(folder, "members.pb.gz");
    await writeFile(path, packed);
    expect(await openFile(path)).toMatchObject({
      inflatedBytes: large.length,
      warnings: [],
    });
  });

  it.each(readdirSync(FIXTURES).filter((name) => name.endsWith(".zst")))(
    "zstd: %s is wire-go-order.pb",
    async (name) => {
      const opened = await profileOf(readFileSync(join(FIXTURES, name)));
      const raw = await profileOf(
        readFileSync(join(FIXTURES, "wire-go-order.pb")),
      );
      expect(opened.compression).toBe("zstd");
      expect(isSame(opened.profile, raw.profile)).toBe(true);
    },
  );
});

describe("damaged compression", () => {
  it("truncated gzip, at every length", async () => {
    const packed = gzipSync(small);
    for (let length = 1; length < packed.length; length += 1) {
      const error = await errorOf(packed.subarray(0, length));
      if (length === 1) {
        expect(error).toEqual({ code: "not-a-profile", lookalike: "binary" });
      } else {
        expect(error).toEqual({
          code: "truncated-compression",
          format: "gzip",
          offset: length,
        });
      }
    }
  });

  it("a truncated second member", async () => {
    const packed = gzipMembers(large, 1000);
    const cut = packed.subarray(0, packed.length - 100);
    expect(await errorOf(cut)).toEqual({
      code: "truncated-compression",
      format: "gzip",
      offset: cut.length,
    });
  });

  it("corrupt data and checksums say where, within 4 KiB", async () => {
    const packed = gzipSync(large);
    const at = Math.floor(packed.length / 2);
    const broken = Uint8Array.from(packed);
    broken.fill(0xff, at, at + 64);
    const error = await errorOf(broken);
    expect(error.code).toBe("corrupt-compression");
    if (error.code !== "corrupt-compression") return;
    expect(Math.abs(error.offset - at)).toBeLessThan(64 * 1024);

    const badChecksum = Uint8Array.from(packed);
    badChecksum[packed.length - 6] ^= 1;
    expect(await errorOf(badChecksum)).toEqual({
      code: "corrupt-compression",
      format: "gzip",
      offset: packed.length - 8,
    });
  });

  it("trailing garbage is left out, with a warning", async () => {
    for (const bytes of [small, large]) {
      for (const garbage of ["garbage!", "\x1f\x8b\x01 not a member"]) {
        const packed = Buffer.concat([
          gzipMembers(bytes, 50),
          Buffer.from(garbage, "latin1"),
        ]);
        const opened = await profileOf(packed);
        expect(opened.inflatedBytes).toBe(bytes.length);
        expect(opened.sizeBytes).toBe(packed.length);
        expect(opened.warnings).toEqual([
          { code: "trailing-garbage", count: garbage.length },
        ]);
      }
    }
  });

  it("anything behind the magic number: codes only, never an exception", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom([0x1f, 0x8b, 8], [0x28, 0xb5, 0x2f, 0xfd]),
        fc.uint8Array({ maxLength: 200 }),
        async (magic, rest) => {
          const opened = await openBytes(Uint8Array.from([...magic, ...rest]));
          expect(opened.ok).toBe(false);
        },
      ),
      { numRuns: 200 },
    );
  });

  it("mutated gzip and zstd: codes only, never an exception", async () => {
    const zstd = readFileSync(join(FIXTURES, "container-zstd.pb.zst"));
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(gzipSync(small), gzipMembers(small, 40), zstd),
        fc.nat(),
        fc.integer({ min: 0, max: 255 }),
        async (packed, at, byte) => {
          const broken = Uint8Array.from(packed);
          broken[at % broken.length] = byte;
          const opened = await openBytes(broken);
          if (!opened.ok) expect(opened.error.code).not.toBe("");
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe("what is no profile", () => {
  const cases: readonly (readonly [string, Uint8Array | string, string])[] = [
    ["HTML", "<!DOCTYPE html><html><body>Sign in</body></html>", "html"],
    ["HTML after blanks", "\n  <html lang=en>", "html"],
    ["XML", '<?xml version="1.0"?><x/>', "html"],
    ["a Go execution trace", "go 1.26 trace\0\0\0\x01\x02", "go-trace"],
    ["zip", "PK\x03\x04\x14\0\0\0", "zip"],
    ["an empty zip", "PK\x05\x06\0\0", "zip"],
    ["ELF", "\x7fELF\x02\x01\x01\0", "elf"],
    ["Mach-O", Uint8Array.of(0xcf, 0xfa, 0xed, 0xfe, 7, 0, 0, 1), "macho"],
    ["PE", "MZ\x90\0\x03\0", "pe"],
    ["JFR", "FLR\0\0\x02", "jfr"],
    ["perf.data", "PERFILE2\x68\0", "perf-data"],
    ["tar", `${"a.txt".padEnd(257, "\0")}ustar\0`, "tar"],
    ["bzip2", "BZh91AY&SY\0", "bzip2"],
    ["xz", Uint8Array.of(0xfd, 0x37, 0x7a, 0x58, 0x5a, 0), "xz"],
    ["PNG", Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10), "png"],
    ["text", "hello, world\n", "text"],
    ["random bytes", Uint8Array.of(0xf7, 1, 2, 3, 0xfe, 0), "binary"],
    ["zero bytes of a type", Uint8Array.of(0x0f, 0x00, 0x01), "binary"],
    ["gzip in gzip", gzipSync(small), "binary"],
  ];

  it.each(cases)("%s", async (name, content, lookalike) => {
    const bytes =
      typeof content === "string" ? Buffer.from(content, "latin1") : content;
    const expected = { code: "not-a-profile", lookalike };
    // Nested gzip is a profile with one layer less.
    if (name !== "gzip in gzip") expect(await errorOf(bytes)).toEqual(expected);
    expect(await errorOf(gzipSync(bytes))).toEqual(expected);
  });

  it("empty, raw and compressed", async () => {
    expect(await errorOf("")).toEqual({ code: "empty-file" });
    expect(await errorOf(gzipSync(""))).toEqual({ code: "empty-file" });
  });

  it("every bad fixture but the one with trailing garbage is an error", async () => {
    const bad = join(FIXTURES, "bad");
    const names = readdirSync(bad);
    expect(names.length).toBeGreaterThan(30);
    for (const name of names) {
      const opened = await openFile(join(bad, name));
      if (name === "gzip-trailing-garbage.pb.gz") {
        expect(opened).toHaveProperty("profile");
      } else {
        expect(opened, name).not.toHaveProperty("profile");
      }
    }
  });

  it("W6: concatenated profiles are named, with the offset of the second", async () => {
    const once = encodeProfile(profileFromText("a 1", { timeNanos: 5n }));
    const error = await errorOf(Buffer.concat([once, once]));
    expect(error.code).toBe("concatenated-profiles");
    if (error.code !== "concatenated-profiles") return;
    expect(error.offset).toBeGreaterThan(once.length);
  });
});

describe("files", () => {
  it("not there, a folder, a name below a file", async () => {
    expect(await openFile(join(folder, "none"))).toEqual({ code: "not-found" });
    expect(await openFile(folder)).toEqual({ code: "is-a-directory" });
    const path = join(folder, "plain.pb");
    await writeFile(path, small);
    expect(await openFile(join(path, "x"))).toEqual({ code: "not-found" });
    expect(await openFile(path)).toMatchObject({ kind: "profile" });
  });

  it.skipIf(process.getuid?.() === 0)("not readable", async () => {
    const path = join(folder, "secret.pb");
    await writeFile(path, small);
    await chmod(path, 0);
    expect(await openFile(path)).toEqual({
      code: "not-readable",
      reason: "EACCES",
    });
  });

  it("cut short while it is read", async () => {
    const path = join(folder, "shrinking.pb");
    const big = Buffer.concat([large, large, large, large]);
    await writeFile(path, big);
    const control = new JobControl();
    const report = control.report.bind(control);
    let isCut = false;
    // After the first chunk, before the second is asked for.
    control.report = (...progress) => {
      report(...progress);
      if (isCut) return;
      isCut = true;
      void truncate(path, 1024 * 1024);
    };
    // Whether the cut comes in time is up to the system: the read ahead may be done already.
    const opened = await openFile(path, { control });
    if (!("kind" in opened)) {
      expect(["vanished-while-reading", "malformed-profile"]).toContain(
        opened.code,
      );
    }
  });
});

describe("progress, cancel and budget", () => {
  it("reports compressed bytes up to the size", async () => {
    const packed = gzipSync(large);
    const control = new JobControl();
    await openBytes(packed, { control });
    expect(control.progress.totalBytes).toBe(packed.length & ~1023);
    expect(control.progress.doneBytes).toBe(packed.length & ~1023);
  });

  it("cancelled before, and while reading", async () => {
    for (const bytes of [large, gzipSync(large)]) {
      const control = new JobControl();
      control.cancel();
      const opened = await openBytes(bytes, { control });
      expect(opened).toEqual({ ok: false, error: { code: "cancelled" } });

      const later = new JobControl();
      const report = later.report.bind(later);
      later.report = (...progress) => {
        report(...progress);
        later.cancel();
      };
      const stopped = await openBytes(bytes, { control: later });
      expect(stopped).toEqual({ ok: false, error: { code: "cancelled" } });
    }
  });

  it("over budget is an error that says how much was needed", async () => {
    const opened = await openBytes(gzipSync(large), { limitBytes: 300_000 });
    expect(opened).toMatchObject({
      ok: false,
      error: { code: "over-budget", limitBytes: 300_000 },
    });
  });

  it("only what the profile keeps stays booked", async () => {
    const budget = new ByteBudget(Infinity);
    const opened = await openInput(
      { type: "bytes", bytes: large },
      { control: new JobControl(), budget },
    );
    expect(opened.ok).toBe(true);
    expect(budget.usedBytes).toBeGreaterThan(30_000 * 16);
    expect(budget.usedBytes).toBeLessThan(30_000 * 100);
  });
});
