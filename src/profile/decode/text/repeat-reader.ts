/**
 * Reads what a dump has said before. Nine lines of ten of a large dump repeat the line that followed
 * the same line last time; one comparison with that line replaces the search for its end, the tests
 * for what it is, and its hash. Anything else is left to `DumpMachine.line`.
 */
import { ByteRange, bytesOf } from "./byte-range.ts";
import type { FrameTable } from "./frame-table.ts";
import type { OpenGoroutine } from "./open-goroutine.ts";
import { argsCloseAt, isInlinedArgs, suffixLineEnd } from "./stack-line.ts";
import type { StateTable } from "./state-table.ts";
import { Successors } from "./successors.ts";

const NEWLINE = 0x0a;
const TAB = 0x09;
const OPEN = 0x28;
const SPACE = 0x20;
const GOROUTINE = bytesOf("goroutine ");
const CREATED_BY = bytesOf("created by ");
const IN_GOROUTINE = bytesOf(" in goroutine ");

/** What a machine lets its repeat reader do. */
export interface RepeatTarget {
  readonly open: OpenGoroutine;
  readonly frames: FrameTable;
  readonly states: StateTable;
  /** Row of `states` of the open goroutine. */
  readonly stateRow: number;
  /** A goroutine is open, nothing is pending, no ancestors are being read. */
  readonly isRepeatable: boolean;
  /** The open goroutine saw its blank line. */
  readonly hasEnded: boolean;
  endRepeated(lastLine: number): void;
  beginRepeated(id: number, line: number): void;
}

/** See the file header. One per machine. */
export class RepeatReader {
  /** Frame after a frame. */
  private readonly callers = new Successors();
  /** Leaf frame after a row of the state table. */
  private readonly leaves = new Successors();
  /** Creator after a frame. */
  private readonly creators = new Successors();
  /** Lines read by the last `read`. */
  lineCount = 0;
  private readonly args = new ByteRange();
  private number = 0;

  constructor(private readonly target: RepeatTarget) {}

  learnFrame(row: number): void {
    const { open, stateRow } = this.target;
    const last = open.lastFrame;
    if (last < 0) this.leaves.set(stateRow, row);
    else this.callers.set(last, row);
  }

  learnCreator(row: number): void {
    const last = this.target.open.lastFrame;
    if (last >= 0) this.creators.set(last, row);
  }

  /**
   * Reads as many repeated lines as there are from `buf[start]` on; returns the offset behind them.
   * `buf[limit]` is a newline; `firstLine` is the number of the line at `start`.
   */
  read(
    buf: Uint8Array,
    start: number,
    limit: number,
    firstLine: number,
  ): number {
    const { target } = this;
    let at = start;
    let line = firstLine;
    while (at < limit && target.isRepeatable) {
      let next: number;
      if (target.hasEnded) {
        next = this.header(buf, at, limit);
        if (next < 0) break;
        target.beginRepeated(this.number, line);
        line += 1;
      } else if (buf[at] === NEWLINE) {
        target.endRepeated(line - 1);
        next = at + 1;
        line += 1;
      } else {
        next = this.frame(buf, at, limit);
        if (next < 0) next = this.creator(buf, at, limit);
        if (next < 0) break;
        line += 2;
      }
      at = next;
    }
    this.lineCount = line - firstLine;
    return at;
  }

  private frame(buf: Uint8Array, at: number, limit: number): number {
    const { open, frames, stateRow } = this.target;
    const last = open.lastFrame;
    const row = last < 0 ? this.leaves.get(stateRow) : this.callers.get(last);
    if (row < 0) return -1;
    const paren = frames.nameEndsAt(row, buf, at, limit);
    if (paren < 0 || buf[paren] !== OPEN) return -1;
    const close = argsCloseAt(buf, paren + 1, limit);
    if (close < 0) return -1;
    const stop = frames.positionEndsAt(row, buf, close + 3, limit);
    if (stop < 0) return -1;
    const end = suffixLineEnd(buf, stop, limit);
    if (end < 0) return -1;
    const { args } = this;
    args.set(buf, paren + 1, close);
    if (isInlinedArgs(args) !== frames.isInlined(row)) return -1;
    open.addFrame(row, args);
    return end;
  }

  /** `created by F in goroutine N` and its position. */
  private creator(buf: Uint8Array, at: number, limit: number): number {
    const { open, frames } = this.target;
    const last = open.lastFrame;
    const row = last < 0 ? -1 : this.creators.get(last);
    if (row < 0 || open.creatorFrame >= 0) return -1;
    if (!standsAt(CREATED_BY, buf, at, limit)) return -1;
    let i = frames.nameEndsAt(row, buf, at + CREATED_BY.length, limit);
    if (i < 0) return -1;
    let creatorId = -1;
    if (standsAt(IN_GOROUTINE, buf, i, limit)) {
      i = this.digits(buf, i + IN_GOROUTINE.length);
      if (i < 0) return -1;
      creatorId = this.number;
    }
    if (buf[i] !== NEWLINE || i + 1 >= limit || buf[i + 1] !== TAB) return -1;
    const stop = frames.positionEndsAt(row, buf, i + 2, limit);
    if (stop < 0) return -1;
    const end = suffixLineEnd(buf, stop, limit);
    if (end < 0) return -1;
    open.creatorFrame = row;
    open.creatorId = creatorId;
    return end;
  }

  /** `goroutine N ` and the state of the goroutine before; sets `number`. */
  private header(buf: Uint8Array, at: number, limit: number): number {
    const { states, stateRow } = this.target;
    if (!standsAt(GOROUTINE, buf, at, limit)) return -1;
    const i = this.digits(buf, at + GOROUTINE.length);
    if (i < 0 || buf[i] !== SPACE) return -1;
    const end = states.endsAt(stateRow, buf, i + 1, limit);
    return end < 0 || buf[end] !== NEWLINE ? -1 : end + 1;
  }

  /** Reads a number into `number`; -1 where there is none. */
  private digits(buf: Uint8Array, at: number): number {
    let i = at;
    let value = 0;
    for (; buf[i] >= 0x30 && buf[i] <= 0x39; i += 1) {
      value = value * 10 + (buf[i] - 0x30);
    }
    this.number = value;
    return i === at ? -1 : i;
  }
}

function standsAt(
  pattern: Uint8Array,
  buf: Uint8Array,
  at: number,
  limit: number,
): boolean {
  if (at + pattern.length > limit) return false;
  for (let i = 0; i < pattern.length; i += 1) {
    if (buf[at + i] !== pattern[i]) return false;
  }
  return true;
}
