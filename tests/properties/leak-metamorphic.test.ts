/**
 * Verdicts go by what stacks show, never by names: renaming all code outside the library, shuffling
 * goroutines and ids and moving lines must not change a verdict. On our own captures, and on the
 * shared corpus where it is there.
 */
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isStandardPackage } from "#analysis/std-packages.ts";
import { packagePathOf } from "#analysis/frame-kind.ts";
import { judgeGoroutines } from "#analysis/leaks/judge-goroutines.ts";
import { judgeHeap } from "#analysis/leaks/judge-heap.ts";
import type { LeakFinding } from "#analysis/leaks/leak-finding.ts";
import type {
  GoroutineGroup,
  GoroutineSnapshot,
  StackFrame,
} from "#profile/goroutines/goroutine-snapshot.ts";
import type { Profile } from "#profile/profile.ts";
import { StringTable, StringTableBuilder } from "#profile/string-table.ts";
import {
  loadCorpus,
  readProfile,
  readSnapshot,
  type Corpus,
} from "../bench/leaks/corpus.ts";

const ROOTS = ["../fixtures/leaks", "../../../shared/corpus"].map((path) =>
  fileURLToPath(new URL(path, import.meta.url)),
);

/** Libraries the rules know by name, on purpose: golang.org/x/net/http2 and the list of section 5. */
const KNOWN =
  /^(golang\.org\/x\/(net\/http2|sys)|google\.golang\.org\/grpc|go\.opencensus\.io|github\.com\/(golang\/glog|patrickmn|go-sql-driver|fsnotify)|k8s\.io\/klog|gopkg\.in\/natefinch|go\.opentelemetry\.io)/;

/** A stable other word for an identifier: `store` becomes `q4f1c`, exported names stay exported. */
function otherWord(word: string): string {
  let hash = 7;
  for (const char of word) hash = (hash * 31 + char.charCodeAt(0)) >>> 0;
  const first = /^[A-Z]/.test(word) ? "Q" : "q";
  return `${first}${hash.toString(36)}`;
}

/** What Go itself gives names to: closures, wrappers, initialisers, type arguments. */
const GO_WORDS = /^(func\d+|gowrap\d+|deferwrap\d+|init|glob|main|\d+|)$/;

