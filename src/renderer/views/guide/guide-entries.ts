import { BENIGN_TEXTS, CATEGORY_TEXTS } from "#text/leaks/categories.ts";
import { GUIDE_TEXTS, type GuideEntry } from "#text/leaks/guide-text.ts";
import { snippetFor } from "#text/leaks/snippets.ts";
import type { CategoryText } from "#text/leaks/category-text.ts";
import type { Snippet } from "#text/leaks/snippet.ts";
import type { Locale } from "#text/locale.ts";

/** A kind of leak as the guide shows it. */
export interface GuideCategory {
  readonly id: string;
  readonly text: CategoryText;
  /** Title in the other language. */
  readonly secondTitle: string;
  readonly snippet: Snippet | null;
}

/** A harmless kind. */
export interface GuideHarmless {
  readonly id: string;
  readonly title: string;
  readonly reason: string;
}

/** What of the guide a search leaves. */
export interface GuideContents {
  readonly categories: readonly GuideCategory[];
  readonly harmless: readonly GuideHarmless[];
  readonly causes: readonly GuideEntry[];
  readonly tools: readonly GuideEntry[];
  readonly preventions: readonly GuideEntry[];
}

const SUBJECTS: Readonly<
  Record<Locale, { readonly heap: string; readonly goroutines: string }>
> = {
  en: { heap: "Memory", goroutines: "Goroutines" },
  "zh-CN": { heap: "内存", goroutines: "Goroutine " },
};

/** A category's sentence without a number: the guide speaks of no profile. */
export function withoutAmount(
  { summary, inDump }: CategoryText,
  locale: Locale,
): string {
  const subject = SUBJECTS[locale][inDump === "" ? "heap" : "goroutines"];
  return summary.replace("{{n}}", subject);
}

function textsOf(text: CategoryText): readonly string[] {
  const { title, summary, harmlessIf, fix, inProfile, inDump } = text;
  return [title, summary, harmlessIf, fix, inProfile, inDump];
}

/** Whether all words of the search are in some of the texts. */
function hasWords(words: readonly string[], texts: readonly string[]): boolean {
  const all = texts.join("\n").toLowerCase();
  return words.every((word) => all.includes(word));
}

/** The guide in a language, cut down to what has all words of `search`. Both languages are searched. */
export function guideContents(locale: Locale, search: string): GuideContents {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const other = locale === "en" ? "zh-CN" : "en";
  const entries = (list: readonly GuideEntry[]): readonly GuideEntry[] =>
    list.filter(({ title, text, code }) =>
      hasWords(words, [title, text, code]),
    );
  const { causes, tools, preventions } = GUIDE_TEXTS[locale];
  const others: Readonly<Record<string, CategoryText>> = CATEGORY_TEXTS[other];
  const categories = Object.entries(CATEGORY_TEXTS[locale])
    .map(([id, text]): GuideCategory => ({
      id,
      text,
      secondTitle: others[id].title,
      snippet: snippetFor(id),
    }))
    .filter(({ id, text, snippet }) =>
      hasWords(words, [
        id,
        ...textsOf(text),
        ...textsOf(others[id]),
        snippet?.wrong ?? "",
        snippet?.right ?? "",
      ]),
    );
  const harmless = Object.entries(BENIGN_TEXTS[locale])
    .map(([id, { title, reason }]) => ({ id, title, reason }))
    .filter(({ id, title, reason }) => hasWords(words, [id, title, reason]));
  return {
    categories,
    harmless,
    causes: entries(causes),
    tools: entries(tools),
    preventions: entries(preventions),
  };
}
