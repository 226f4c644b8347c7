import type { ByteRange } from "./byte-range.ts";
import type { GoroutineState } from "./goroutine-header.ts";
import { grown } from "./grown.ts";

/** One `[originating from goroutine N]:` block as read; frames are rows of the frame table. */
export interface OpenAncestor {
  readonly goroutineId: number;
  readonly frames: number[];
  creatorFrame: number;
}

/** The goroutine being read. One object is reused for all. */
export class OpenGoroutine {
  id = -1;
  line = 0;
  state: GoroutineState | null = null;
  /** Equal for goroutines whose wait reason and labels agree. */
  stateKey = 0;
  /** Rows of the frame table, leaf first; `frameCount` of them are used. */
  frames = new Int32Array(128);
  frameCount = 0;
  /** Argument words of each frame, each ended by "\n"; `argsLength` bytes are used. */
  args = new Uint8Array(1024);
  argsLength = 0;
  /** Row of the frame table; -1 for none. */
  creatorFrame = -1;
  creatorId = -1;
  /** Frame index before which frames were left out; -1 for none. */
  elidedAt = -1;
  /** How many; -1 where the input does not say. */
  elidedCount = 0;
  /** The input ended within the goroutine. */
  isCut = false;
  ancestors: OpenAncestor[] = [];

  reset(id: number, line: number): void {
    this.id = id;
    this.line = line;
    this.state = null;
    this.stateKey = 0;
    this.frameCount = 0;
    this.argsLength = 0;
    this.creatorFrame = -1;
    this.creatorId = -1;
    this.elidedAt = -1;
    this.elidedCount = 0;
    this.isCut = false;
    if (this.ancestors.length > 0) this.ancestors = [];
  }

  /** Appends a frame with its argument words. */
  addFrame(row: number, args: ByteRange): void {
    if (this.frameCount === this.frames.length) {
      this.frames = grown(this.frames, new Int32Array(this.frameCount * 2));
    }
    this.frames[this.frameCount] = row;
    this.frameCount += 1;
    const { buf, start, end } = args;
    const needed = this.argsLength + (end - start) + 1;
    if (needed > this.args.length) {
      this.args = grown(this.args, new Uint8Array(needed * 2));
    }
    const { args: to } = this;
    let at = this.argsLength;
    for (let i = start; i < end; i += 1) to[at++] = buf[i];
    to[at] = 0x0a;
    this.argsLength = at + 1;
  }

  /** Row of the frame added last; -1 where there is none. */
  get lastFrame(): number {
    return this.frameCount === 0 ? -1 : this.frames[this.frameCount - 1];
  }
}
