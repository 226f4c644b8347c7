/**
 * A heap profile regrouped by allocation site, for comparison between snapshots.
 *
 * ```
 *   leaf                                                        root
 *   fmt.Sprintf   main.(*index).add   main.handle   net/http.(*conn).serve
 *   |___ place: leaf to key frame __|  key = first frame outside the library
 * ```
 * A site is all that one function of the user's allocates; a place is one line of it with the library
 * calls below; a record is a place and an object size, as in the profile.
 */
import type { StackFrame } from "#profile/goroutines/goroutine-snapshot.ts";

/** In-use objects of one size at one place, per snapshot (oldest first). */
export interface HeapRecord {
  /** Size of one object in bytes: the `bytes` label, an exact size class. */
  readonly bytes: number;
  /** Objects in use, scaled up by the profile's writer. */
  readonly objects: readonly number[];
  /** Bytes in use, scaled up. */
  readonly space: readonly number[];
  /** How many of them the profiler really saw: what statistics go by (see `sampledCount`). */
  readonly sampled: readonly number[];
  /** Objects ever allocated, in the newest snapshot; 0 where the profile has no such column. */
  readonly allocated: number;
  /**
   * Records of the newest profile that agree in visible stack and size. More than one means that the
   * hidden runtime frames differ: a Swiss map splitting a table has two allocations at one line
   * (internal/runtime/maps: table.split), append and make have one.
   */
  readonly twins: number;
}

/** One line of a site. */
export interface HeapPlace {
  /** Leaf first, up to and with the key frame; whole stack where there is no user frame. */
  readonly chain: readonly StackFrame[];
  /** Functions of the frames from the key's caller to the root, of the most frequent stack. */
  readonly callers: readonly string[];
  /** Runtime PCs hidden before the first named frame (heap debug=1); -1 where the input names all. */
  readonly hiddenCount: number;
  /** By size, largest first. */
  readonly records: readonly HeapRecord[];
  /** The most frequent whole stack, leaf first. */
  readonly stack: readonly StackFrame[];
  readonly stackCount: number;
}

/** All places of one key. */
export interface HeapSite {
  readonly key: string;
  /** Whether the key is a function outside the standard library. */
  readonly isUserCode: boolean;
  readonly places: readonly HeapPlace[];
}

/**
 * Objects the profiler saw behind a scaled-up number: it takes one byte in `rate` on average, so an
 * object of `bytes` is seen with probability 1 - e^(-bytes/rate) (runtime/pprof/protomem.go:
 * scaleHeapSample, turned round).
 */
export function sampledCount(
  objects: number,
  bytes: number,
  rate: number,
): number {
  return rate <= 1 ? objects : objects * (1 - Math.exp(-bytes / rate));
}
