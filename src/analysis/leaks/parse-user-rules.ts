import { err, ok, type Result } from "#base/result.ts";
import { MECHANISMS, type Mechanism } from "./mechanism/mechanism.ts";
import type {
  ExpectedMark,
  RuleMatch,
  RuleText,
  UserRule,
  UserRules,
} from "./user-rules.ts";

/** What is wrong with a rules file; `path` says where, as in `rules[2].match.key`. */
export interface UserRulesError {
  readonly code:
    | "not-json"
    | "wrong-schema"
    | "not-an-object"
    | "not-an-array"
    | "not-a-string"
    | "not-a-boolean"
    | "empty"
    | "unknown-field"
    | "unknown-value"
    | "bad-id"
    | "duplicate-id"
    | "nothing-to-match";
  readonly path: string;
  /** The offending text, or what is allowed; "" where there is neither. */
  readonly detail: string;
}

/** The value of `schema` in a rules file. */
export const USER_RULES_SCHEMA = "leakscope-rules/1";

const ID = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
const CONFIDENCES = ["high", "medium", "low"] as const;

type JsonObject = Readonly<Record<string, unknown>>;

class Invalid extends Error {
  constructor(readonly rulesError: UserRulesError) {
    super(rulesError.code);
  }
}

function fail(code: UserRulesError["code"], path: string, detail = ""): never {
  throw new Invalid({ code, path, detail });
}

function objectAt(
  value: unknown,
  path: string,
  fields: readonly string[],
): JsonObject {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    fail("not-an-object", path);
  }
  const unknown = Object.keys(value).find((name) => !fields.includes(name));
  if (unknown !== undefined) {
    fail("unknown-field", join(path, unknown), fields.join(", "));
  }
  return value as JsonObject;
}

function join(path: string, name: string): string {
  return path === "" ? name : `${path}.${name}`;
}

function arrayAt(value: unknown, path: string): readonly unknown[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) fail("not-an-array", path);
  return value;
}

function stringAt(value: unknown, path: string): string {
  if (typeof value !== "string") fail("not-a-string", path);
  if (value === "") fail("empty", path);
  return value;
}

function textAt(value: unknown, path: string): RuleText {
  if (typeof value === "string") {
    const text = stringAt(value, path);
    return { en: text, "zh-CN": text };
  }
  const object = objectAt(value, path, ["en", "zh-CN"]);
  return {
    en: stringAt(object["en"], join(path, "en")),
    "zh-CN": stringAt(object["zh-CN"], join(path, "zh-CN")),
  };
}

function mechanismAt(value: unknown, path: string): Mechanism {
  const found = MECHANISMS.find((mechanism) => mechanism === value);
  return found ?? fail("unknown-value", path, MECHANISMS.join(", "));
}

function matchAt(value: unknown, path: string): RuleMatch {
  const object = objectAt(value, path, [
    "function",
    "key",
    "createdBy",
    "mechanism",
  ]);
  if (Object.keys(object).length === 0) fail("nothing-to-match", path);
  const pattern = (name: string): Record<string, string> =>
    object[name] === undefined
      ? {}
      : { [name]: stringAt(object[name], join(path, name)) };
  return {
    ...pattern("function"),
    ...pattern("key"),
    ...pattern("createdBy"),
    ...(object["mechanism"] !== undefined && {
      mechanism: mechanismAt(object["mechanism"], join(path, "mechanism")),
    }),
  };
}

function idAt(value: unknown, path: string): string {
  const id = stringAt(value, path);
  if (!ID.test(id)) fail("bad-id", path, id);
  return id;
}

function booleanAt(value: unknown, path: string): boolean {
  if (value === undefined) return false;
  if (typeof value !== "boolean") fail("not-a-boolean", path);
  return value;
}

function ruleAt(value: unknown, path: string): UserRule {
  const { kind } = objectAt(value, path, [
    "kind",
    "id",
    "match",
    "growthCounts",
    "note",
    "confidence",
    "title",
    "fix",
  ]);
  if (kind === "benign") {
    const object = objectAt(value, path, [
      "kind",
      "id",
      "match",
      "growthCounts",
      "note",
    ]);
    const { note } = object;
    return {
      kind,
      id: idAt(object["id"], join(path, "id")),
      match: matchAt(object["match"], join(path, "match")),
      growthCounts: booleanAt(
        object["growthCounts"],
        join(path, "growthCounts"),
      ),
      note: note === undefined ? "" : stringAt(note, join(path, "note")),
    };
  }
  if (kind !== "category") {
    fail("unknown-value", join(path, "kind"), "benign, category");
  }
  const object = objectAt(value, path, [
    "kind",
    "id",
    "match",
    "confidence",
    "title",
    "fix",
  ]);
  const confidence = CONFIDENCES.find((one) => one === object["confidence"]);
  if (object["confidence"] !== undefined && confidence === undefined) {
    fail("unknown-value", join(path, "confidence"), CONFIDENCES.join(", "));
  }
  return {
    kind,
    id: idAt(object["id"], join(path, "id")),
    match: matchAt(object["match"], join(path, "match")),
    confidence: confidence ?? null,
    title: textAt(object["title"], join(path, "title")),
    fix: textAt(object["fix"], join(path, "fix")),
  };
}

function expectedAt(value: unknown, path: string): ExpectedMark {
  const object = objectAt(value, path, ["category", "key", "note"]);
  return {
    category: stringAt(object["category"], join(path, "category")),
    key: stringAt(object["key"], join(path, "key")),
  };
}

function userRulesAt(value: unknown): UserRules {
  const root = objectAt(value, "", ["$schema", "schema", "rules", "expected"]);
  if (root["schema"] !== USER_RULES_SCHEMA) {
    fail("wrong-schema", "schema", USER_RULES_SCHEMA);
  }
  const rules = arrayAt(root["rules"], "rules").map((rule, i) =>
    ruleAt(rule, `rules[${i}]`),
  );
  const seen = new Set<string>();
  rules.forEach(({ id }, i) => {
    if (seen.has(id)) fail("duplicate-id", `rules[${i}].id`, id);
    seen.add(id);
  });
  const expected = arrayAt(root["expected"], "expected").map((mark, i) =>
    expectedAt(mark, `expected[${i}]`),
  );
  return { rules, expected };
}

/**
 * Reads a rules file (resources/schema/leakscope-rules-1.schema.json). Strict: an unknown field is an
 * error, because a misspelt one would silently hide or show leaks. The first fault found is returned.
 */
export function parseUserRules(
  text: string,
): Result<UserRules, UserRulesError> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return err({ code: "not-json", path: "", detail: error.message });
  }
  try {
    return ok(userRulesAt(value));
  } catch (error) {
    if (error instanceof Invalid) return err(error.rulesError);
    throw error;
  }
}
