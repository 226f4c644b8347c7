import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { DiskChange } from "#contract/open-profile.ts";
import type { ProfileId } from "#contract/profile-id.ts";
import { FileWatch } from "./file-watch.ts";

const ID = "p1" as ProfileId;
const SETTLE_MS = 30;

let folder: string;
let path: string;
let changes: (DiskChange | undefined)[];
let watch: FileWatch;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "leakscope-watch-"));
  path = join(folder, "heap.prof");
  writeFileSync(path, "one");
  changes = [];
  watch = new FileWatch((_id, change) => changes.push(change), SETTLE_MS);
  void watch.watch(ID, path);
  await watch.check();
});

afterEach(() => {
  watch.dispose();
  rmSync(folder, { recursive: true, force: true });
});

const settled = (expected: unknown[]) =>
  vi.waitFor(() => expect(changes).toEqual(expected), { timeout: 5000 });

describe("FileWatch", () => {
  it("sees a file written in place, once", async () => {
    for (let i = 0; i < 20; i += 1) {
      appendFileSync(path, "more");
      await new Promise((done) => setTimeout(done, 5));
    }
    await settled(["changed"]);
    await watch.check();
    expect(changes).toEqual(["changed"]);
  });

  it("sees another file renamed over it", async () => {
    const fresh = join(folder, "heap.prof.tmp");
    writeFileSync(fresh, "two");
    renameSync(fresh, path);
    await settled(["changed"]);
  });

  it("sees it go, and come back", async () => {
    rmSync(path);
    await settled(["gone"]);
    writeFileSync(path, "three");
    await settled(["gone", "changed"]);
  });

  it("takes a file moved away and back for the same", async () => {
    renameSync(path, join(folder, "aside"));
    await settled(["gone"]);
    renameSync(join(folder, "aside"), path);
    await settled(["gone", undefined]);
  });

  it("begins anew with each reading", async () => {
    writeFileSync(path, "second");
    await settled(["changed"]);
    void watch.watch(ID, path);
    await watch.check();
    expect(changes).toEqual(["changed"]);
    utimesSync(path, 1, 1);
    await settled(["changed", "changed"]);
  });

  it("is silent about other files and about what was closed", async () => {
    writeFileSync(join(folder, "other.prof"), "x");
    watch.unwatch(ID);
    writeFileSync(path, "after");
    await new Promise((done) => setTimeout(done, SETTLE_MS * 4));
    await watch.check();
    expect(changes).toEqual([]);
  });

  it("lives with a folder that goes", async () => {
    const inner = join(folder, "inner");
    mkdirSync(inner);
    writeFileSync(join(inner, "a.prof"), "x");
    void watch.watch("p2" as ProfileId, join(inner, "a.prof"));
    await watch.check();
    rmSync(inner, { recursive: true });
    await settled(["gone"]);
    void watch.watch("p3" as ProfileId, join(inner, "none.prof"));
    await watch.check();
    expect(changes).toEqual(["gone"]);
  });
});
