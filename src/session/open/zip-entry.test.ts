import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { crc32, deflateRawSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openZipEntry } from "./zip-entry.ts";

let folder = "";

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "leakscope-zip-"));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A zip of one deflated file that says it unpacks to `announced` bytes (APPNOTE.TXT, 4.3). */
function writeZip(content: Buffer, announced: number): string {
  const packed = deflateRawSync(content);
  const name = Buffer.from("heap.pb");
  const common = Buffer.alloc(26);
  common.writeUInt16LE(20, 0); // version needed
  common.writeUInt16LE(8, 4); // deflate
  common.writeUInt32LE(crc32(content), 10);
  common.writeUInt32LE(packed.length, 14);
  common.writeUInt32LE(announced, 18);
  common.writeUInt16LE(name.length, 22);
  const local = [Buffer.from("PK\x03\x04"), common, name, packed];
  const start = Buffer.concat(local).length;
  const table = [
    ...[Buffer.from("PK\x01\x02\x14\x00"), common, Buffer.alloc(14), name],
  ];
  const end = Buffer.alloc(18);
  end.writeUInt16LE(1, 4);
  end.writeUInt16LE(1, 6);
  end.writeUInt32LE(Buffer.concat(table).length, 8);
  end.writeUInt32LE(start, 12);
  const path = join(folder, "captures.zip");
  const parts = [...local, ...table, Buffer.from("PK\x05\x06"), end];
  writeFileSync(path, Buffer.concat(parts));
  return path;
}

describe("a deflated file in a zip", () => {
  const content = Buffer.from("heap profile: 0: 0 [0: 0] @ heap/524288\n");

  it("is read to its end", async () => {
    const opened = await openZipEntry(
      writeZip(content, content.length),
      "heap.pb",
    );
    if (!opened.ok) throw new Error(opened.error.code);
    const read = await opened.value.read();
    expect(read.ok && Buffer.from(read.value)).toEqual(content);
    await opened.value.close();
  });

  it("that says it unpacks to more than any profile has is not begun", async () => {
    const path = writeZip(content, 2 ** 30);
    const opened = await openZipEntry(path, "heap.pb");
    expect(opened.ok ? "" : opened.error.code).toBe("decompression-bomb");
    const anyway = await openZipEntry(path, "heap.pb", true);
    expect(anyway.ok).toBe(true);
    if (anyway.ok) await anyway.value.close();
  });

  it("that unpacks to more than it says is bad", async () => {
    const big = Buffer.alloc(1 << 20, "x");
    const opened = await openZipEntry(writeZip(big, 100), "heap.pb");
    if (!opened.ok) throw new Error(opened.error.code);
    for (;;) {
      const read = await opened.value.read();
      if (!read.ok) {
        expect(read.error.code).toBe("bad-zip");
        break;
      }
      expect(read.value.length).toBeLessThanOrEqual(100);
      expect(read.value.length).toBeGreaterThan(0);
    }
    await opened.value.close();
  });
});
