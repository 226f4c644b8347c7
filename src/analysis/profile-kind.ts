import type { Profile } from "#profile/profile.ts";

/** Which of Go's profiles a file holds; `other` for custom and foreign ones. */
export type ProfileKind =
  | "goroutine"
  | "goroutineleak"
  | "heap"
  | "allocs"
  | "cpu"
  | "block"
  | "mutex"
  | "threadcreate"
  | "other";

/** Leaf frames of a mutex profile: the holder is charged when it unlocks (runtime/mprof.go). */
const UNLOCK_LEAF =
  /^(sync\.\(\*(RW)?Mutex\)\.R?Unlock|internal\/sync\.\(\*Mutex\)\.(Unlock|unlockSlow)|runtime\.unlock2?|runtime\._LostContendedRuntimeLock|sync\.\(\*rlocker\)\.Unlock)$/;

/** How many samples with a stack decide between block and mutex. */
const PROBED_SAMPLES = 64;

/** Name of the innermost frame of a sample; "" where it has none. */
function leafName(profile: Profile, sample: number): string {
  const { samples, stacks, locations, lines, functions, strings } = profile;
  const stack = samples.stack[sample];
  if (stack < 0) return "";
  const location = stacks.location[stack];
  const line = locations.lineStart[location];
  if (line === locations.lineStart[location + 1]) return "";
  return strings.get(functions.name[lines.func[line]]);
}

/**
 * Block and mutex profiles have the same value types (`contentions`, `delay`; runtime/pprof
 * writeProfileInternal), so the leaves tell: a mutex profile is charged at the unlock, a block
 * profile where the goroutine waited. Without symbols: block.
 */
function contentionKind(profile: Profile): ProfileKind {
  let unlocks = 0;
  let named = 0;
  const probed = Math.min(profile.samples.count, PROBED_SAMPLES);
  for (let sample = 0; sample < probed; sample += 1) {
    const name = leafName(profile, sample);
    if (name === "") continue;
    named += 1;
    if (UNLOCK_LEAF.test(name)) unlocks += 1;
  }
  return unlocks * 2 > named ? "mutex" : "block";
}

/**
 * The kind of a profile, from its value types and frames, never from its file name. Heap and allocs
 * differ by `default_sample_type` only (runtime/pprof/protomem.go: allocs writes `alloc_space`).
 */
export function profileKind(profile: Profile): ProfileKind {
  const types = profile.sampleTypes.map((sampleType) => sampleType.type);
  const has = (type: string): boolean => types.includes(type);
  if (has("inuse_space") || has("alloc_space")) {
    return profile.defaultSampleType === "alloc_space" || !has("inuse_space")
      ? "allocs"
      : "heap";
  }
  if (has("cpu")) return "cpu";
  if (has("contentions")) return contentionKind(profile);
  for (const kind of ["goroutineleak", "goroutine", "threadcreate"] as const) {
    if (has(kind)) return kind;
  }
  return "other";
}
