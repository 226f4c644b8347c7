import type { LeakFinding } from "#analysis/leaks/leak-finding.ts";
import type { LeakFilters } from "../../state/leak-choice.ts";

/** A row of the list: a finding, or the line that folds the ones below it. */
export type LeakRow =
  | {
      readonly kind: "finding";
      readonly index: number;
      /** 1; 2 for a finding below its cause. */
      readonly level: 1 | 2;
    }
  | {
      readonly kind: "fold";
      readonly what: FoldedFindings;
      /** Goroutines, or allocation sites of heaps. */
      readonly count: number;
    };

/** Findings that can be folded away: those of low confidence, and harmless ones. */
export type FoldedFindings = "low" | "harmless";

/** Everything but the last element of a package path of a function; "" where it has none. */
export function packageOf(func: string): string {
  const slash = func.lastIndexOf("/");
  const dot = func.indexOf(".", slash + 1);
  return dot < 0 ? "" : func.slice(0, dot);
}

/** Values the filters can have, those of most goroutines first. */
export interface FilterValues {
  readonly category: readonly string[];
  readonly confidence: readonly string[];
  readonly packagePath: readonly string[];
  readonly label: readonly string[];
}

/** Most labels offered as filters: a label per request would fill the list. */
const LABELS_MAX = 100;

function byCount(counts: ReadonlyMap<string, number>): string[] {
  return [...counts].sort((a, b) => b[1] - a[1]).map(([value]) => value);
}

export function filterValues(findings: readonly LeakFinding[]): FilterValues {
  const category = new Map<string, number>();
  const confidence = new Map<string, number>();
  const packagePath = new Map<string, number>();
  const label = new Map<string, number>();
  const add = (
    counts: Map<string, number>,
    value: string,
    count: number,
  ): void => void counts.set(value, (counts.get(value) ?? 0) + count);
  for (const finding of findings) {
    const { count } = finding;
    add(category, finding.category, count);
    add(confidence, finding.confidence ?? "benign", count);
    const path = packageOf(finding.site?.func ?? finding.key);
    if (path !== "") add(packagePath, path, count);
    for (const [key, values] of Object.entries(finding.labels)) {
      for (const value of values) add(label, `${key}=${value}`, count);
    }
  }
  const order = ["proved", "high", "medium", "low", "benign"];
  return {
    category: byCount(category),
    confidence: order.filter((level) => confidence.has(level)),
    packagePath: byCount(packagePath),
    label: byCount(label).slice(0, LABELS_MAX),
  };
}

function hasLabel({ labels }: LeakFinding, label: string): boolean {
  return Object.entries(labels).some(([key, values]) =>
    values.some((value) => `${key}=${value}` === label),
  );
}

/** Whether a finding passes the filters; `matchesText` decides about its words. */
export function passes(
  finding: LeakFinding,
  filters: LeakFilters,
  matchesText: (finding: LeakFinding) => boolean,
): boolean {
  const { category, confidence, packagePath, label } = filters;
  return (
    (category === "" || finding.category === category) &&
    (confidence === "" || (finding.confidence ?? "benign") === confidence) &&
    (packagePath === "" ||
      packageOf(finding.site?.func ?? finding.key) === packagePath) &&
    (label === "" || hasLabel(finding, label)) &&
    matchesText(finding)
  );
}

/**
 * The rows of the list: ranked findings, each below its cause where that is shown; then those that
 * could well be harmless, then the harmless ones, apart.
 *
 * ```
 *   mutex-wait   38
 *    └ chan-recv  1      relatedTo mutex-wait
 *   ▾ not sure 3
 *   chan-recv     3
 *   ▸ harmless 138
 * ```
 */
export function leakRows(
  findings: readonly LeakFinding[],
  isShown: (finding: LeakFinding) => boolean,
  isOpen: Readonly<Record<FoldedFindings, boolean>>,
): LeakRow[] {
  const partOf = ({ verdict, confidence }: LeakFinding): string =>
    verdict === "benign" ? "harmless" : confidence === "low" ? "low" : "sure";
  const part = (name: string): number[] =>
    findings.flatMap((finding, index) =>
      partOf(finding) === name && isShown(finding) ? [index] : [],
    );
  const [sure, low, harmless] = ["sure", "low", "harmless"].map(part);
  // Companions of what is sure stand below it, however sure they are themselves.
  const children = childrenOf(findings, [...sure, ...low]);
  const nested = new Set([...children.values()].flat());
  const withChildren = (index: number): LeakRow[] =>
    nested.has(index)
      ? []
      : [
          row(index, 1),
          ...(children.get(index) ?? []).map((child) => row(child, 2)),
        ];
  const rows = sure.flatMap(withChildren);
  const folded = (what: FoldedFindings, indices: readonly number[]): void => {
    const free = indices.filter((index) => !nested.has(index));
    if (free.length === 0) return;
    rows.push({ kind: "fold", what, count: amountOf(findings, free) });
    if (isOpen[what]) rows.push(...free.flatMap(withChildren));
  };
  folded("low", low);
  folded("harmless", harmless);
  return rows;
}

function row(index: number, level: 1 | 2): LeakRow {
  return { kind: "finding", index, level };
}

/** Goroutines of findings; of heaps, how many they are. */
function amountOf(
  findings: readonly LeakFinding[],
  indices: readonly number[],
): number {
  return indices.reduce((sum, index) => {
    const { bytes, count } = findings[index];
    return sum + (bytes === null ? count : 1);
  }, 0);
}

/**
 * Which findings stand below which: companions below what they accompany, and the one that is ranked
 * lower below the one ranked higher; one level, so a child has no children.
 */
function childrenOf(
  findings: readonly LeakFinding[],
  listed: readonly number[],
): Map<number, number[]> {
  const isListed = new Set(listed);
  const parentOf = new Map<number, number>();
  for (const index of listed) {
    const parent = findings[index].relatedTo.find(
      (other) => isListed.has(other) && other < index && !parentOf.has(other),
    );
    if (parent !== undefined) parentOf.set(index, parent);
  }
  const children = new Map<number, number[]>();
  for (const [child, parent] of parentOf) {
    const known = children.get(parent);
    if (known === undefined) children.set(parent, [child]);
    else known.push(child);
  }
  return children;
}
