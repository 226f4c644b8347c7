/** `leakscope report`: help, and what can be wrong with a rules file. */
export const enReport = {
  reportCli: {
    rulesNotReadable: "{{file}} can't be read: {{reason}}.",
    help: `Usage: leakscope report FILE... [options]

Says which leak it is. FILE is a goroutine profile or dump (pprof, debug=1, debug=2, panic, SIGQUIT, goleak, in any
log), a goroutineleak profile, or a heap profile; plain, gzip or zstd; - is standard input. Heap profiles need an
earlier one. Kinds may be mixed: each is judged on its series.

  --base FILE          an earlier snapshot; may be repeated
  --format FORMAT      text, json, markdown or sarif (text)
  --fail-on LEVEL      exit with 1 if a finding is at least proved, high, medium or low; or never (never)
  --min-count N        leave out findings with fewer goroutines (json has all)
  --all                list harmless groups too
  --lang LANG          en or zh-CN (from the environment)
  --rules FILE         your own rules and expected findings (resources/schema/leakscope-rules-1.schema.json)

Exit codes: 0 done, 1 findings at or above --fail-on, 2 bad usage or unreadable input.
`,
  },
  rules: {
    "not-json": "{{file}} is not JSON: {{detail}}.",
    "wrong-schema":
      '{{file}}: "schema" must be "{{detail}}"; it says which form of rules file this is.',
    "not-an-object": "{{file}}: {{path}} must be an object.",
    "not-an-array": "{{file}}: {{path}} must be a list.",
    "not-a-string": "{{file}}: {{path}} must be a text.",
    "not-a-boolean": "{{file}}: {{path}} must be true or false.",
    empty: "{{file}}: {{path}} must not be empty.",
    "unknown-field":
      "{{file}}: there is no field {{path}}; there are {{detail}}.",
    "unknown-value": "{{file}}: {{path}} must be one of {{detail}}.",
    "bad-id":
      "{{file}}: {{path}} is {{detail}}; an id is lower-case words joined by hyphens.",
    "duplicate-id": "{{file}}: {{path}}: there are two rules {{detail}}.",
    "nothing-to-match":
      "{{file}}: {{path}} names nothing to match; give function, key, createdBy or mechanism.",
  },
} as const;
