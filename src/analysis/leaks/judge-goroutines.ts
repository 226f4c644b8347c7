/**
 * Verdicts for goroutine snapshots.
 *
 * ```
 *   snapshots -> classify groups (mechanism, benign row)          series/classified-snapshot.ts
 *             -> suspects of the newest one, growth over all      series/collect-suspects.ts
 *             -> confidence of each by itself                     confidence.ts, benign/
 *             -> passes that look at several at once              relations/
 *             -> findings, ranked                                 here
 * ```
 */
import type { GoroutineSnapshot } from "#profile/goroutines/goroutine-snapshot.ts";
import { originOfFunction } from "../frame-kind.ts";
import type { BenignId } from "./benign/benign-id.ts";
import { applyBenignRule } from "./benign/benign-verdict.ts";
import { blockedConfidence, raiseByGoleak } from "./confidence.ts";
import { commonEvidence } from "./goroutine-evidence.ts";
import type { CodeSite, LeakFinding } from "./leak-finding.ts";
import type { StackView } from "./mechanism/stack-view.ts";
import { nameClientCallers } from "./relations/client-callers.ts";
import { judgeExecCopiers } from "./relations/exec-copiers.ts";
import { judgeHttpBodies } from "./relations/http-bodies.ts";
import { judgeHttpCompanions } from "./relations/http-companions.ts";
import { judgeServerHandlers } from "./relations/http-handlers.ts";
import { judgeIdleConnections } from "./relations/http-idle-connections.ts";
import { judgeLockCycles } from "./relations/lock-cycles.ts";
import { judgeLockHolders } from "./relations/lock-holders.ts";
import { judgeLockOrder } from "./relations/lock-order.ts";
import type { RelationContext } from "./relations/relation-context.ts";
import { judgeSharedCalls } from "./relations/shared-calls.ts";
import { judgeStuckLocks } from "./relations/stuck-locks.ts";
import { judgeSqlPool } from "./relations/sql-pool.ts";
import { judgeWaitGroups } from "./relations/wait-group-children.ts";
import { classifySnapshot } from "./series/classified-snapshot.ts";
import { collectSuspects } from "./series/collect-suspects.ts";
import {
  addEvidence,
  confidenceRank,
  raiseConfidence,
  verdictOf,
  type Suspect,
} from "./series/suspect.ts";
import { isExpected, NO_USER_RULES, type UserRules } from "./user-rules.ts";

/** Options of `judgeGoroutines`. */
export interface JudgeOptions {
  readonly userRules?: UserRules;
}

/** Order matters: causes before what follows them, companions last. */
const PASSES: readonly ((context: RelationContext) => void)[] = [
  judgeHttpBodies,
  nameClientCallers,
  judgeIdleConnections,
  judgeServerHandlers,
  judgeSqlPool,
  judgeLockCycles,
  judgeLockOrder,
  judgeLockHolders,
  judgeStuckLocks,
  judgeWaitGroups,
  judgeSharedCalls,
  judgeHttpCompanions,
  judgeExecCopiers,
];

/**
 * Findings for the newest of `series` (oldest first; empty gives none), one per (category, key, wait
 * reason, creator), ranked: surest first, then by growth and count; benign ones last. Every goroutine
 * of the newest snapshot is in exactly one finding, so the counts add up to `goroutineCount`.
 */
export function judgeGoroutines(
  series: readonly GoroutineSnapshot[],
  options: JudgeOptions = {},
): LeakFinding[] {
  if (series.length === 0) return [];
  const userRules = options.userRules ?? NO_USER_RULES;
  const classified = series.map((snapshot) =>
    classifySnapshot(snapshot, userRules.rules),
  );
  const suspects = collectSuspects(classified);
  for (const suspect of suspects) judgeAlone(suspect);
  if (series[series.length - 1].source === "goleak") {
    for (const suspect of suspects) {
      if (suspect.confidence !== null) raiseByGoleak(suspect);
    }
  }
  const context: RelationContext = {
    series: classified,
    newest: classified[classified.length - 1],
    suspects,
  };
  for (const pass of PASSES) pass(context);
  for (const suspect of suspects) applyMarks(suspect, userRules);
  return toFindings(suspects);
}

/**
 * The collector's proof says that nothing can wake a goroutine, which is what `select {}` in main and
 * waits for signals are for (rule H9, golang/go#78922).
 */
const MEANT_TO_STAY: ReadonlySet<string> = new Set<BenignId>([
  "benign-main-wait",
  "benign-signal",
  "benign-accept",
  "benign-runtime",
  "benign-profiler",
]);

/** Verdict from a suspect's own dump and growth. */
function judgeAlone(suspect: Suspect): void {
  const { userRule } = suspect;
  const { benign } = suspect.groups[0];
  const isProved =
    suspect.leakedCount > 0 && !MEANT_TO_STAY.has(suspect.benign ?? "");
  if (isProved) {
    suspect.benign = null;
    suspect.confidence = "proved";
  } else if (benign !== undefined) {
    applyBenignRule(suspect, benign);
  } else {
    suspect.confidence = blockedConfidence(suspect);
  }
  if (userRule === undefined) return;
  if (userRule.kind === "category") {
    suspect.category = userRule.id;
    suspect.benign = null;
    if (suspect.confidence === null) suspect.confidence = "low";
    if (userRule.confidence !== null) {
      raiseConfidence(suspect, userRule.confidence);
    }
    addEvidence(suspect, "user-rule", { id: userRule.id });
  }
}

