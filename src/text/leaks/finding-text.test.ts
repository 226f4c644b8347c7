import { describe, expect, it } from "vitest";
import {
  BENIGN_CATEGORIES,
  LEAK_CATEGORIES,
} from "#analysis/leaks/leak-category.ts";
import { EVIDENCE_CODES } from "#analysis/leaks/evidence-code.ts";
import type { LeakFinding } from "#analysis/leaks/leak-finding.ts";
import { LOCALES } from "../locale.ts";
import { BENIGN_TEXTS, CATEGORY_TEXTS } from "./categories.ts";
import { evidenceEn } from "./en/evidence.ts";
import { evidenceText, findingText } from "./finding-text.ts";
import { GUIDE_TEXTS } from "./guide-text.ts";
import { snippetFor } from "./snippets.ts";
import { evidenceZhCn } from "./zh-cn/evidence.ts";

const FINDING: LeakFinding = {
  kind: "goroutine",
  category: "chan-send",
  mechanism: "chan-send",
  verdict: "leak",
  confidence: "high",
  key: "main.(*relay).forward",
  count: 1204,
  baseCount: 22,
  series: [22, 1204],
  bytes: null,
  baseBytes: null,
  waitReason: "chan send",
  waitMinutesAtLeast: 12,
  site: { func: "main.(*relay).forward", file: "/src/relay.go", line: 88 },
  createdBy: null,
  labels: {},
  evidence: [
    {
      code: "growth",
      values: { base: 22, current: 1204, delta: 1182, snapshots: 2 },
    },
    {
      code: "frame",
      values: {
        op: "runtime.chansend1",
        func: "main.(*relay).forward",
        file: "/src/relay.go",
        line: 88,
      },
    },
  ],
  stack: [],
  stackCount: 1,
  lockedCount: 0,
  relatedTo: [],
  groupIndices: [0],
  isCompanion: false,
};

function placeholders(text: string): string[] {
  return [...text.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1]).sort();
}

describe("findingText", () => {
  it("says what, why, when not, and what to do", () => {
    const text = findingText(FINDING, "en");
    expect(text.title).toBe("Blocked channel send");
    expect(text.summary).toBe(
      "1,204 goroutines blocked sending on a channel that nobody reads.",
    );
    expect(text.evidence).toEqual([
      "grew 22 → 1,204 over 2 snapshots",
      "parked in runtime.chansend1, called from main.(*relay).forward (relay.go:88)",
    ]);
    expect(text.harmlessIf).not.toBe("");
    expect(text.fix).toContain("ctx.Done()");
    expect(text.snippet?.right).toContain("make(chan result, 1)");
  });

  it("says it in Chinese", () => {
    const text = findingText(FINDING, "zh-CN");
    expect(text.title).toBe("通道发送阻塞");
    expect(text.summary).toBe(
      "1,204 个协程阻塞在 Channel 发送上，没有接收方读取。",
    );
    expect(text.evidence[0]).toBe("2 次快照间由 22 增长到 1,204");
  });

  it("speaks of one goroutine in the singular, and of bytes for heaps", () => {
    expect(findingText({ ...FINDING, count: 1 }, "en").summary).toMatch(
      /^1 goroutine /,
    );
    const heap = { ...FINDING, category: "map-growth", bytes: 47185920n };
    expect(findingText(heap, "en").summary).toBe(
      "45 MB in a map that only grows.",
    );
  });

  it("uses the words of the user's own categories", () => {
    const text = findingText({ ...FINDING, category: "stuck-queue" }, "zh-CN", [
      {
        kind: "category",
        id: "stuck-queue",
        match: {},
        confidence: null,
        title: { en: "Stuck queue", "zh-CN": "队列卡住" },
        fix: { en: "Restart.", "zh-CN": "重启。" },
      },
    ]);
    expect(text).toMatchObject({ title: "队列卡住", fix: "重启。" });
  });
});

describe("catalogues", () => {
  it("have every category and every harmless one, in every language, filled in", () => {
    for (const locale of LOCALES) {
      for (const category of LEAK_CATEGORIES) {
        const { inDump, ...text } = CATEGORY_TEXTS[locale][category];
        expect(inDump).toBeDefined();
        for (const [field, value] of Object.entries(text)) {
          expect(value, `${locale} ${category}.${field}`).not.toBe("");
        }
        expect(placeholders(text.summary), category).toEqual(["n"]);
      }
      for (const category of BENIGN_CATEGORIES) {
        expect(BENIGN_TEXTS[locale][category].reason).not.toBe("");
      }
    }
  });

  it("have the same placeholders for evidence in every language", () => {
    for (const code of EVIDENCE_CODES) {
      expect(placeholders(evidenceZhCn[code]).sort(), code).toEqual(
        placeholders(evidenceEn[code]).sort(),
      );
    }
  });

  it("leave no placeholder open that the code's values fill", () => {
    for (const locale of LOCALES) {
      for (const { code, values } of FINDING.evidence) {
        expect(evidenceText({ code, values }, locale)).not.toContain("{{");
      }
    }
  });

  it("have code for every category that a change of code can mend", () => {
    const without = LEAK_CATEGORIES.filter((id) => snippetFor(id) === null);
    expect(without).toEqual([
      "http-conn-companion",
      "running",
      "goroutine-growth",
      "goroutine-pinned",
      "object-retention",
      "other",
    ]);
  });

  it("have the guide's lists in both languages alike", () => {
    const shape = (locale: (typeof LOCALES)[number]): unknown =>
      Object.values(GUIDE_TEXTS[locale]).map((entries) =>
        (entries as { code: string }[]).map(({ code }) => code),
      );
    expect(shape("zh-CN")).toEqual(shape("en"));
  });
});
