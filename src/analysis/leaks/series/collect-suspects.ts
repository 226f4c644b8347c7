import { memberAt } from "#profile/goroutines/goroutine-snapshot.ts";
import type { Mechanism } from "../mechanism/mechanism.ts";
import {
  populationKey,
  type ClassifiedGroup,
  type ClassifiedSnapshot,
} from "./classified-snapshot.ts";
import { measureGrowth, type Growth } from "./growth.ts";
import { matchKey, matchPrecision, type MatchPrecision } from "./match-key.ts";
import type { Suspect } from "./suspect.ts";

/** Categories that are called otherwise than their mechanism. */
const CATEGORY_OF: Partial<Record<Mechanism, string>> = {
  "io-wait": "io-wait-no-deadline",
  "http-writeloop": "http-conn-companion",
  "exec-copy": "exec-wait",
  coroutine: "iter-pull-leak",
};

/**
 * Mechanisms whose growth is not limited by that of their population: a readLoop that holds a body was
 * an idle readLoop before, and a pool of workers that stops at one lock is a deadlock.
 */
const OWN_POPULATION: ReadonlySet<Mechanism> = new Set<Mechanism>([
  "http-body-unclosed",
  "sql-rows-not-closed",
  "sql-tx-not-finished",
]);

/** Groups of one snapshot by `matchKey`. */
export type GroupsByKey = ReadonlyMap<string, readonly ClassifiedGroup[]>;

function groupByKey(
  snapshot: ClassifiedSnapshot,
  precision: MatchPrecision,
): GroupsByKey {
  const map = new Map<string, ClassifiedGroup[]>();
  for (const group of snapshot.groups) {
    const key = matchKey(group, precision);
    const list = map.get(key);
    if (list === undefined) map.set(key, [group]);
    else list.push(group);
  }
  return map;
}

function total(groups: readonly ClassifiedGroup[]): number {
  return groups.reduce((sum, { view }) => sum + view.group.count, 0);
}

function idsOf(
  snapshot: ClassifiedSnapshot,
  groups: readonly ClassifiedGroup[],
): Set<number> | null {
  const ids = new Set<number>();
  for (const { view } of groups) {
    const { memberStart, memberEnd, count } = view.group;
    if (memberEnd - memberStart < count) return null;
    for (let row = memberStart; row < memberEnd; row += 1) {
      const { id } = memberAt(snapshot.snapshot.members, row);
      if (id < 0) return null;
      ids.add(id);
    }
  }
  return ids;
}

/** Identity of a finding before its category is known (terminal.md). */
function suspectKey({ view, mechanism, benign }: ClassifiedGroup): string {
  const { reason } = view.wait;
  const creator = view.group.createdBy?.func ?? "";
  return [mechanism, benign?.id, view.key, reason, creator].join("\n");
}

function byFrequency(a: ClassifiedGroup, b: ClassifiedGroup): number {
  const difference = b.view.group.count - a.view.group.count;
  if (difference !== 0) return difference;
  const [textA, textB] = [stackText(a), stackText(b)];
  return textA < textB ? -1 : textA > textB ? 1 : 0;
}

function stackText({ view }: ClassifiedGroup): string {
  return view.group.frames
    .map((frame) => `${frame.func} ${frame.file}:${frame.line}`)
    .join("\n");
}

/** The suspects of the newest snapshot (the last of `series`), with their growth over the series. */
export function collectSuspects(
  series: readonly ClassifiedSnapshot[],
): Suspect[] {
  const newest = series[series.length - 1];
  const precision = matchPrecision(series);
  const byKey = series.map((snapshot) => groupByKey(snapshot, precision));
  const grouped = new Map<string, ClassifiedGroup[]>();
  for (const group of newest.groups) {
    const key = suspectKey(group);
    const list = grouped.get(key);
    if (list === undefined) grouped.set(key, [group]);
    else list.push(group);
  }
  return Array.from(grouped.values(), (groups) =>
    newSuspect(
      groups.sort(byFrequency),
      growthOf(groups[0], series, byKey, precision),
    ),
  );
}

function growthOf(
  group: ClassifiedGroup,
  series: readonly ClassifiedSnapshot[],
  byKey: readonly GroupsByKey[],
  precision: MatchPrecision,
): Growth {
  const key = matchKey(group, precision);
  const last = series.length - 1;
  const perSnapshot = byKey.map((map) => map.get(key) ?? []);
  const population = populationKey(group.view);
  return measureGrowth({
    counts: perSnapshot.map(total),
    populations: OWN_POPULATION.has(group.mechanism)
      ? []
      : series.map((snapshot) => snapshot.populations.get(population) ?? 0),
    baseIds: last > 0 ? idsOf(series[0], perSnapshot[0]) : null,
    currentIds: last > 0 ? idsOf(series[last], perSnapshot[last]) : null,
  });
}

function newSuspect(
  groups: readonly ClassifiedGroup[],
  growth: Growth,
): Suspect {
  const { view, mechanism, benign, userRule } = groups[0];
  const sum = (field: "leakedCount" | "agedCount"): number =>
    groups.reduce((value, group) => value + group.view.group[field], 0);
  return {
    mechanism,
    key: view.key,
    reason: view.wait.reason,
    creator: view.group.createdBy?.func ?? "",
    groups,
    count: total(groups),
    leakedCount: sum("leakedCount"),
    agedCount: sum("agedCount"),
    maxWaitMinutes: Math.max(
      ...groups.map((group) => group.view.group.maxWaitMinutes),
    ),
    userRule,
    growth,
    category: CATEGORY_OF[mechanism] ?? mechanism,
    benign: benign?.id ?? null,
    confidence: null,
    evidence: [],
    related: new Set(),
  };
}
