import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { createI18n, translateWith } from "../translator.ts";
import { en } from "./en.ts";
import type { Messages } from "./message-types.ts";
import { zhCn } from "./zh-cn.ts";

const SOURCE = resolve(import.meta.dirname, "../..");
const CATALOGUES = join(SOURCE, "text", "messages");

/** Same in both languages: names and pprof's own words. */
const SAME_IN_BOTH =
  /^(app\.name|capture\.(addressPlaceholder|debug\.0)|column\.(flat|cum|sum)(Percent)?|frame\.(flat|cum)|kind\.cpu|view\.top|top\.(inlined|partlyInlined)|load\.bytesUnknown)$/;

function flatten(messages: Messages, prefix = ""): Map<string, string> {
  const texts = new Map<string, string>();
  for (const [key, value] of Object.entries(messages)) {
    if (typeof value === "string") texts.set(prefix + key, value);
    else flatten(value, `${prefix}${key}.`).forEach((v, k) => texts.set(k, v));
  }
  return texts;
}

function sourceText(folder: string): string {
  return readdirSync(folder, { withFileTypes: true })
    .map((entry) => {
      const path = join(folder, entry.name);
      if (path === CATALOGUES) return "";
      if (entry.isDirectory()) return sourceText(path);
      return /\.tsx?$/.test(entry.name) && !/\.test\.tsx?$/.test(entry.name)
        ? readFileSync(path, "utf8")
        : "";
    })
    .join("\n");
}

function placeholders(text: string): string[] {
  return [...text.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1]).sort();
}

const english = flatten(en);
const chinese = flatten(zhCn);
const source = sourceText(SOURCE);
/** Beginnings of keys that end with a code from the data: `kind.` of `t(`kind.${kind}`)`. */
const keyPrefixes = [...source.matchAll(/`([a-zA-Z][\w.-]*\.)\$\{/g)].map(
  (match) => match[1],
);
const baseOf = (key: string): string => key.replace(/_(one|other)$/, "");

describe("catalogues", () => {
  it("give every area names of its own: a shared one would hide texts", async () => {
    const names: string[] = [];
    for (const file of readdirSync(CATALOGUES)) {
      if (!/^en-.*\.ts$/.test(file)) continue;
      const area = (await import(join(CATALOGUES, file))) as Record<
        string,
        Messages
      >;
      for (const messages of Object.values(area)) {
        names.push(...Object.keys(messages));
      }
    }
    const shared = names.filter((name, i) => names.indexOf(name) !== i);
    expect(names.length).toBeGreaterThan(20);
    expect(shared).toEqual([]);
  });

  it("have the same keys and placeholders", () => {
    const bases = (texts: Map<string, string>): string[] =>
      [...new Set([...texts.keys()].map(baseOf))].sort();
    expect(bases(chinese)).toEqual(bases(english));
    for (const [key, text] of english) {
      const translated = chinese.get(key);
      if (translated === undefined) continue;
      expect([key, placeholders(translated)]).toEqual([
        key,
        placeholders(text),
      ]);
    }
  });

  it("are translated", () => {
    const same = [...chinese].filter(
      ([key, text]) => text === english.get(key) && !SAME_IN_BOTH.test(key),
    );
    expect(same.map(([key]) => key)).toEqual([]);
  });

  it("have both plural forms in English", () => {
    for (const key of english.keys()) {
      if (!/_(one|other)$/.test(key)) continue;
      const base = baseOf(key);
      expect([base, english.has(`${base}_one`)]).toEqual([base, true]);
      expect([base, english.has(`${base}_other`)]).toEqual([base, true]);
    }
  });

  it("hold nothing that is not used", () => {
    const unused = [...new Set([...english.keys()].map(baseOf))].filter(
      (key) =>
        !source.includes(`"${key}"`) &&
        !keyPrefixes.some((prefix) => key.startsWith(prefix)),
    );
    expect(unused).toEqual([]);
  });

  it("hold everything that is asked for", () => {
    const known = new Set([...english.keys()].map(baseOf));
    const asked = [...source.matchAll(/\bt\(\s*"([^"]+)"/g)].map(
      (match) => match[1],
    );
    expect(asked.length).toBeGreaterThan(50);
    expect(asked.filter((key) => !known.has(key))).toEqual([]);
  });

  it("say what they have to say quietly", () => {
    const loud = [...english, ...chinese].filter(([, text]) =>
      /[!！]|sorry|oops|抱歉|对不起/i.test(text),
    );
    expect(loud).toEqual([]);
  });
});

describe("translator", () => {
  it("fills in values, chooses plurals and switches language", async () => {
    const instance = createI18n("en");
    const t = translateWith(instance);
    expect(t("top.rows", { count: 1, rows: "1" })).toBe("1 row");
    expect(t("top.rows", { count: 2, rows: "2" })).toBe("2 rows");
    expect(t("action.closeFile", { name: "<a&b>" })).toBe("Close <a&b>");
    await instance.changeLanguage("zh-CN");
    expect(t("top.rows", { count: 1, rows: "1" })).toBe("1 行");
  });
});
