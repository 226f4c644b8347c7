/** The user's rules file as main reads and writes it: schema `leakscope-rules/1`. */
import type { ExpectedMark, UserRules } from "#analysis/leaks/user-rules.ts";

/** The value of `schema` in the file. */
export const USER_RULES_SCHEMA = "leakscope-rules/1";

/** The file with everything in it, also what this version does not know. */
export interface RulesFile {
  readonly fields: Readonly<Record<string, unknown>>;
  readonly rules: UserRules;
}

/** A file without rules. */
export const EMPTY_RULES_FILE: RulesFile = {
  fields: { schema: USER_RULES_SCHEMA },
  rules: { rules: [], expected: [] },
};

function isMark(value: unknown): value is ExpectedMark {
  if (typeof value !== "object" || value === null) return false;
  const { category, key } = value as Partial<Record<string, unknown>>;
  return typeof category === "string" && typeof key === "string";
}

/** The marks of a parsed file, and a sentence's worth of reason where it is none. */
export function rulesFileFrom(
  value: unknown,
): { readonly file: RulesFile } | { readonly problem: string } {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return { problem: "not a JSON object" };
  }
  const fields = value as Readonly<Record<string, unknown>>;
  if (fields.schema !== USER_RULES_SCHEMA) {
    return { problem: `schema is not "${USER_RULES_SCHEMA}"` };
  }
  const expected = fields.expected ?? [];
  if (!Array.isArray(expected) || !expected.every(isMark)) {
    return { problem: "expected is not a list of { category, key }" };
  }
  return { file: { fields, rules: { rules: [], expected } } };
}

/** The file with a mark added or taken away; adding one twice changes nothing. */
export function withMark(
  file: RulesFile,
  { category, key }: ExpectedMark,
  isExpected: boolean,
): RulesFile {
  const others = file.rules.expected.filter(
    (mark) => mark.category !== category || mark.key !== key,
  );
  const expected = isExpected ? [...others, { category, key }] : others;
  return {
    fields: { ...file.fields, expected },
    rules: { ...file.rules, expected },
  };
}