/** The user's word is the last one, but for what the runtime has proved. */
function applyMarks(suspect: Suspect, { expected }: UserRules): void {
  if (suspect.confidence === null) return;
  const { userRule, growth } = suspect;
  if (isExpected(suspect.category, suspect.key, expected)) {
    suspect.benign = "benign-expected";
    suspect.confidence = null;
    addEvidence(suspect, "marked-expected", { category: suspect.category });
    return;
  }
  if (userRule?.kind !== "benign" || suspect.confidence === "proved") return;
  if (userRule.growthCounts && growth.kind === "strong") return;
  suspect.benign = "benign-expected";
  suspect.confidence = null;
  addEvidence(suspect, "user-rule", { id: userRule.id });
}

/** Suspects that became one finding; the one with most goroutines speaks for all. */
interface Merged {
  readonly all: readonly Suspect[];
  readonly first: Suspect;
}

function finalCategory(suspect: Suspect): string {
  return suspect.benign ?? suspect.category;
}

/** One per (category, key, wait reason, creator): two mechanisms can end in one category. */
function mergeAlike(suspects: readonly Suspect[]): Merged[] {
  const groups = new Map<string, Suspect[]>();
  for (const suspect of suspects) {
    const { key, reason, creator } = suspect;
    const id = [finalCategory(suspect), key, reason, creator].join("\n");
    const list = groups.get(id);
    if (list === undefined) groups.set(id, [suspect]);
    else list.push(suspect);
  }
  return Array.from(groups.values(), (all) => {
    all.sort(
      (a, b) =>
        confidenceRank(b.confidence) - confidenceRank(a.confidence) ||
        b.count - a.count,
    );
    return { all, first: all[0] };
  });
}

function compareMerged({ first: a }: Merged, { first: b }: Merged): number {
  const growth = (suspect: Suspect): number =>
    suspect.growth.current - suspect.growth.base;
  return (
    confidenceRank(b.confidence) - confidenceRank(a.confidence) ||
    Number(isCompanion(a)) - Number(isCompanion(b)) ||
    growth(b) - growth(a) ||
    b.count - a.count ||
    compareText(a.key, b.key) ||
    compareText(finalCategory(a), finalCategory(b))
  );
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function isCompanion({ mechanism }: Suspect): boolean {
  return mechanism === "http-writeloop" || mechanism === "exec-copy";
}

function toFindings(suspects: readonly Suspect[]): LeakFinding[] {
  const sorted = mergeAlike(suspects).sort(compareMerged);
  const indexOf = new Map<Suspect, number>();
  sorted.forEach(({ all }, index) => {
    for (const suspect of all) indexOf.set(suspect, index);
  });
  return sorted.map((merged, index) => {
    const related = new Set<number>();
    for (const { related: others } of merged.all) {
      for (const other of others) related.add(indexOf.get(other) ?? index);
    }
    related.delete(index);
    return toFinding(
      merged,
      [...related].sort((a, b) => a - b),
    );
  });
}

function toFinding(
  { all, first }: Merged,
  relatedTo: readonly number[],
): LeakFinding {
  const groups = all.flatMap((suspect) => suspect.groups);
  const sum = (value: (suspect: Suspect) => number): number =>
    all.reduce((total, suspect) => total + value(suspect), 0);
  const count = sum((suspect) => suspect.count);
  const series = first.growth.counts.map((_, i) =>
    sum((suspect) => suspect.growth.counts[i]),
  );
  series[series.length - 1] = count;
  const minutes = Math.max(...all.map((suspect) => suspect.maxWaitMinutes));
  const { view } = groups[0];
  return {
    kind: "goroutine",
    category: finalCategory(first),
    mechanism: first.mechanism,
    verdict: verdictOf(first),
    confidence: first.confidence,
    key: first.key,
    count,
    baseCount: series.length > 1 ? series[0] : null,
    series,
    bytes: null,
    baseBytes: null,
    waitReason: first.reason,
    waitMinutesAtLeast: minutes < 0 ? null : minutes,
    site: siteOf(view),
    createdBy:
      view.group.createdBy === null ? null : codeSite(view.group.createdBy),
    labels: unionOfLabels(groups.map((group) => group.view.group.labels)),
    evidence: [...commonEvidence(first), ...first.evidence],
    stack: view.group.frames,
    stackCount: groups.length,
    lockedCount: groups.reduce(
      (n, group) => n + group.view.group.lockedCount,
      0,
    ),
    relatedTo,
    groupIndices: groups.map((group) => group.view.groupIndex),
    isCompanion: isCompanion(first),
  };
}

function codeSite(place: CodeSite): CodeSite {
  return { func: place.func, file: place.file, line: place.line };
}

/** The user's line on the stack; without one, the go statement where that is the user's. */
function siteOf(view: StackView): CodeSite | null {
  if (view.userFrame !== undefined) return codeSite(view.userFrame.frame);
  const creator = view.group.createdBy;
  if (creator === null) return null;
  const { kind } = originOfFunction(creator.func, creator.file);
  return kind === "user" ? codeSite(creator) : null;
}

function unionOfLabels(
  sets: readonly LeakFinding["labels"][],
): Record<string, readonly string[]> {
  const union = new Map<string, Set<string>>();
  for (const labels of sets) {
    for (const [key, values] of Object.entries(labels)) {
      const known = union.get(key) ?? new Set();
      for (const value of values) known.add(value);
      union.set(key, known);
    }
  }
  return Object.fromEntries(
    Array.from(union, ([key, values]) => [key, [...values]]),
  );
}
