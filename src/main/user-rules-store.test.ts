import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { UserRulesStore } from "./user-rules-store.ts";

let folder = "";
let path = "";

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "leakscope-rules-"));
  path = join(folder, "leakscope-rules.json");
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe("UserRulesStore", () => {
  it("writes marks one after the other, for people to read", async () => {
    const store = new UserRulesStore(path);
    await Promise.all([
      store.expect("chan-send", "main.a", true),
      store.expect("chan-send", "main.b", true),
    ]);
    const { rules } = await new UserRulesStore(path).get();
    expect(rules.expected).toEqual([
      { category: "chan-send", key: "main.a" },
      { category: "chan-send", key: "main.b" },
    ]);
    expect(readFileSync(path, "utf8")).toMatch(/^\{\n {2}"schema"/);
  });

  it.each(['{"schema": "leakscope-rules/99"}', "not json"])(
    "never writes over what it can't read: %s",
    async (text) => {
      writeFileSync(path, text);
      const reply = await new UserRulesStore(path).expect("a", "b", true);
      expect(reply.problem).not.toBe("");
      expect(readFileSync(path, "utf8")).toBe(text);
    },
  );
});
