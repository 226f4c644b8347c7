import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { NotSaved } from "#contract/not-saved.ts";
import { StateFile } from "./state-file.ts";

let folder = "";
let path = "";

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "leakscope-state-"));
  path = join(folder, "state", "file.json");
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe("StateFile", () => {
  it("is undefined at first, then what was written last, whole", async () => {
    const file = new StateFile(path);
    expect(file.read()).toBeUndefined();
    await Promise.all([1, 2, 3].map((n) => file.write({ version: 1, n })));
    expect(new StateFile(path).read()).toEqual({ version: 1, n: 3 });
    expect(readdirSync(join(folder, "state"))).toEqual(["file.json"]);
  });

  it("a damaged file is as good as none, and kept when it is written over", async () => {
    await new StateFile(path).write({});
    writeFileSync(path, '{"version": 1, "secr');
    const file = new StateFile(path);
    expect(file.read()).toBeUndefined();
    await file.write({ n: 1 });
    expect(file.read()).toEqual({ n: 1 });
    expect(readFileSync(`${path}.damaged`, "utf8")).toBe(
      '{"version": 1, "secr',
    );
  });

  it.skipIf(process.platform !== "linux")(
    "a full disk leaves the old file, and is told",
    async () => {
      const failures: NotSaved[] = [];
      const file = new StateFile(path, { onFailed: (f) => failures.push(f) });
      await file.write({ n: 1 });
      symlinkSync("/dev/full", `${path}.new`);
      await file.write({ n: 2 });
      expect(failures).toEqual([{ file: "file.json", reason: "ENOSPC" }]);
      expect(file.read()).toEqual({ n: 1 });
      rmSync(`${path}.new`);
      await file.write({ n: 3 });
      expect(file.read()).toEqual({ n: 3 });
    },
  );

  it.each([
    [{ version: 3, later: true }, "file.json.v3"],
    [{ schema: "leakscope-hosts/3", later: true }, "file.json.v3"],
  ])("puts a newer version aside: %j", async (newer, name) => {
    await new StateFile(path).write({});
    writeFileSync(path, JSON.stringify(newer));
    const file = new StateFile(path, { version: 2 });
    expect(file.read()).toBeUndefined();
    await file.write({ version: 2 });
    await file.write({ version: 2, again: true });
    expect(file.read()).toEqual({ version: 2, again: true });
    const kept = join(folder, "state", name);
    expect(JSON.parse(readFileSync(kept, "utf8"))).toEqual(newer);
  });

  it("can be the owner's alone, and indented for people", async () => {
    const file = new StateFile(path, { mode: 0o600, indent: 2 });
    await file.write({ a: 1 });
    expect(readFileSync(path, "utf8")).toBe('{\n  "a": 1\n}\n');
    if (process.platform !== "win32") {
      expect(statSync(path).mode & 0o777).toBe(0o600);
    }
  });
});
