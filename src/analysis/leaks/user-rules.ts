/**
 * Rules and marks of the user, from a JSON file (resources/schema/leakscope-rules-1.schema.json):
 * harmless goroutines of their own libraries, categories of their own, and findings marked as
 * expected. Read by `parse-user-rules.ts`.
 */
import type { Mechanism } from "./mechanism/mechanism.ts";
import type { StackView } from "./mechanism/stack-view.ts";
import type { Confidence } from "./leak-finding.ts";

/** Both languages, or one for both. */
export interface RuleText {
  readonly en: string;
  readonly "zh-CN": string;
}

/** Which goroutines a rule is about. All given conditions must hold; patterns know `*` only. */
export interface RuleMatch {
  /** Some frame of the stack. */
  readonly function?: string;
  /** The finding's key. */
  readonly key?: string;
  readonly createdBy?: string;
  readonly mechanism?: Mechanism;
}

/** Harmless goroutines. */
export interface BenignUserRule {
  readonly kind: "benign";
  readonly id: string;
  readonly match: RuleMatch;
  /** One per object: a growing number is judged as if the rule were not there. */
  readonly growthCounts: boolean;
  readonly note: string;
}

/** A category of the user's own. */
export interface CategoryUserRule {
  readonly kind: "category";
  readonly id: string;
  readonly match: RuleMatch;
  /** At least this sure; null leaves it to growth and age. */
  readonly confidence: Exclude<Confidence, "proved"> | null;
  readonly title: RuleText;
  readonly fix: RuleText;
}

/** See the file header. */
export type UserRule = BenignUserRule | CategoryUserRule;

/** A finding the user has looked at and accepts. `*` in `key` stands for any text. */
export interface ExpectedMark {
  readonly category: string;
  readonly key: string;
}

/** The contents of a rules file. */
export interface UserRules {
  readonly rules: readonly UserRule[];
  readonly expected: readonly ExpectedMark[];
}

/** No rules and no marks. */
export const NO_USER_RULES: UserRules = { rules: [], expected: [] };

/** Whether `text` is `pattern`, where each `*` stands for any text, also none. O(text x stars). */
export function matchesPattern(text: string, pattern: string): boolean {
  const parts = pattern.split("*");
  if (parts.length === 1) return text === pattern;
  const [first, last] = [parts[0], parts[parts.length - 1]];
  if (!text.startsWith(first)) return false;
  let at = first.length;
  for (const part of parts.slice(1, -1)) {
    const found = text.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return text.length - at >= last.length && text.endsWith(last);
}

/** The first rule that matches a group of goroutines; undefined where none does. */
export function userRuleOf(
  view: StackView,
  mechanism: Mechanism,
  rules: readonly UserRule[],
): UserRule | undefined {
  return rules.find(({ match }) => {
    if (match.mechanism !== undefined && match.mechanism !== mechanism) {
      return false;
    }
    if (match.key !== undefined && !matchesPattern(view.key, match.key)) {
      return false;
    }
    const creator = view.group.createdBy?.func ?? "";
    if (
      match.createdBy !== undefined &&
      !matchesPattern(creator, match.createdBy)
    ) {
      return false;
    }
    const { function: pattern } = match;
    return (
      pattern === undefined ||
      view.group.frames.some((frame) => matchesPattern(frame.func, pattern))
    );
  });
}

/** Whether a finding with this category and key was marked as expected. */
export function isExpected(
  category: string,
  key: string,
  expected: readonly ExpectedMark[],
): boolean {
  return expected.some(
    (mark) => mark.category === category && matchesPattern(key, mark.key),
  );
}
