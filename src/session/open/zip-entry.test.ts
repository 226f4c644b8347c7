import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { makeZip } from "../../../tests/fixtures/make-zip.ts";
import { openZipEntry } from "./zip-entry.ts";

let folder = "";

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "leakscope-zip-"));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A zip of one deflated file that says it unpacks to `announced` bytes. */
function writeZip(content: Buffer, announced: number): string {
  const path = join(folder, "captures.zip");
  const sizeFault = announced - content.length;
  const file = { name: "heap.pb", content, isDeflated: true, sizeFault };
  writeFileSync(path, makeZip([file]));
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
