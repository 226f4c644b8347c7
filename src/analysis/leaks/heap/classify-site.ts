import type { Confidence } from "../leak-finding.ts";
import { heapRuleOf } from "./classify-place.ts";
import { measureHeapGrowth, type HeapGrowth } from "./heap-growth.ts";
import type { HeapRule } from "./heap-rule.ts";
import type { HeapPlace, HeapSite } from "./heap-site.ts";

/** Places of a site that one rule explains. */
export interface HeapPart {
  readonly rule: HeapRule;
  readonly places: readonly HeapPlace[];
  /** In-use bytes gained since the first snapshot. */
  readonly gained: number;
}

/** A site with its verdict. `links` between sites are made later. */
export interface JudgedSite {
  readonly site: HeapSite;
  readonly growth: HeapGrowth;
  /** null = harmless. */
  readonly confidence: Confidence | null;
  readonly category: string;
  /** Growing parts, the one that gave the category first. */
  readonly parts: readonly HeapPart[];
}

/** What `classifySite` goes by. */
export interface SiteContext {
  readonly rate: number;
  readonly bound: number;
  readonly goMinorAtLeast: number;
}

/** A special category speaks for a site from this share of its growth on. */
const SPEAKING_SHARE = 0.1;
/** Clear beyond doubt, where the category itself is sure. */
const CLEAR_RATIO = 1.5;
/** See `HeapRule.isTelling`. */
const TELLING_RATIO = 3;

function gainOf(places: readonly HeapPlace[]): number {
  let gained = 0;
  for (const place of places) {
    for (const { space } of place.records) {
      gained += space[space.length - 1] - space[0];
    }
  }
  return gained;
}

function partsOf(site: HeapSite, context: SiteContext): HeapPart[] {
  const byCategory = new Map<string, { rule: HeapRule; places: HeapPlace[] }>();
  for (const place of site.places) {
    const rule = heapRuleOf(place, {
      site,
      goMinorAtLeast: context.goMinorAtLeast,
    });
    const part = byCategory.get(rule.category);
    if (part === undefined)
      byCategory.set(rule.category, { rule, places: [place] });
    else part.places.push(place);
  }
  return Array.from(byCategory.values(), (part) => ({
    ...part,
    gained: gainOf(part.places),
  }));
}

/**
 * The part that names the site's category: of those that hold a share of the growth, the most special
 * one that gained most; retained objects only where nothing else is known, because a map's values and
 * a slice's elements say less than its table or array.
 */
function rankParts(parts: readonly HeapPart[]): HeapPart[] {
  const growing = parts.filter((part) => part.gained > 0);
  const total = growing.reduce((sum, part) => sum + part.gained, 0);
  const isGeneric = (part: HeapPart): boolean =>
    part.rule.category === "object-retention";
  const speaks = (part: HeapPart): boolean =>
    !isGeneric(part) && part.gained >= SPEAKING_SHARE * total;
  return growing.sort(
    (a, b) => Number(speaks(b)) - Number(speaks(a)) || b.gained - a.gained,
  );
}

function confidenceOf(
  growth: HeapGrowth,
  rule: HeapRule,
  snapshots: number,
): Confidence | null {
  if (growth.kind === "none") return null;
  const [before, after] = [
    growth.space[0],
    growth.space[growth.space.length - 1],
  ];
  if (growth.kind === "maybe") {
    const isTelling = rule.isTelling === true && !growth.hasStopped;
    return isTelling && after >= TELLING_RATIO * before ? "medium" : "low";
  }
  const isClear = after >= CLEAR_RATIO * before || snapshots > 2;
  return rule.confidence === "high" && isClear ? "high" : "medium";
}

/** Measures a site's growth and says what it is. */
export function classifySite(site: HeapSite, context: SiteContext): JudgedSite {
  const growth = measureHeapGrowth(site.places, context.rate, context.bound);
  const parts = growth.kind === "none" ? [] : rankParts(partsOf(site, context));
  const first = parts.at(0);
  if (first === undefined) {
    return {
      site,
      growth,
      confidence: null,
      category: harmlessCategory(growth),
      parts: [],
    };
  }
  return {
    site,
    growth,
    confidence: confidenceOf(growth, first.rule, growth.space.length),
    category: first.rule.category,
    parts,
  };
}

/** Freed since, or as much as before (section 5b, heap rows). */
function harmlessCategory({ space }: HeapGrowth): string {
  const [before, after] = [space[0], space[space.length - 1]];
  return after < before / 2 ? "benign-garbage" : "benign-bounded";
}
