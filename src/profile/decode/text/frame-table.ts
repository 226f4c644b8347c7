import type { StackFrame } from "../../goroutines/goroutine-snapshot.ts";
import type { ByteRange } from "./byte-range.ts";
import { ByteInterner } from "./byte-interner.ts";
import { splitPosition } from "./stack-line.ts";

const INLINED = 1;

/**
 * The distinct frames (name, position, inlined or not) of an input, numbered; arguments are not
 * part of a frame.
 */
export class FrameTable {
  private readonly interner = new ByteInterner();
  private readonly frames: StackFrame[] = [];

  /** Row of the frame that came after each frame last time; -1 for none yet. */
  private successors = new Int32Array(256).fill(-1);

  intern(name: ByteRange, position: ByteRange, isInlined: boolean): number {
    return this.interner.intern(name, position, isInlined ? INLINED : 0);
  }

  /** What followed frame `row` last; -1 where nothing did. */
  successor(row: number): number {
    return row < this.successors.length ? this.successors[row] : -1;
  }

  setSuccessor(row: number, next: number): void {
    if (row >= this.successors.length) {
      const larger = new Int32Array(Math.max(row + 1, this.length * 2)).fill(
        -1,
      );
      larger.set(this.successors);
      this.successors = larger;
    }
    this.successors[row] = next;
  }

  /** Offset behind the name of frame `row` where it stands at `buf[at]`; -1 where it doesn't. */
  nameEndsAt(row: number, buf: Uint8Array, at: number, limit: number): number {
    return this.interner.firstEndsAt(row, buf, at, limit);
  }

  /** The same for its `file:line`. */
  positionEndsAt(
    row: number,
    buf: Uint8Array,
    at: number,
    limit: number,
  ): number {
    return this.interner.secondEndsAt(row, buf, at, limit);
  }

  isInlined(row: number): boolean {
    return this.interner.tagOf(row) === INLINED;
  }

  /** Frame `index` without arguments. */
  at(index: number): StackFrame {
    const known = this.frames[index] as StackFrame | undefined;
    if (known !== undefined) return known;
    const frame: StackFrame = {
      func: this.interner.first(index),
      ...splitPosition(this.interner.second(index)),
      startLine: 0,
      args: "",
      isInlined: this.interner.tagOf(index) === INLINED,
    };
    this.frames[index] = frame;
    return frame;
  }

  get length(): number {
    return this.interner.count;
  }
}
