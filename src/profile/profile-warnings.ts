import type { DecodeWarning } from "./decode/decode-error.ts";
import type { Profile } from "./profile.ts";

/**
 * Depths at which the Go runtime cuts stacks, in frames (rule S6): 32 for heap, block and mutex
 * until Go 1.22, 128 since 1.23; 64 for CPU.
 */
const DEPTH_LIMITS: ReadonlySet<number> = new Set([32, 64, 128]);

/** Different units a numeric label key has beyond its first: pprof ignores them (rule L3). */
function countIgnoredUnits({ labels }: Profile): number {
  const firstUnit = new Map<number, number>();
  const ignored = new Set<string>();
  for (let i = 0; i < labels.length; i += 1) {
    const unit = labels.unit[i];
    if (labels.isNumeric[i] === 0 || unit === 0) continue;
    const first = firstUnit.get(labels.key[i]);
    if (first === undefined) firstUnit.set(labels.key[i], unit);
    else if (first !== unit) ignored.add(`${labels.key[i]},${unit}`);
  }
  return ignored.size;
}

/** Locations without any function, where that is all of them. */
function countUnsymbolized({ locations, lines }: Profile): number {
  return lines.length === 0 ? locations.length : 0;
}

function isAllZero({ samples }: Profile): boolean {
  return samples.values.every((column) =>
    column instanceof Float64Array
      ? column.every((value) => value === 0)
      : column.every((value) => value === 0n),
  );
}

/**
 * Samples whose stack is as deep as the deepest, when that depth is one the runtime cuts at: their
 * roots may be missing. A program that is just so deep looks the same.
 */
function countAtDepthLimit({ samples, stacks, locations }: Profile): number {
  const depth = new Uint32Array(stacks.length);
  for (let row = 0; row < stacks.length; row += 1) {
    const location = stacks.location[row];
    const frames =
      locations.lineStart[location + 1] - locations.lineStart[location];
    const parent = stacks.parent[row];
    // An address without symbols is one frame.
    depth[row] = (parent < 0 ? 0 : depth[parent]) + Math.max(frames, 1);
  }
  let deepest = 0;
  let count = 0;
  for (const stack of samples.stack) {
    const own = stack < 0 ? 0 : depth[stack];
    if (own > deepest) {
      deepest = own;
      count = 0;
    }
    if (own === deepest) count += 1;
  }
  return DEPTH_LIMITS.has(deepest) ? count : 0;
}

/**
 * What is odd about the content of a decoded profile, in a fixed order; empty for most. What is odd
 * about its bytes the decoder reports. O(stacks + samples + labels).
 */
export function profileWarnings(profile: Profile): DecodeWarning[] {
  const warnings: readonly DecodeWarning[] = [
    { code: "label-units-ignored", count: countIgnoredUnits(profile) },
    { code: "no-symbols", count: countUnsymbolized(profile) },
    {
      code: "all-samples-zero",
      count: isAllZero(profile) ? profile.samples.count : 0,
    },
    { code: "stack-depth-limit", count: countAtDepthLimit(profile) },
  ];
  return warnings.filter(({ count }) => count > 0);
}
