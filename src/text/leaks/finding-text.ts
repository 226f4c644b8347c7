import type { Evidence, LeakFinding } from "#analysis/leaks/leak-finding.ts";
import type { CategoryUserRule } from "#analysis/leaks/user-rules.ts";
import type { Locale } from "../locale.ts";
import { BENIGN_TEXTS, CATEGORY_TEXTS } from "./categories.ts";
import type { BenignText, CategoryText } from "./category-text.ts";
import { evidenceEn } from "./en/evidence.ts";
import { bytesText, countText } from "./plain-numbers.ts";
import type { Snippet } from "./snippet.ts";
import { snippetFor } from "./snippets.ts";
import { evidenceZhCn } from "./zh-cn/evidence.ts";

/** A finding as a reader sees it, in one language. */
export interface FindingText {
  readonly title: string;
  /** What happens, with the number; one sentence. */
  readonly summary: string;
  /** One sentence for each piece of evidence, in the finding's order, without a full stop. */
  readonly evidence: readonly string[];
  /** What would make it harmless; "" for harmless findings. */
  readonly harmlessIf: string;
  /** What to change; "" for harmless findings. */
  readonly fix: string;
  readonly snippet: Snippet | null;
}

const EVIDENCE = { en: evidenceEn, "zh-CN": evidenceZhCn } as const;

function interpolate(
  template: string,
  values: Readonly<Record<string, string>>,
): string {
  return template.replace(
    /\{\{(\w+)\}\}/g,
    (whole, name: string) => values[name] ?? whole,
  );
}

/** `1 goroutine`, `812 goroutines`; `812 个协程`. */
function goroutines(count: number, locale: Locale): string {
  const text = countText(count);
  if (locale === "zh-CN") return `${text} 个协程`;
  return `${text} ${count === 1 ? "goroutine" : "goroutines"}`;
}

/** Last path element and line, `relay.go:88`; "" where unknown. */
export function placeText(file: string, line: number): string {
  const name = file.slice(
    Math.max(file.lastIndexOf("/"), file.lastIndexOf("\\")) + 1,
  );
  return line > 0 ? `${name}:${line}` : name;
}

/** Values that are sizes in bytes, by name. */
const BYTE_VALUES: ReadonlySet<string> = new Set(["bytes", "baseBytes"]);

/** Title of a category in a language: ours, a harmless one, or the id itself. */
export function categoryTitle(category: string, locale: Locale): string {
  return (
    textsOf(category, locale)?.title ??
    harmlessOf(category, locale)?.title ??
    category
  );
}

function textsOf(category: string, locale: Locale): CategoryText | undefined {
  const texts: Readonly<Record<string, CategoryText | undefined>> =
    CATEGORY_TEXTS[locale];
  return texts[category];
}

function harmlessOf(category: string, locale: Locale): BenignText | undefined {
  const texts: Readonly<Record<string, BenignText | undefined>> =
    BENIGN_TEXTS[locale];
  return texts[category];
}

/** What a flat group most likely is, as a clause after the figures. */
const TWINS: Readonly<
  Record<Locale, Readonly<Record<string, string | undefined>>>
> = {
  en: {
    "benign-worker-idle": ", as an idle worker pool is",
    "benign-event-loop": ", as an event loop is",
    "benign-janitor": ", as a janitor is",
    "benign-stream": ", as a stream reader is",
    "benign-backpressure": ", as back-pressure is",
    "benign-closer": ", as a goroutine that waits to close is",
  },
  "zh-CN": {
    "benign-worker-idle": "，像空闲的 worker 池",
    "benign-event-loop": "，像事件循环",
    "benign-janitor": "，像定期清理协程",
    "benign-stream": "，像流读取",
    "benign-backpressure": "，像背压",
    "benign-closer": "，像等待收尾的协程",
  },
};

/** Values as they are shown, by name, before the ones made of several. */
function plainValues(values: Evidence["values"]): Record<string, string> {
  const shown: Record<string, string> = {};
  for (const [name, value] of Object.entries(values)) {
    if (typeof value === "string") shown[name] = value;
    else if (BYTE_VALUES.has(name)) shown[name] = bytesText(value);
    else if (name === "line" || name === "z") shown[name] = String(value);
    else shown[name] = countText(value);
  }
  return shown;
}

/** One sentence for a piece of evidence, without a full stop. */
export function evidenceText(
  { code, values }: Evidence,
  locale: Locale,
): string {
  const { file = "", line = 0, count = 0, twin = "" } = values;
  const shown = plainValues(values);
  shown["place"] = placeText(String(file), Number(line));
  shown["size"] = shown["bytes"] ?? "";
  if (code === "one-per-goroutine") shown["count"] = shown["goroutines"];
  shown["goroutines"] = goroutines(Number(count), locale);
  shown["twin"] = TWINS[locale][String(twin)] ?? "";
  for (const name of ["category", "id"]) {
    if (name in values) {
      shown[name] = categoryTitle(String(values[name]), locale);
    }
  }
  return interpolate(EVIDENCE[locale][code], shown);
}

/** The number a finding is about, with its noun: goroutines, or bytes in use. */
export function amountText(finding: LeakFinding, locale: Locale): string {
  return finding.bytes === null
    ? goroutines(finding.count, locale)
    : `${bytesText(Number(finding.bytes))}${locale === "zh-CN" ? " " : ""}`;
}

/** Exec copiers share a category with the goroutines that wait for the child. */
const COPIER_TITLE: Readonly<Record<Locale, string>> = {
  en: "Copier of a child's output",
  "zh-CN": "复制子进程输出的伴生协程",
};

/**
 * Everything we say about a finding.
 * @param userRules the user's own categories, which bring title and fix with them.
 */
export function findingText(
  finding: LeakFinding,
  locale: Locale,
  userRules: readonly CategoryUserRule[] = [],
): FindingText {
  const evidence = finding.evidence.map((one) => evidenceText(one, locale));
  const n = amountText(finding, locale);
  const harmless = harmlessOf(finding.category, locale);
  if (harmless !== undefined) {
    return {
      title: harmless.title,
      summary: `${n}${locale === "zh-CN" ? "：" : ": "}${harmless.reason}`,
      evidence,
      harmlessIf: "",
      fix: "",
      snippet: null,
    };
  }
  const own = userRules.find(({ id }) => id === finding.category);
  const texts =
    textsOf(finding.category, locale) ?? CATEGORY_TEXTS[locale].other;
  const title = own?.title[locale] ?? texts.title;
  return {
    title: finding.mechanism === "exec-copy" ? COPIER_TITLE[locale] : title,
    summary:
      own === undefined
        ? interpolate(texts.summary, { n })
        : `${n}${locale === "zh-CN" ? "：" : ": "}${title}`,
    evidence,
    harmlessIf: own === undefined ? texts.harmlessIf : "",
    fix: own?.fix[locale] ?? texts.fix,
    snippet: own === undefined ? snippetFor(finding.category) : null,
  };
}