/** Renames package, types and functions; keeps receivers, closures and type arguments. */
function renamed(func: string): string {
  const path = packagePathOf(func);
  if (path === "" || isStandardPackage(path) || KNOWN.test(func)) return func;
  if (func === "main.main" || func.includes("_Cfunc_")) return func;
  const slash = func.slice(0, func.search(/[[(]|$/)).lastIndexOf("/");
  const dot = func.indexOf(".", slash + 1);
  const rest = func
    .slice(dot)
    .replace(/\[[^\]]*\]|[A-Za-z_]\w*/g, (word) =>
      word.startsWith("[") || GO_WORDS.test(word) ? word : otherWord(word),
    );
  const head = func.slice(0, dot);
  return (head === "main" ? head : `example.org/${otherWord(head)}/pkg`) + rest;
}

const LINE_SHIFT = 1000;

function changedFrame(frame: StackFrame): StackFrame {
  return {
    ...frame,
    func: renamed(frame.func),
    line: frame.line === 0 ? 0 : frame.line + LINE_SHIFT,
    startLine: frame.startLine === 0 ? 0 : frame.startLine + LINE_SHIFT,
  };
}

function changedGroup(group: GoroutineGroup): GoroutineGroup {
  return {
    ...group,
    frames: group.frames.map(changedFrame),
    createdBy: group.createdBy && {
      ...group.createdBy,
      func: renamed(group.createdBy.func),
      line: group.createdBy.line + LINE_SHIFT,
    },
  };
}

/** Other ids, one to one; goroutine 1 stays main. */
function otherId(id: number): number {
  return id <= 1 ? id : id * 7 + 100_003;
}

function changedSnapshot(
  snapshot: GoroutineSnapshot,
  order: readonly number[],
): GoroutineSnapshot {
  const groups = snapshot.groups.map(changedGroup);
  const shuffled = groups
    .map((group, i) => ({ group, at: order[i % order.length] ?? 0, i }))
    .sort((a, b) => a.at - b.at || b.i - a.i)
    .map(({ group }) => group);
  return {
    ...snapshot,
    groups: shuffled,
    members: {
      ...snapshot.members,
      id: snapshot.members.id.map(otherId),
      creatorId: snapshot.members.creatorId.map(otherId),
    },
  };
}

/** What must not change, as sorted lines. */
function verdicts(
  findings: readonly LeakFinding[],
  rename: (key: string) => string,
): string[] {
  return findings
    .map((finding) =>
      [
        finding.category,
        finding.mechanism,
        finding.verdict,
        finding.confidence,
        rename(finding.key),
        finding.count,
        finding.baseCount,
        finding.waitReason,
        finding.evidence.map(({ code }) => code).join(","),
        finding.relatedTo
          .map((i) => rename(findings[i].key))
          .sort()
          .join(","),
      ].join(" "),
    )
    .sort();
}

/** Pairs of base and current files of one program and format. */
function pairs(corpus: Corpus, format: string): [string, string][] {
  const at = (phase: string): Map<string, string> =>
    new Map(
      corpus.entries
        .filter(
          (entry) =>
            entry.kind === "goroutine" &&
            entry.format === format &&
            entry.phase === phase,
        )
        .map((entry) => [entry.program, entry.file]),
    );
  const bases = at("base");
  return [...at("cur")].flatMap(([program, file]): [string, string][] => {
    const base = bases.get(program);
    return base === undefined ? [] : [[base, file]];
  });
}

const ORDERS = fc.array(fc.nat(1000), { minLength: 5, maxLength: 60 });

it("renames what is not the library's, and nothing else", () => {
  expect(renamed("net/http.(*conn).serve")).toBe("net/http.(*conn).serve");
  expect(renamed("main.main")).toBe("main.main");
  expect(renamed("github.com/fanout/bus.(*Topic[...]).Send.func1")).toMatch(
    /^example\.org\/q\w+\/pkg\.\(\*Q\w+\[\.\.\.\]\)\.Q\w+\.func1$/,
  );
  expect(renamed("main.(*store).Get")).not.toContain("store");
});

describe.each(ROOTS)("verdicts on %s", (root) => {
  const corpus = loadCorpus(root);

  it.skipIf(!existsSync(root)).each(["proto", "debug2", "debug1"])(
    "do not go by names, order, ids or lines: %s",
    (format) => {
      const files = pairs(corpus!, format);
      expect(files.length).toBeGreaterThan(5);
      for (const [base, current] of files) {
        const series = [base, current].map((file) =>
          readSnapshot(corpus!, file),
        );
        const expected = verdicts(judgeGoroutines(series), renamed);
        fc.assert(
          fc.property(ORDERS, ORDERS, (first, second) => {
            const changed = [
              changedSnapshot(series[0], first),
              changedSnapshot(series[1], second),
            ];
            const actual = verdicts(judgeGoroutines(changed), (key) => key);
            expect(actual, current).toEqual(expected);
          }),
          { numRuns: 4 },
        );
      }
    },
  );

  it.skipIf(!existsSync(root))("do not go by names in heap pairs", () => {
    const entries = corpus!.entries.filter(
      ({ kind, base }) => kind === "heap" && base !== undefined,
    );
    const files = new Map(entries.map(({ file, base }) => [file, base ?? ""]));
    expect(files.size).toBeGreaterThan(5);
    for (const [file, base] of files) {
      const series = [base, file].map((name) => readProfile(corpus!, name));
      const expected = verdicts(judgeHeap(series), renamed);
      const actual = verdicts(
        judgeHeap(series.map(changedProfile)),
        (key) => key,
      );
      expect(actual, file).toEqual(expected);
    }
  });
});

/** The same profile with other names. */
function changedProfile(profile: Profile): Profile {
  const { functions, strings } = profile;
  const builder = new StringTableBuilder();
  const kept = Array.from({ length: strings.length }, (_, i) =>
    builder.intern(strings.get(i)),
  );
  expect(kept.every((index, i) => index === i)).toBe(true);
  const name = functions.name.map((index) =>
    builder.intern(renamed(strings.get(index))),
  );
  return {
    ...profile,
    functions: { ...functions, name },
    strings: new StringTable(builder.build().columns),
  };
}
