import type { LeakFinding } from "#analysis/leaks/leak-finding.ts";
import type { LeakFilters } from "../../state/leak-choice.ts";

/** A row of the list: a finding, or the line that folds the harmless ones. */
export type LeakRow =
  | {
      readonly kind: "finding";
      readonly index: number;
      /** 1; 2 for a finding below its cause. */
      readonly level: 1 | 2;
      readonly isLastChild: boolean;
    }
  | { readonly kind: "harmless"; readonly count: number };

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
 * The rows of the list: ranked findings, each below its cause where that is shown, harmless ones
 * apart at the end.
 *
 * ```
 *   mutex-wait   38
 *    └ chan-recv  1      relatedTo mutex-wait
 *   ── harmless 138 ▸
 * ```
 */
export function leakRows(
  findings: readonly LeakFinding[],
  isShown: (finding: LeakFinding) => boolean,
  showsHarmless: boolean,
): LeakRow[] {
  const listed = findings.flatMap((finding, index) =>
    finding.verdict !== "benign" && isShown(finding) ? [index] : [],
  );
  const children = childrenOf(findings, listed);
  const nested = new Set([...children.values()].flat());
  const rows: LeakRow[] = [];
  for (const index of listed) {
    if (nested.has(index)) continue;
    rows.push({ kind: "finding", index, level: 1, isLastChild: false });
    const below = children.get(index) ?? [];
    below.forEach((child, i) =>
      rows.push({
        kind: "finding",
        index: child,
        level: 2,
        isLastChild: i === below.length - 1,
      }),
    );
  }
  const harmless = findings.flatMap((finding, index) =>
    finding.verdict === "benign" && isShown(finding) ? [index] : [],
  );
  if (harmless.length === 0) return rows;
  const count = harmless.reduce((sum, index) => {
    const { bytes, count: goroutines } = findings[index];
    return sum + (bytes === null ? goroutines : 1);
  }, 0);
  rows.push({ kind: "harmless", count });
  if (showsHarmless) {
    for (const index of harmless) {
      rows.push({ kind: "finding", index, level: 2, isLastChild: false });
    }
  }
  return rows;
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
