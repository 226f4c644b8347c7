import { checkpoint } from "#base/checkpoint.ts";
import type { FrameTable } from "./frame-table.ts";

const cache = new WeakMap<FrameTable, Uint32Array>();

/** Runs this short are left to insertion sort. */
const SHORT_RUN = 8;

/**
 * Sorts frames by name, then file: multikey quicksort (Bentley and Sedgewick), which looks at each
 * byte of a common prefix once per split instead of once per comparison. Go names of one module
 * share 30 bytes and more.
 */
class FrameSorter {
  private readonly bytes: Uint8Array;
  private readonly offsets: Uint32Array;

  constructor(
    private readonly frames: FrameTable,
    private readonly order: Uint32Array,
  ) {
    this.bytes = frames.strings.columns.bytes;
    this.offsets = frames.strings.columns.offsets;
  }

  sort(start: number, end: number, depth: number): void {
    while (end - start > SHORT_RUN) {
      const pivot = this.byteAt(this.order[(start + end) >> 1], depth);
      const { less, greater } = this.partition(start, end, depth, pivot);
      this.sort(start, less, depth);
      this.sort(greater, end, depth);
      if (pivot < 0) {
        // Names are equal to their end: what is left are the files.
        this.insertionSort(less, greater);
        return;
      }
      start = less;
      end = greater;
      depth += 1;
    }
    this.insertionSort(start, end);
  }

  /** Byte `depth` of the frame's name, -1 past its end: a prefix sorts before what it begins. */
  private byteAt(frame: number, depth: number): number {
    const name = this.frames.name[frame];
    const at = this.offsets[name] + depth;
    return at < this.offsets[name + 1] ? this.bytes[at] : -1;
  }

  private partition(
    start: number,
    end: number,
    depth: number,
    pivot: number,
  ): { less: number; greater: number } {
    const { order } = this;
    let less = start;
    let greater = end;
    for (let i = start; i < greater;) {
      const frame = order[i];
      const byte = this.byteAt(frame, depth);
      if (byte < pivot) {
        order[i] = order[less];
        order[less] = frame;
        less += 1;
        i += 1;
      } else if (byte > pivot) {
        greater -= 1;
        order[i] = order[greater];
        order[greater] = frame;
      } else {
        i += 1;
      }
    }
    return { less, greater };
  }

  private insertionSort(start: number, end: number): void {
    checkpoint();
    const { order } = this;
    if (end - start > 64) {
      order.subarray(start, end).sort((a, b) => this.compare(a, b));
      return;
    }
    for (let i = start + 1; i < end; i += 1) {
      const frame = order[i];
      let j = i - 1;
      while (j >= start && this.compare(frame, order[j]) < 0) {
        order[j + 1] = order[j];
        j -= 1;
      }
      order[j + 1] = frame;
    }
  }

  private compare(a: number, b: number): number {
    const { name, file, strings } = this.frames;
    return (
      strings.compareBytes(name[a], name[b]) ||
      strings.compareBytes(file[a], file[b]) ||
      a - b
    );
  }
}

/**
 * Place of each frame in the order by name, then file (UTF-8 bytes, as Go sorts strings): lets hot
 * loops compare names as numbers. Computed once per frame table.
 */
export function frameRanks(frames: FrameTable): Uint32Array {
  const known = cache.get(frames);
  if (known !== undefined) return known;
  const order = Uint32Array.from({ length: frames.length }, (_, i) => i);
  new FrameSorter(frames, order).sort(0, frames.length, 0);
  const ranks = new Uint32Array(frames.length);
  for (let i = 0; i < order.length; i += 1) ranks[order[i]] = i;
  cache.set(frames, ranks);
  return ranks;
}
