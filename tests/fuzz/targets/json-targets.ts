/** Small files of the app's own, which a user may edit and a crash may damage; and text from elsewhere. */
import fc from "fast-check";
import { parseIndexPage } from "#capture/discover.ts";
import { parseHistory } from "#capture/history.ts";
import { parseTarget, profileUrl } from "#capture/parse-target.ts";
import {
  comparisonFromText,
  comparisonText,
} from "#contract/comparison-file.ts";
import { settingsFromUnknown, DEFAULT_SETTINGS } from "#contract/settings.ts";
import { rulesFileFrom, withMark } from "#contract/user-rules.ts";
import { MECHANISMS } from "#analysis/leaks/mechanism/mechanism.ts";
import { decodeUtf8, encodeUtf8 } from "#profile/utf8.ts";
import { hostRowsFrom } from "#main/capture/host-connections.ts";
import { rowsFrom } from "#main/recent-files.ts";
import { tabsFromText } from "#renderer/state/saved-session.ts";
import { type FuzzTarget, type Outcome, promise } from "../target.ts";

type Run = (text: string) => string;

/** JSON of `shape`, with parts replaced by values of other kinds. */
function jsonTarget(
  name: string,
  shape: fc.Arbitrary<unknown>,
  run: Run,
): FuzzTarget {
  const structured = shape.map((value) =>
    encodeUtf8(JSON.stringify(value) ?? "null"),
  );
  return textTarget(name, structured, run);
}

function textTarget(
  name: string,
  structured: fc.Arbitrary<Uint8Array>,
  run: Run,
): FuzzTarget {
  return {
    name,
    weight: 0.1,
    seeds: () => fc.sample(structured, { seed: 1, numRuns: 50 }),
    structured,
    run: (input): Outcome => ({
      word: run(decodeUtf8(input)),
      inflatedBytes: input.length,
    }),
  };
}

const wild: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(null, true, -1, 0, 1e308, "", [], {}, "\u202e"),
  fc.string({ unit: "binary" }),
  fc.jsonValue({ maxDepth: 3 }),
);

/** Mostly as it should be. */
const or = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<unknown> =>
  fc.oneof({ weight: 9, arbitrary }, wild);

const record = (
  fields: Readonly<Record<string, fc.Arbitrary<unknown>>>,
): fc.Arbitrary<unknown> =>
  fc
    .tuple(
      fc.record(
        Object.fromEntries(
          Object.entries(fields).map(([key, value]) => [key, or(value)]),
        ),
        { requiredKeys: [] },
      ),
      fc.dictionary(fc.string({ maxLength: 6 }), wild, { maxKeys: 1 }),
    )
    .map(([known, unknown]) => ({ ...known, ...unknown }));

