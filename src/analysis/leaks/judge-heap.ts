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
import { linkSites, type SiteLinks } from "./heap/link-sites.ts";
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
  const order = rankSites(marked, links);
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

function gainedBytes({ growth: { space } }: JudgedSite): number {
  return space[space.length - 1] - space[0];
}

/**
 * Surest first, then by bytes gained. A container stands before what it keeps, with the weight of
 * both: the map is what to mend, however small its table is beside the values.
 *
 * ```
 *   high  put       map-growth         3 MB    (+ 29 MB kept)
 *   high  newPlace  object-retention  29 MB    kept by put
 *   high  other     buffer-growth     20 MB
 * ```
 */
function rankSites(
  sites: readonly JudgedSite[],
  links: readonly SiteLinks[],
): number[] {
  const confidence = (index: number): number =>
    confidenceRank(sites[index].confidence);
  const heads = links.map(({ keeper }, index) =>
    keeper >= 0 && confidence(keeper) === confidence(index) ? keeper : index,
  );
  const weights = sites.map(() => 0);
  heads.forEach((head, index) => {
    weights[head] += gainedBytes(sites[index]);
  });
  return heads
    .map((head, index) => ({ head, index }))
    .sort((a, b) => {
      const [x, y] = [sites[a.index], sites[b.index]];
      return (
        confidence(b.index) - confidence(a.index) ||
        weights[b.head] - weights[a.head] ||
        compareKeys(sites[a.head], sites[b.head]) ||
        a.head - b.head ||
        Number(b.head === b.index) - Number(a.head === a.index) ||
        gainedBytes(y) - gainedBytes(x) ||
        compareKeys(x, y)
      );
    })
    .map(({ index }) => index);
}

function compareKeys(a: JudgedSite, b: JudgedSite): number {
  return a.site.key < b.site.key ? -1 : a.site.key > b.site.key ? 1 : 0;
}
