import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { MAX_BUNDLE_FILES } from "#contract/bundle.ts";
import { storedZip } from "../fixtures/make-zip.ts";
import { kindOfPath } from "../../src/main/bundles/kind-of-path.ts";
import { listFolder, listZip } from "../../src/main/bundles/list-files.ts";

let folder = "";

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "leakscope-list-"));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(name: string, content: string | Buffer): string {
  const path = join(folder, name);
  mkdirSync(join(path, ".."), { recursive: true });
  writeFileSync(path, content);
  return path;
}

describe("kindOfPath", () => {
  it("tells by content, saved comparisons by name", async () => {
    const zip = storedZip({ a: Buffer.from("x") });
    expect(await kindOfPath(write("any.name", zip))).toBe("zip");
    expect(await kindOfPath(write("empty.zip", storedZip({})))).toBe("zip");
    expect(await kindOfPath(write("x.zip", "no zip"))).toBe("file");
    expect(await kindOfPath(write("x.leakscope", "{}"))).toBe("comparison");
    expect(await kindOfPath(folder)).toBe("folder");
    expect(await kindOfPath(join(folder, "none"))).toBe("file");
  });
});

describe("listZip", () => {
  it("names files in order, without folders and what file managers leave", async () => {
    const names = ["b10", "b2", "d/", "d/e", ".x", "__MACOSX/b2", "d/.git/f"];
    const files = Object.fromEntries(names.map((n) => [n, Buffer.from("x")]));
    expect(await listZip(write("a.zip", storedZip(files)))).toEqual({
      ok: true,
      value: { names: ["b2", "b10", "d/e"], leftOut: 0 },
    });
  });

  it("counts what is beyond the limit", async () => {
    const files = Object.fromEntries(
      Array.from({ length: MAX_BUNDLE_FILES + 3 }, (_, i) => [
        `f${i}`,
        Buffer.alloc(0),
      ]),
    );
    const listed = await listZip(write("many.zip", storedZip(files)));
    expect(listed.ok && listed.value.names.length).toBe(MAX_BUNDLE_FILES);
    expect(listed.ok && listed.value.leftOut).toBe(3);
  });

  it.each([
    ["a cut one", storedZip({ a: Buffer.from("x") }).subarray(0, 20)],
    ["a name that leads outside", storedZip({ "../a": Buffer.from("x") })],
    ["noise", Buffer.from("PK\x03\x04 and nothing else")],
  ])("refuses %s", async (_what, bytes) => {
    expect(await listZip(write("bad.zip", bytes))).toEqual({
      ok: false,
      error: { code: "bad-zip" },
    });
  });
});

describe("listFolder", () => {
  it("goes into folders, not into hidden ones", async () => {
    for (const name of ["in/2", "in/10", "in/deep/1", "in/.git/x"]) {
      write(name, "x");
    }
    expect(await listFolder(join(folder, "in"))).toEqual({
      ok: true,
      value: { names: ["2", "10", "deep/1"], leftOut: 0 },
    });
  });
});
