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

  intern(name: ByteRange, position: ByteRange, isInlined: boolean): number {
    return this.interner.intern(name, position, isInlined ? INLINED : 0);
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

  get memoryBytes(): number {
    return this.interner.memoryBytes;
  }
}