const text = fc.oneof(
  fc.constantFrom("", "a", "main.*", "/tmp/x.pb.gz", "**", "*a*b*c*d*"),
  fc.string({ maxLength: 12 }),
);
const number = fc.oneof(fc.integer({ min: -2, max: 9 }), fc.double());
const list = (item: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  fc.array(or(item), { maxLength: 4 });

const settings = record({
  version: number,
  settings: record({
    language: fc.constantFrom("system", "en", "zh-CN", "xx"),
    theme: fc.constantFrom("system", "light", "dark"),
    byteUnit: fc.constantFrom("auto", "B", "kB"),
    timeUnit: fc.constantFrom("auto", "ns"),
    captureFolder: text,
    reopensFiles: fc.boolean(),
  }),
});

const view = record({
  view: fc.constantFrom("flame", "top", "leaks"),
  sampleTypeIndex: number,
  inverted: fc.boolean(),
  zoom: record({
    layout: text,
    start: number,
    end: number,
    path: list(text),
  }),
  focus: record({ layout: text, box: number, path: list(text) }),
  search: record({ text, isRegex: fc.boolean(), matchCase: fc.boolean() }),
  highlightedName: text,
  calledName: text,
});

const session = record({
  version: fc.constantFrom(1, 1, 1, 2),
  active: number,
  tabs: list(
    record({
      source: record({
        type: fc.constantFrom("file", "sample", "bytes"),
        path: text,
        name: text,
      }),
      view,
    }),
  ),
});

const match = record({
  function: text,
  key: text,
  createdBy: text,
  mechanism: fc.constantFrom(...MECHANISMS),
});

const rules = record({
  schema: fc.constant("leakscope-rules/1"),
  rules: list(
    fc.oneof(
      record({
        kind: fc.constant("benign"),
        id: fc.constantFrom("a", "a-b", "A"),
        match,
        growthCounts: fc.boolean(),
        note: text,
      }),
      record({
        kind: fc.constant("category"),
        id: fc.constantFrom("c", "d-1"),
        match,
        confidence: fc.constantFrom("high", "low", "proved"),
        title: fc.oneof(text, record({ en: text, "zh-CN": text })),
        fix: text,
      }),
    ),
  ),
  expected: list(record({ category: text, key: text })),
});

const capture = record({
  path: text,
  host: text,
  indexUrl: text,
  kind: text,
  takenAt: text,
  seconds: number,
  debug: fc.constantFrom(0, 1, 2),
  sizeBytes: number,
  isPartial: fc.boolean(),
  total: text,
});

const history = record({
  schema: fc.constant("leakscope-captures/1"),
  records: list(capture),
});

const side = record({
  path: text,
  entry: text,
});

const comparison = record({
  schema: fc.constantFrom(
    "leakscope-comparison/1",
    "leakscope-comparison/1",
    "leakscope-comparison/2",
    "leakscope-comparison",
  ),
  base: side,
  current: side,
  view: record({
    sampleType: record({ type: text, unit: text }),
    picture: fc.constantFrom("side", "merged", "trend"),
    width: fc.constantFrom("base", "larger"),
    mode: fc.constantFrom("diff-base", "subtract-base"),
    isNormalised: fc.boolean(),
    rows: fc.constantFrom("functions", "groups"),
    shownChange: fc.constantFrom(null, "new", "moved"),
    search: text,
  }),
});

const host = record({
  connection: record({
    authKind: fc.constantFrom("none", "bearer", "basic"),
    user: text,
    headers: fc.dictionary(text, text, { maxKeys: 2 }),
    clientCertificatePath: text,
    skipTlsVerify: fc.boolean(),
    proxyUrl: fc.constantFrom("", "http://p:1", "http://u:p@p:1"),
  }),
  sealed: fc.constantFrom("", "eyJzZWNyZXQiOiJ4In0=", "%%%"),
});

const hosts = record({
  schema: fc.constant("leakscope-hosts/1"),
  hosts: fc.dictionary(text, or(host), { maxKeys: 3 }),
});

const recent = record({
  version: number,
  files: list(record({ path: text, openedMs: number })),
});

/** A file that is no JSON is no file; what is JSON must not make a reader throw. */
function parsed(source: string): unknown {
  try {
    return JSON.parse(source) as unknown;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

const indexRow = fc
  .tuple(
    fc.constantFrom("<tr><td>", "<td>", "<tr class=x><td >"),
    fc.oneof(fc.nat().map(String), fc.constantFrom("", "-1", "9".repeat(40))),
    fc.constantFrom("</td><td>", "<td>", "</td>\n<td align=left>", ""),
    fc.constantFrom("heap?debug=1", "goroutine", "&#104;eap", "a'b", ""),
    fc.constantFrom("heap", "goroutine", "&#60;b&#62;", "&#99999999999;", "x"),
  )
  .map(
    ([open, count, between, href, name]) =>
      `${open}${count}${between}<a href='${href}'>${name}</a></td></tr>\n`,
  );

const indexPage = fc
  .array(fc.oneof({ weight: 5, arbitrary: indexRow }, text), { maxLength: 12 })
  .map((rows) => encodeUtf8(`<html>\n<body>${rows.join("")}`));

const address = fc
  .tuple(
    fc.constantFrom("", "http://", "https://", "ftp://", "HTTP://", "curl "),
    fc.constantFrom("localhost:6060", ":6060", "6060", "u:p@h", "[::1]:1", "%"),
    fc.constantFrom("", "/", "/debug/pprof/", "/x/pprof/heap", "/%zz/pprof/%"),
    fc.constantFrom(
      "",
      "?seconds=5",
      "?a=%zz",
      "#x",
      " -o f",
      "?seconds=1e999",
    ),
  )
  .map((parts) => encodeUtf8(parts.join("")));

/** Targets over the parsers of small files. */
export const jsonTargets: readonly FuzzTarget[] = [
  jsonTarget("settings", settings, (source) => {
    const file = parsed(source) as { settings?: unknown } | null | undefined;
    const read = settingsFromUnknown(file?.settings);
    promise(
      Object.keys(read).join() === Object.keys(DEFAULT_SETTINGS).join(),
      "all settings, no others",
    );
    return `${read.theme} ${read.language}`;
  }),
  jsonTarget("session", session, (source) => {
    const { tabs, active } = tabsFromText(source);
    promise(active === -1 || active in tabs, "active is a tab or none");
    for (const tab of tabs) {
      promise(Number.isInteger(tab.view.sampleTypeIndex), "an index");
    }
    return `${Math.min(tabs.length, 3)} ${active < 0}`;
  }),
  jsonTarget("rules", rules, (source) => {
    const read = rulesFileFrom(source);
    if ("problem" in read) {
      promise(read.problem !== "", "a problem is told");
      return read.problem.replaceAll(/[^a-z-]+.*/g, "");
    }
    const marked = withMark(read.file, { category: "c", key: "k" }, true);
    promise(
      "file" in rulesFileFrom(JSON.stringify(marked.fields)),
      "what is written can be read",
    );
    return `ok ${Math.min(read.file.rules.rules.length, 3)}`;
  }),
  jsonTarget("history", history, (source) => {
    const records = parseHistory(source);
    for (const each of records) promise(typeof each.path === "string", "path");
    return `${Math.min(records.length, 3)}`;
  }),
  jsonTarget("recent", recent, (source) => {
    const rows = rowsFrom(parsed(source));
    return `${Math.min(rows.length, 3)}`;
  }),
  jsonTarget("comparison", comparison, (source) => {
    const read = comparisonFromText(source);
    if (!read.ok) return `${read.error.problem} ${read.error.field}`;
    const again = comparisonFromText(comparisonText(read.value));
    promise(again.ok, "what is written can be read");
    return `ok ${read.value.view.picture}`;
  }),
  jsonTarget("hosts", hosts, (source) => {
    const rows = hostRowsFrom(parsed(source));
    for (const { connection, sealed } of rows.values()) {
      promise(typeof sealed === "string", "what is sealed is text");
      promise(typeof connection.proxyUrl === "string", "an address is text");
    }
    return `${Math.min(rows.size, 3)}`;
  }),
  textTarget("index-page", indexPage, (source) => {
    const endpoints = parseIndexPage(source);
    for (const { count } of endpoints) {
      promise(count === null || !Number.isNaN(count), "a count");
    }
    return `${Math.min(endpoints.length, 5)}`;
  }),
  textTarget("address", address, (source) => {
    const target = parseTarget(source);
    if (!target.ok) return target.error.code;
    const { value } = target;
    profileUrl(value, value.kind ?? "heap", value.query);
    return value.kind === null ? "index" : "profile";
  }),
];
