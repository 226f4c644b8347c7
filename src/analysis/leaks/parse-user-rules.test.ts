import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MECHANISMS } from "./mechanism/mechanism.ts";
import { parseUserRules } from "./parse-user-rules.ts";
import { matchesPattern } from "./user-rules.ts";

const SCHEMA = JSON.parse(
  readFileSync(
    new URL(
      "../../../resources/schema/leakscope-rules-1.schema.json",
      import.meta.url,
    ),
    "utf8",
  ),
) as object;

const VALID = {
  schema: "leakscope-rules/1",
  rules: [
    {
      kind: "benign",
      id: "metrics",
      match: { function: "github.com/acme/metrics.*" },
      growthCounts: true,
      note: "one per registry",
    },
    {
      kind: "category",
      id: "stuck-queue",
      match: { key: "main.(*queue).push", mechanism: "chan-send" },
      confidence: "high",
      title: { en: "Stuck queue", "zh-CN": "队列卡住" },
      fix: "See the runbook.",
    },
  ],
  expected: [{ category: "sleep-loop", key: "main.janitor" }],
};

/** `VALID` with one value changed, by path. */
function changed(path: readonly (string | number)[], value: unknown): unknown {
  const copy = structuredClone(VALID) as unknown;
  let at = copy as Record<string | number, unknown>;
  for (const step of path.slice(0, -1)) {
    at = at[step] as Record<string | number, unknown>;
  }
  at[path[path.length - 1]] = value;
  return copy;
}

const validate = new Ajv({ strict: false }).compile(SCHEMA);

describe("parseUserRules", () => {
  it("reads what the schema allows", () => {
    expect(validate(VALID)).toBe(true);
    const parsed = parseUserRules(JSON.stringify(VALID));
    expect(parsed.ok && parsed.value.rules.map(({ id }) => id)).toEqual([
      "metrics",
      "stuck-queue",
    ]);
    expect(parsed.ok && parsed.value.rules[1]).toMatchObject({
      fix: { en: "See the runbook.", "zh-CN": "See the runbook." },
    });
    expect(parsed.ok && parsed.value.expected).toEqual(VALID.expected);
  });

  it.each([
    [["schema"], "leakscope-rules/2", "wrong-schema", "schema"],
    [["rule"], [], "unknown-field", "rule"],
    [["rules"], {}, "not-an-array", "rules"],
    [["rules", 0], 7, "not-an-object", "rules[0]"],
    [["rules", 0, "kind"], "good", "unknown-value", "rules[0].kind"],
    [["rules", 0, "id"], "My Rule", "bad-id", "rules[0].id"],
    [["rules", 0, "match"], {}, "nothing-to-match", "rules[0].match"],
    [["rules", 0, "match", "function"], "", "empty", "rules[0].match.function"],
    [
      ["rules", 0, "match", "frame"],
      "x",
      "unknown-field",
      "rules[0].match.frame",
    ],
    [
      ["rules", 0, "growthCounts"],
      "yes",
      "not-a-boolean",
      "rules[0].growthCounts",
    ],
    [["rules", 0, "fix"], "x", "unknown-field", "rules[0].fix"],
    [
      ["rules", 1, "match", "mechanism"],
      "stuck",
      "unknown-value",
      "rules[1].match.mechanism",
    ],
    [
      ["rules", 1, "confidence"],
      "proved",
      "unknown-value",
      "rules[1].confidence",
    ],
    [
      ["rules", 1, "title"],
      { en: "x" },
      "not-a-string",
      "rules[1].title.zh-CN",
    ],
    [["expected", 0, "key"], 3, "not-a-string", "expected[0].key"],
  ])(
    "%j = %j is %s at %s, and against the schema",
    (path, value, code, where) => {
      const rules = changed(path, value);
      expect(validate(rules)).toBe(false);
      const parsed = parseUserRules(JSON.stringify(rules));
      expect(parsed).toMatchObject({ ok: false, error: { code, path: where } });
    },
  );

  it("finds two rules of one id, which no schema can", () => {
    const parsed = parseUserRules(
      JSON.stringify(changed(["rules", 1, "id"], "metrics")),
    );
    expect(parsed).toMatchObject({
      error: { code: "duplicate-id", path: "rules[1].id", detail: "metrics" },
    });
  });

  it("never throws", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        const parsed = parseUserRules(text);
        return !parsed.ok;
      }),
    );
  });

  it("has a schema that knows every mechanism", () => {
    expect(JSON.stringify(SCHEMA)).toContain(JSON.stringify([...MECHANISMS]));
  });
});

describe("matchesPattern", () => {
  it.each([
    ["main.f", "main.f", true],
    ["main.f", "main.g", false],
    ["main.(*q).push", "main.*", true],
    ["main.(*q).push", "*.push", true],
    ["main.(*q).push", "main.*.push", true],
    ["main.push", "main.*push*", true],
    ["ab", "a*b*b", false],
    ["a", "a*a", false],
    ["x[...].f", "x[...].f", true],
  ])("%s against %s: %s", (text, pattern, expected) => {
    expect(matchesPattern(text, pattern)).toBe(expected);
  });
});
