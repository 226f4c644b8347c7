import type { GoroutineState } from "./goroutine-header.ts";
import { GrowingColumn } from "./growing-columns.ts";

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
  /** Row of the state table: equal for goroutines whose wait reason and labels agree. */
  stateKey = 0;
  /** Rows of the frame table, leaf first. */
  readonly frames = new GrowingColumn((length) => new Int32Array(length));
  /** Argument words of each frame, each ended by "\n". */
  readonly args = new GrowingColumn((length) => new Uint8Array(length));
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
    this.frames.length = 0;
    this.args.length = 0;
    this.creatorFrame = -1;
    this.creatorId = -1;
    this.elidedAt = -1;
    this.elidedCount = 0;
    this.isCut = false;
    this.ancestors = [];
  }
}
