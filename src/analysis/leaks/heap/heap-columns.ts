import type { Profile, ValueColumn } from "#profile/profile.ts";

/** The value columns of a heap profile that leak rules use; undefined where one is absent. */
export interface HeapColumns {
  readonly inuseObjects: ValueColumn;
  readonly inuseSpace: ValueColumn;
  readonly allocObjects: ValueColumn | undefined;
  /** Average bytes between two samples (runtime.MemProfileRate). */
  readonly rate: number;
}

/** MemProfileRate unless the profile says otherwise (runtime/mprof.go). */
const DEFAULT_RATE_BYTES = 512 * 1024;

/** Columns of a Go heap or allocs profile; undefined for other profiles. */
export function heapColumns(profile: Profile): HeapColumns | undefined {
  const column = (type: string): ValueColumn | undefined => {
    const index = profile.sampleTypes.findIndex(
      (sampleType) => sampleType.type === type,
    );
    return index < 0 ? undefined : profile.samples.values[index];
  };
  // heap debug=1 text without allocation figures becomes plain objects and space, as in pprof.
  const inuseObjects = column("inuse_objects") ?? column("objects");
  const inuseSpace = column("inuse_space") ?? column("space");
  if (inuseObjects === undefined || inuseSpace === undefined) return undefined;
  const isRate = profile.periodType.type === "space" && profile.period > 0n;
  return {
    inuseObjects,
    inuseSpace,
    allocObjects: column("alloc_objects"),
    rate: isRate ? Number(profile.period) : DEFAULT_RATE_BYTES,
  };
}
