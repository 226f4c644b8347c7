/**
 * Verdicts for heap profiles of one process, oldest first: which allocation sites keep more than
 * before, and what keeps it.
 *
 * ```
 *   profiles -> sites, places, records           heap/collect-sites.ts
 *            -> growth of each site              heap/heap-growth.ts
 *            -> category of each growing place   heap/classify-place.ts, heap/rules/
 *            -> one finding per site             here
 *            -> who keeps whose objects          heap/link-sites.ts
 * ```
 */
import type { Profile } from "#profile/profile.ts";
import { classifySite, type JudgedSite } from "./heap/classify-site.ts";
import { collectSites } from "./heap/collect-sites.ts";
import { heapGoMinor } from "./heap/go-version.ts";
import { heapColumns } from "./heap/heap-columns.ts";
import { heapFinding } from "./heap/heap-finding.ts";
import { significanceBound } from "./heap/heap-growth.ts";
import { linkSites } from "./heap/link-sites.ts";
import type { JudgeOptions } from "./judge-goroutines.ts";
import type { LeakFinding } from "./leak-finding.ts";
import { confidenceRank } from "./series/suspect.ts";
import { isExpected, NO_USER_RULES } from "./user-rules.ts";

/** Options of `judgeHeap`. */
export interface HeapJudgeOptions extends JudgeOptions {
  /** Growth of the goroutine count over the same time, where a goroutine series is known. */
  readonly goroutineDelta?: number;
}

/** Flat sites below this share of the heap are not listed as harmless. */
const LISTED_SHARE = 0.01;

/**
 * Findings for the growth from the first to the last of `series`, one per allocation site (function of
 * the user's), surest and largest first; sites that hold a share of the heap and do not grow follow as
 * benign. A single profile, or one without in-use columns, says nothing about growth: no findings.
 */
export function judgeHeap(
  series: readonly Profile[],
  options: HeapJudgeOptions = {},
): LeakFinding[] {
  const newest = series.at(-1);
  if (newest === undefined || series.length < 2) return [];
  const columns = heapColumns(newest);
  if (columns === undefined) return [];
  const sites = collectSites(series);
  const context = {
    rate: columns.rate,
    bound: significanceBound(sites.length),
    goMinorAtLeast: Math.max(...series.map(heapGoMinor)),
  };
  const total = sites
    .flatMap((site) => site.places)
    .flatMap((place) => place.records)
    .reduce((sum, record) => sum + (record.space.at(-1) ?? 0), 0);
  const judged = sites
    .map((site) => classifySite(site, context))
    .filter((site) => isListed(site, total));
  const links = linkSites(judged, options.goroutineDelta);
  const { expected } = options.userRules ?? NO_USER_RULES;
  const marked = judged.map((site, index) => {
    const category = links[index].category ?? site.category;
    return site.confidence !== null &&
      isExpected(category, site.site.key, expected)
      ? { ...site, confidence: null, category: "benign-expected" }
      : {
          ...site,
          category,
          confidence: links[index].confidence ?? site.confidence,
        };
  });
  const order = marked
    .map((_, index) => index)
    .sort((a, b) => compareSites(marked[a], marked[b]));
  const rankOf = new Map(order.map((index, rank) => [index, rank]));
  return order.map((index) =>
    heapFinding(
      marked[index],
      links[index].related.map((other) => rankOf.get(other) ?? 0),
      links[index].evidence,
      series.length,
    ),
  );
}

/** Everything that grew, and what else holds a visible share of the heap. */
function isListed(site: JudgedSite, total: number): boolean {
  if (site.confidence !== null) return true;
  const { space } = site.growth;
  const most = Math.max(space[0], space[space.length - 1]);
  return most > 0 && most >= LISTED_SHARE * total;
}

function compareSites(a: JudgedSite, b: JudgedSite): number {
  const delta = ({ growth: { space } }: JudgedSite): number =>
    space[space.length - 1] - space[0];
  return (
    confidenceRank(b.confidence) - confidenceRank(a.confidence) ||
    delta(b) - delta(a) ||
    (a.site.key < b.site.key ? -1 : a.site.key > b.site.key ? 1 : 0)
  );
}
