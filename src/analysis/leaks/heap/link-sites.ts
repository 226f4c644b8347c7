import type { Confidence, Evidence } from "../leak-finding.ts";
import type { JudgedSite } from "./classify-site.ts";

/** What other sites say about one. */
export interface SiteLinks {
  /** Indices into the judged sites. */
  readonly related: readonly number[];
  /** The container that keeps its objects; -1 for none. */
  readonly keeper: number;
  readonly evidence: readonly Evidence[];
  /** Set where the link says more than the sizes do. */
  readonly category: string | null;
  /** Kept by a container that surely grows: as sure as that one. */
  readonly confidence: Confidence | null;
}

/** Categories whose container keeps what callees allocate. */
const CONTAINERS: ReadonlySet<string> = new Set([
  "map-growth",
  "slice-growth",
  "list-growth",
]);

/** Objects per goroutine that count as "one each". */
const PINNED_MIN = 0.7;
const PINNED_MAX = 1.4;

function gainedObjects({ growth: { objects } }: JudgedSite): number {
  return objects[objects.length - 1] - objects[0];
}

/** New goroutines by the growth of their descriptors, one object each (runtime.malg). */
function newGoroutines(sites: readonly JudgedSite[]): number {
  let gained = 0;
  for (const { site } of sites) {
    for (const place of site.places) {
      if (!place.stack.some((frame) => frame.func === "runtime.malg")) continue;
      for (const { objects } of place.records) {
        gained += objects[objects.length - 1] - objects[0];
      }
    }
  }
  return gained;
}

/**
 * Relates sites: objects allocated below a function whose map, slice or list grows are most likely kept
 * by it; and sites that gained one object per new goroutine hold what those goroutines have on their
 * stacks.
 * @param goroutineDelta the real growth, where a goroutine series is known; else descriptors tell.
 */
export function linkSites(
  sites: readonly JudgedSite[],
  goroutineDelta: number | undefined,
): SiteLinks[] {
  const goroutines = goroutineDelta ?? newGoroutines(sites);
  const descriptors = sites.findIndex(
    (site) => site.category === "goroutine-growth",
  );
  return sites.map((site, index) => {
    const none: SiteLinks = {
      related: [],
      keeper: -1,
      evidence: [],
      category: null,
      confidence: null,
    };
    if (site.confidence === null || site.category !== "object-retention") {
      return none;
    }
    const keeper = sites.findIndex(
      (other, at) =>
        at !== index &&
        other.confidence !== null &&
        CONTAINERS.has(other.category) &&
        site.site.places.some((place) =>
          place.stack.some((frame) => frame.func === other.site.key),
        ),
    );
    if (keeper >= 0) {
      const values = {
        func: sites[keeper].site.key,
        category: sites[keeper].category,
      };
      return {
        related: [keeper],
        keeper,
        evidence: [{ code: "kept-by", values }],
        category: null,
        confidence:
          site.growth.kind === "significant" ? sites[keeper].confidence : null,
      };
    }
    const ratio = goroutines > 0 ? gainedObjects(site) / goroutines : 0;
    if (goroutines < 100 || ratio < PINNED_MIN || ratio > PINNED_MAX)
      return none;
    return {
      related: descriptors >= 0 ? [descriptors] : [],
      keeper: -1,
      evidence: [
        {
          code: "one-per-goroutine",
          values: {
            objects: Math.round(gainedObjects(site)),
            goroutines: Math.round(goroutines),
          },
        },
      ],
      category: "goroutine-pinned",
      confidence: null,
    };
  });
}
