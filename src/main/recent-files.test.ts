import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { RecentFiles } from "./recent-files.ts";
import { StateFile } from "./state-file.ts";

let folder = "";

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "leakscope-recent-"));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function open(): RecentFiles {
  let clock = 0;
  return new RecentFiles(
    new StateFile(join(folder, "state", "recent.json")),
    () => (clock += 1),
  );
}

describe("RecentFiles", () => {
  it("keeps the newest first over a restart, each file once", async () => {
    const recent = open();
    expect(await recent.add("/a")).toBe(true);
    expect(await recent.add("/b")).toBe(true);
    expect(await recent.add("/a")).toBe(true);
    expect(await recent.add("/a")).toBe(false);
    expect(open().paths).toEqual(["/a", "/b"]);
  });

  it("marks what is gone", async () => {
    const here = join(folder, "here");
    writeFileSync(here, "");
    const recent = open();
    await recent.add(here);
    await recent.add(join(folder, "gone"));
    expect((await recent.list()).map(({ isMissing }) => isMissing)).toEqual([
      true,
      false,
    ]);
  });

  it("remembers twenty", async () => {
    const recent = open();
    for (let i = 0; i < 30; i += 1) await recent.add(`/${i}`);
    expect(open().paths).toHaveLength(20);
    expect(open().paths[0]).toBe("/29");
  });

  it.each(["", "{", "[]", '{"files":[1,{"path":2}]}'])(
    "starts empty from damaged text %j",
    (text) => {
      const path = join(folder, "recent.json");
      writeFileSync(path, text);
      expect(new RecentFiles(new StateFile(path)).paths).toEqual([]);
    },
  );
});
