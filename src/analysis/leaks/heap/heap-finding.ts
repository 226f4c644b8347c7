import type { CodeSite, Evidence, LeakFinding } from "../leak-finding.ts";
import type { JudgedSite } from "./classify-site.ts";
import type { HeapPlace, HeapRecord } from "./heap-site.ts";

/** How many sizes and other categories the evidence lists. */
const LISTED_MAX = 3;

function last<T>(values: readonly T[]): T {
  return values[values.length - 1];
}

function inUse(record: HeapRecord): number {
  return last(record.space);
}

/** The place that gained most; without growth the one that holds most. */
function mainPlace(judged: JudgedSite): HeapPlace {
  const places = judged.parts.at(0)?.places ?? judged.site.places;
  const gain = (place: HeapPlace): number =>
    place.records.reduce(
      (sum, { space }) =>
        sum + last(space) - (judged.parts.length > 0 ? space[0] : 0),
      0,
    );
  return [...places].sort((a, b) => gain(b) - gain(a))[0];
}

function sizeEvidence(place: HeapPlace): Evidence[] {
  return place.records
    .filter((record) => inUse(record) > 0)
    .sort((a, b) => inUse(b) - inUse(a))
    .slice(0, LISTED_MAX)
    .map((record) => ({
      code: "size-class",
      values: {
        bytes: record.bytes,
        objects: Math.round(last(record.objects)),
        baseObjects: Math.round(record.objects[0]),
      },
    }));
}

function growthEvidence(
  { growth, confidence }: JudgedSite,
  snapshots: number,
): Evidence[] {
  const values = {
    baseBytes: Math.round(growth.space[0]),
    bytes: Math.round(last(growth.space)),
    snapshots,
    z: Number(growth.z.toFixed(1)),
  };
  if (confidence === null) return [{ code: "heap-flat", values }];
  if (growth.hasStopped) return [{ code: "heap-stopped", values }];
  const code =
    growth.kind === "maybe"
      ? "heap-growth-maybe"
      : growth.z >= 3
        ? "heap-growth"
        : "heap-growth-exact";
  return [{ code, values }];
}

function categoryEvidence(judged: JudgedSite, place: HeapPlace): Evidence[] {
  const found: Evidence[] = [];
  const leaf = place.chain.at(0);
  const key = last(place.chain);
  if (leaf !== undefined && leaf !== key) {
    found.push({
      code: "heap-leaf",
      values: { op: leaf.func, func: key.func, file: key.file, line: key.line },
    });
  } else if (key !== undefined) {
    found.push({
      code: "heap-frame",
      values: { func: key.func, file: key.file, line: key.line },
    });
  }
  if (judged.category === "map-growth") {
    if (place.records.some((record) => record.twins > 1)) {
      found.push({ code: "swiss-split", values: {} });
    } else if (
      place.records.some(
        (record) =>
          inUse(record) > 0 && record.bytes >= 4096 && record.bytes % 17 === 0,
      )
    ) {
      found.push({ code: "bucket-array", values: {} });
    }
  }
  for (const part of judged.parts.slice(1, 1 + LISTED_MAX)) {
    found.push({
      code: "also-here",
      values: { category: part.rule.category, bytes: Math.round(part.gained) },
    });
  }
  return found;
}

function siteOf({ site }: JudgedSite, place: HeapPlace): CodeSite | null {
  const key = last(place.chain);
  return site.isUserCode && key !== undefined
    ? { func: key.func, file: key.file, line: key.line }
    : null;
}

/** A judged site as a finding. `relatedTo` are final indices. */
export function heapFinding(
  judged: JudgedSite,
  relatedTo: readonly number[],
  linkEvidence: readonly Evidence[],
  snapshots: number,
): LeakFinding {
  const { growth, confidence, site } = judged;
  const place = mainPlace(judged);
  const counts = growth.objects.map((objects) => Math.round(objects));
  return {
    kind: "heap",
    category: judged.category,
    mechanism: null,
    verdict:
      confidence === null
        ? "benign"
        : confidence === "high" || confidence === "proved"
          ? "leak"
          : "suspect",
    confidence,
    key: site.key,
    count: last(counts),
    baseCount: counts[0],
    series: counts,
    bytes: BigInt(Math.round(last(growth.space))),
    baseBytes: BigInt(Math.round(growth.space[0])),
    waitReason: null,
    waitMinutesAtLeast: null,
    site: siteOf(judged, place),
    createdBy: null,
    labels: {},
    evidence: [
      ...growthEvidence(judged, snapshots),
      ...(confidence === null ? [] : categoryEvidence(judged, place)),
      ...(confidence === null ? [] : sizeEvidence(place)),
      ...linkEvidence,
    ],
    stack: place.stack,
    stackCount: site.places.reduce(
      (sum, { stackCount }) => sum + stackCount,
      0,
    ),
    lockedCount: 0,
    relatedTo,
    groupIndices: [],
    isCompanion: false,
  };
}
