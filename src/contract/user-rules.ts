/** The user's rules file as main reads and writes it: schema `leakscope-rules/1`. */
import {
  parseUserRules,
  USER_RULES_SCHEMA,
} from "#analysis/leaks/parse-user-rules.ts";
import {
  type ExpectedMark,
  NO_USER_RULES,
  type UserRules,
} from "#analysis/leaks/user-rules.ts";

export { NO_USER_RULES, type UserRules };

/** The file as it is written, and what it says. */
export interface RulesFile {
  readonly fields: Readonly<Record<string, unknown>>;
  readonly rules: UserRules;
}

/** A file without rules. */
export const EMPTY_RULES_FILE: RulesFile = {
  fields: { schema: USER_RULES_SCHEMA },
  rules: { rules: [], expected: [] },
};

/** The rules of a file's text, and where it is wrong when it is none: `rules[2].match.key: …`. */
export function rulesFileFrom(
  text: string,
): { readonly file: RulesFile } | { readonly problem: string } {
  const rules = parseUserRules(text);
  if (!rules.ok) {
    const { path, code, detail } = rules.error;
    const place = path === "" ? code : `${path}: ${code}`;
    return { problem: detail === "" ? place : `${place} (${detail})` };
  }
  const fields = JSON.parse(text) as RulesFile["fields"];
  return { file: { fields, rules: rules.value } };
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
