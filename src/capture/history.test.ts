import {
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  realpath,
  rm,
  symlink,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { CaptureRecord } from "#contract/capture.ts";
import { CaptureHistory, parseHistory } from "./history.ts";

let folder = "";

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "leakscope-history-"));
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

const fail = (error: unknown): void => {
  throw error;
};

function record(name: string): CaptureRecord {
  return {
    path: join(folder, name),
    host: "h:1",
    indexUrl: "http://h:1/debug/pprof/",
    kind: "heap",
    seconds: 0,
    debug: 0,
    sizeBytes: 3,
    takenAt: "2026-11-23T06:31:00.000Z",
    isPartial: false,
    total: null,
  };
}

describe("CaptureHistory", () => {
  it("a write that fails is told, and the next one works", async () => {
    const errors: unknown[] = [];
    const blocked = join(folder, "blocked");
    await writeFile(blocked, "");
    const history = new CaptureHistory(join(blocked, "captures.json"), (e) =>
      errors.push(e),
    );
    await history.add(record("a"));
    expect(errors).toHaveLength(1);
    await rm(blocked);
    await history.add(record("a"));
    expect(errors).toHaveLength(1);
    expect(
      parseHistory(await readFile(join(blocked, "captures.json"), "utf8")),
    ).toEqual([record("a")]);
  });

  it("survives a restart, newest first", async () => {
    const path = join(folder, "state", "captures.json");
    const history = new CaptureHistory(path, fail);
    await history.load();
    await Promise.all([history.add(record("a")), history.add(record("b"))]);
    const total = { type: "inuse_space", unit: "bytes", value: "42" };
    expect(await history.setTotal(join(folder, "a"), total)).toMatchObject({
      total,
    });
    expect(await history.setTotal(join(folder, "a"), total)).toBeUndefined();
    expect(await history.setTotal(join(folder, "c"), total)).toBeUndefined();
    const again = new CaptureHistory(path, fail);
    await again.load();
    expect(
      again.all.map(({ path: file, total }) => [file.slice(-1), total]),
    ).toEqual([
      ["b", null],
      ["a", total],
    ]);
    expect(await readdir(join(folder, "state"))).toEqual(["captures.json"]);
  });

  it("knows a capture by its real path, too", async () => {
    await mkdir(join(folder, "real"));
    await symlink(join(folder, "real"), join(folder, "link"));
    await writeFile(join(folder, "real", "a"), "x");
    const history = new CaptureHistory(join(folder, "captures.json"), fail);
    await history.add(record("link/a"));
    const real = join(await realpath(folder), "real", "a");
    const total = { type: "goroutine", unit: "count", value: "7" };
    expect(await history.setTotal(real, total)).toMatchObject({
      path: join(folder, "link/a"),
      total,
    });
  });

  it("deletes the file with the row, and only files it knows", async () => {
    const path = join(folder, "captures.json");
    const history = new CaptureHistory(path, fail);
    await writeFile(join(folder, "a"), "x");
    await writeFile(join(folder, "mine"), "x");
    await history.add(record("a"));
    await history.remove(join(folder, "mine"));
    await history.remove(join(folder, "a"));
    expect(await readdir(folder)).toEqual(["captures.json", "mine"]);
    expect(await readFile(path, "utf8")).toContain('"records":[]');
  });

  it.each(["", "{", "null", "[]", '{"schema":"other/9","records":[{}]}'])(
    "damaged text %j is an empty history",
    (text) => {
      expect(parseHistory(text)).toEqual([]);
    },
  );
});
