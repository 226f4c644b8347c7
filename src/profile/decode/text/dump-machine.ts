/**
 * Reads the lines of tracebacks (debug=2, panics, SIGQUIT, goleak) into snapshots. It sees one
 * line at a time, already free of log prefixes, and says whether it understood it.
 *
 * ```
 *   goroutine 18 [chan send, 5 minutes]:      header: opens a goroutine
 *   main.(*relay).forward(0xc000012120)       call: pending until its position comes
 *   \t/src/relay/main.go:42 +0x1d             position: call + position = frame
 *   created by main.start in goroutine 1      creator: pending, too
 *   \t/src/relay/main.go:17 +0x8f
 *                                             blank: the goroutine has ended
 * ```
 * Log lines that fall between these lines are foreign: a call waits for its position across them, and
 * a goroutine ended by a stray blank line goes on when a call with a position follows. So a frame
 * needs both of its lines, and a log line that looks like a call is no frame.
 */
import type { GoroutineSnapshot } from "../../goroutines/goroutine-snapshot.ts";
import { ByteInterner } from "./byte-interner.ts";
import {
  ByteRange,
  bytesEndAt,
  bytesOf,
  bytesStartWith,
} from "./byte-range.ts";
import type { FrameTable } from "./frame-table.ts";
import {
  parseGoroutineState,
  parseGoroutineStatus,
  type GoroutineState,
} from "./goroutine-header.ts";
import { grown } from "./grown.ts";
import { OpenGoroutine } from "./open-goroutine.ts";
import { SnapshotBuilder } from "./snapshot-builder.ts";
import {
  SUFFIX_OFFSET,
  SUFFIX_PC,
  argsCloseAt,
  argsOpenAt,
  decimalIn,
  lastSuffix,
  positionEnd,
  skipBlanks,
  suffixLineEnd,
} from "./stack-line.ts";

const GOROUTINE = bytesOf("goroutine ");
const GOLEAK = bytesOf("Goroutine ");
const CREATED_BY = bytesOf("created by ");
const IN_GOROUTINE = bytesOf(" in goroutine ");
const ORIGINATING = bytesOf("[originating from goroutine ");
const ELIDED = bytesOf(" elided...");
const STACK_UNAVAILABLE = bytesOf("goroutine running on other thread");
const NON_GO = bytesOf("non-Go function");

const TAB = 0x09;
const SPACE = 0x20;
const COLON = 0x3a;
const BRACKET = 0x5b;

/** What the last call-like line was. */
const PENDING_NONE = 0;
const PENDING_CALL = 1;
const PENDING_CREATOR = 2;
/** Any other text: the name of a C frame when `\tfile:line pc=0x…` follows. */
const PENDING_TEXT = 3;

/** After how many foreign lines behind its end a goroutine is no longer waited for. */
const RESUME_MAX_LINES = 64;

/**
 *
 */
export class DumpMachine {
  /** Snapshots that ended. */
  readonly snapshots: GoroutineSnapshot[] = [];
  /** Set for the next snapshot to begin: the time in its header's log prefix. */
  takenAt: string | null = null;
  private builder: SnapshotBuilder;
  private readonly open = new OpenGoroutine();
  private isOpen = false;
  /** The open goroutine saw its blank line. */
  private hasEnded = false;
  private foreignSinceEnd = 0;
  private pending = PENDING_NONE;
  private readonly name = new ByteRange();
  private readonly args = new ByteRange();
  private pendingCreatorId = -1;
  private readonly position = new ByteRange();
  private readonly scratch = new ByteRange();
  private readonly nothing = new ByteRange();
  private readonly states = new ByteInterner();
  private readonly stateByRow: GoroutineState[] = [];
  private readonly stateKeyByRow: number[] = [];
  private readonly stateKeys = new Map<string, number>();
  /** Row of `states` of the open goroutine. */
  private stateIndex = 0;
  /** For each row of `states`: the leaf frame seen last under it. */
  private firstFrames = new Int32Array(64).fill(-1);
  /** Last line of the input that was read into the open goroutine. */
  lastLine = 0;
  /** The next header belongs to another dump. */
  private isBoundary = false;
  /** GOTRACEBACK=crash: the threads' stacks of the same dump follow. */
  private isCrashSequel = false;

  constructor(private readonly frames: FrameTable) {
    this.builder = new SnapshotBuilder(frames);
  }

  /** Whether a goroutine is open that has not seen its blank line. */
  get isInside(): boolean {
    return this.isOpen && !this.hasEnded;
  }

  /** Whether a call, creator or goroutine waits for further lines. */
  get hasOpen(): boolean {
    return this.isOpen;
  }

  /**
   * Takes a line; false when it is no part of a traceback (then see `foreign`). The buffer may be
   * kept until `detach` is called.
   */
  line(range: ByteRange, line: number): boolean {
    const { buf, start, end } = range;
    if (start === end) return this.blank();
    const first = buf[start];
    if (this.isOpen && (first === TAB || first === SPACE)) {
      if (this.indented(range, line)) return true;
    }
    if (first === 0x67 && bytesStartWith(range, GOROUTINE)) {
      if (this.header(range, line)) return true;
    } else if (first === 0x47 || first === BRACKET || first === SPACE) {
      if (this.goleakHeader(range, line)) return true;
    }
    if (!this.isOpen) return false;
    return this.stackLine(range, line);
  }

  /**
   * Reads a call and its position when they are what followed the last frame before, and returns the
   * offset behind them; -1 leaves the two lines to `line`. Stacks repeat, so nine frames of ten need
   * one comparison and neither a search for the line's end nor a hash.
   */
  predicted(buf: Uint8Array, at: number, limit: number): number {
    if (!this.isInside || this.pending !== PENDING_NONE) return -1;
    const { frames, open } = this;
    if (open.ancestors.length > 0) return -1;
    const last = open.lastFrame;
    const row =
      last < 0 ? this.firstFrames[this.stateIndex] : frames.successor(last);
    if (row < 0) return -1;
    const paren = frames.nameEndsAt(row, buf, at, limit);
    if (paren < 0 || buf[paren] !== 0x28) return -1;
    const close = argsCloseAt(buf, paren + 1, limit);
    if (close < 0) return -1;
    const stop = frames.positionEndsAt(row, buf, close + 3, limit);
    if (stop < 0) return -1;
    const end = suffixLineEnd(buf, stop, limit);
    if (end < 0) return -1;
    this.args.set(buf, paren + 1, close);
    if (isEllipsis(this.args) !== frames.isInlined(row)) return -1;
    open.addFrame(row, this.args);
    return end;
  }

  private blank(): boolean {
    if (this.isOpen && !this.hasEnded) {
      this.hasEnded = true;
      this.foreignSinceEnd = 0;
    }
    return true;
  }

  private stackLine(range: ByteRange, line: number): boolean {
    const { buf, start, end } = range;
    const first = buf[start];
    if (first === 0x63 && bytesStartWith(range, CREATED_BY)) {
      this.creator(range, line);
      return true;
    }
    const open = argsOpenAt(range);
    if (open > 0) {
      this.pending = PENDING_CALL;
      this.name.set(buf, start, open);
      this.args.set(buf, open + 1, end - 1);
      return !this.hasEnded;
    }
    if (first === 0x2e && this.elision(range)) return true;
    if (first === BRACKET && this.originating(range)) return true;
    if (!this.hasEnded && bytesStartWith(range, NON_GO)) {
      this.addFrame(range, this.nothing, this.nothing);
      return true;
    }
    if (this.pending !== PENDING_NONE && this.bareposition(range, line)) {
      return true;
    }
    return false;
  }

  /** `\tfile:line …`, perhaps with the tab turned into blanks. */
  private indented(range: ByteRange, line: number): boolean {
    const { buf, end } = range;
    const start = skipBlanks(buf, range.start, end);
    const positionStop = positionEnd(buf, start, end);
    if (positionStop >= 0) {
      this.position.set(buf, start, positionStop);
      return this.place(line);
    }
    this.scratch.set(buf, start, end);
    return !this.hasEnded && bytesStartWith(this.scratch, STACK_UNAVAILABLE);
  }

  /** A position whose tab got lost on the way: only with an offset behind it. */
  private bareposition(range: ByteRange, line: number): boolean {
    const stop = positionEnd(range.buf, range.start, range.end);
    if (stop < 0 || lastSuffix !== SUFFIX_OFFSET) return false;
    this.position.set(range.buf, range.start, stop);
    return this.place(line);
  }

  /** Joins `position` with what is pending; false when nothing waits for one. */
  private place(line: number): boolean {
    const pending = this.pending;
    if (pending === PENDING_NONE) return false;
    if (pending === PENDING_TEXT && lastSuffix !== SUFFIX_PC) return false;
    if (this.hasEnded) {
      if (this.open.creatorFrame >= 0) return false;
      this.hasEnded = false;
    }
    this.pending = PENDING_NONE;
    this.lastLine = line;
    if (pending === PENDING_CREATOR) this.addCreator();
    else this.addFrame(this.name, this.position, this.args);
    return true;
  }

  private addFrame(
    name: ByteRange,
    position: ByteRange,
    args: ByteRange,
  ): void {
    const isInlined = isEllipsis(args);
    const frame = this.frames.intern(name, position, isInlined);
    const ancestor = this.open.ancestors.at(-1);
    if (ancestor !== undefined) {
      ancestor.frames.push(frame);
      return;
    }
    const last = this.open.lastFrame;
    if (last < 0) this.firstFrames[this.stateIndex] = frame;
    else this.frames.setSuccessor(last, frame);
    this.open.addFrame(frame, args);
  }

  private addCreator(): void {
    const frame = this.frames.intern(this.name, this.position, false);
    const ancestor = this.open.ancestors.at(-1);
    if (ancestor !== undefined) {
      ancestor.creatorFrame = frame;
      return;
    }
    this.open.creatorFrame = frame;
    this.open.creatorId = this.pendingCreatorId;
  }

  /** `created by F in goroutine N`. */
  private creator(range: ByteRange, line: number): void {
    const { buf, end } = range;
    const start = range.start + CREATED_BY.length;
    let stop = end;
    let id = -1;
    let k = end;
    while (k > start && buf[k - 1] >= 0x30 && buf[k - 1] <= 0x39) k -= 1;
    if (k < end && bytesEndAt(range, IN_GOROUTINE, k)) {
      id = decimalIn(buf, k, end);
      stop = k - IN_GOROUTINE.length;
    }
    this.name.set(buf, start, stop);
    this.pendingCreatorId = id;
    this.pending = PENDING_CREATOR;
    if (!this.hasEnded) this.lastLine = line;
  }

  private elision(range: ByteRange): boolean {
    if (this.hasEnded || !bytesEndAt(range, ELIDED, range.end)) return false;
    const match = /^\.\.\.(?:(\d+)|additional) frames elided\.\.\.$/.exec(
      range.text,
    );
    if (match === null) return false;
    if (this.open.ancestors.length > 0) return true;
    this.open.elidedAt = this.open.frameCount;
    this.open.elidedCount = match[1] === undefined ? -1 : Number(match[1]);
    return true;
  }

  private originating(range: ByteRange): boolean {
    if (!bytesStartWith(range, ORIGINATING)) return false;
    const id = /^\[originating from goroutine (\d+)\]:$/.exec(range.text);
    if (id === null) return false;
    const goroutineId = Number(id[1]);
    if (this.open.ancestors.length === 0 && this.open.creatorId < 0) {
      this.open.creatorId = goroutineId;
    }
    this.open.ancestors.push({ goroutineId, frames: [], creatorFrame: -1 });
    this.pending = PENDING_NONE;
    return true;
  }

  /** `goroutine N …:` */
  private header(range: ByteRange, line: number): boolean {
    const { buf, start, end } = range;
    if (buf[end - 1] !== COLON) return false;
    let i = start + GOROUTINE.length;
    const digits = i;
    while (i < end && buf[i] >= 0x30 && buf[i] <= 0x39) i += 1;
    const id = decimalIn(buf, digits, i);
    if (id < 0 || (buf[i] !== SPACE && i !== end - 1)) return false;
    const after = Math.min(i + 1, end);
    let bracket = after;
    while (bracket < end && buf[bracket] !== BRACKET) bracket += 1;
    this.scratch.set(buf, bracket < end ? bracket : after, end);
    const row = this.stateRow(this.scratch, parseGoroutineState);
    const isRepeat =
      this.isOpen &&
      this.builder.source === "goleak" &&
      this.open.id === id &&
      this.open.frameCount === 0;
    if (!isRepeat)
      this.begin(id, line, this.isGoleakPreamble ? "goleak" : "debug2");
    this.setState(row);
    return true;
  }

  private isGoleakPreamble = false;

  /** `[Goroutine 19 in state chan receive, with main.f on top of the stack:` */
  private goleakHeader(range: ByteRange, line: number): boolean {
    const { buf, start, end } = range;
    const at = buf[start] === 0x47 ? start : start + 1;
    if (buf[end - 1] !== COLON || !bytesStartWith(range, GOLEAK, at)) {
      return false;
    }
    this.scratch.set(buf, at, end);
    const match =
      /^Goroutine (\d+) in state (.*), with (.*) on top of the stack:$/.exec(
        this.scratch.text,
      );
    if (match === null) return false;
    this.begin(Number(match[1]), line, "goleak");
    const status = bytesOf(match[2]);
    this.scratch.set(status, 0, status.length);
    this.setState(this.stateRow(this.scratch, parseGoroutineStatus));
    return true;
  }

  private stateRow(
    range: ByteRange,
    parse: (text: string) => GoroutineState,
  ): number {
    const row = this.states.intern(range, this.nothing, 0);
    if (row === this.stateByRow.length) {
      const state = parse(range.text);
      const key = JSON.stringify([state.waitReason, state.labels]);
      const known = this.stateKeys.get(key) ?? this.stateKeys.size + 1;
      this.stateKeys.set(key, known);
      if (row === this.firstFrames.length) {
        this.firstFrames = grown(
          this.firstFrames,
          new Int32Array(row * 2).fill(-1),
        );
      }
      this.stateByRow.push(state);
      this.stateKeyByRow.push(known);
    }
    return row;
  }

  private setState(row: number): void {
    this.stateIndex = row;
    this.open.state = this.stateByRow[row];
    this.open.stateKey = this.stateKeyByRow[row];
  }

  private begin(id: number, line: number, source: "debug2" | "goleak"): void {
    this.commit();
    if (this.isBoundary) this.endSnapshot();
    this.isBoundary = false;
    this.open.reset(id, line);
    this.isOpen = true;
    this.hasEnded = false;
    this.pending = PENDING_NONE;
    this.lastLine = line;
    if (this.builder.goroutineCount === 0) this.builder.source = source;
  }

  /** Puts the open goroutine into the snapshot it belongs to. */
  private commit(): void {
    if (!this.isOpen) return;
    this.isOpen = false;
    const { open, builder } = this;
    const isSequel = this.isCrashSequel && builder.hasId(open.id);
    if (isSequel) {
      if (open.id !== 0) {
        builder.addUnparsed(open.line, `goroutine ${open.id}: repeated`);
      }
      return;
    }
    if (this.beginsDump()) {
      const { source } = builder;
      this.endSnapshot();
      this.builder.source = source;
    }
    if (this.builder.goroutineCount === 0) {
      this.builder.takenAt = this.takenAt;
    }
    this.builder.add(open, this.lastLine);
  }

  /**
   * A goroutine can't be in one dump twice, and only the goroutine that writes the dump is running
   * with a stack: others that run are `stack unavailable`.
   */
  private beginsDump(): boolean {
    const { open, builder } = this;
    if (!builder.hasRealGoroutines) return false;
    if (builder.hasId(open.id)) return true;
    return (
      builder.source === "debug2" &&
      open.state?.waitReason === "running" &&
      open.frameCount > 0 &&
      !this.isCrashSequel
    );
  }

  private endSnapshot(): void {
    if (this.builder.goroutineCount > 0) {
      this.snapshots.push(this.builder.build());
    }
    this.builder = new SnapshotBuilder(this.frames);
    this.isCrashSequel = false;
  }

  /** Takes a line that `line` refused. Inside of a goroutine it is kept as unparsed. */
  foreign(range: ByteRange, line: number): void {
    if (!this.isOpen) return;
    if (this.hasEnded) {
      this.foreignSinceEnd += 1;
      if (this.foreignSinceEnd > RESUME_MAX_LINES) this.commit();
      return;
    }
    this.builder.addUnparsed(line, range.text);
    if (this.pending === PENDING_NONE || this.pending === PENDING_TEXT) {
      this.pending = PENDING_TEXT;
      this.name.set(range.buf, range.start, range.end);
      this.args.set(range.buf, range.end, range.end);
    }
  }

  /** A line before the next header says that another dump begins (panic, SIGQUIT, a failed test). */
  boundary(isGoleak: boolean): void {
    this.commit();
    this.isGoleakPreamble = isGoleak;
    if (!this.isCrashSequel) this.isBoundary = true;
  }

  /** `-----`: GOTRACEBACK=crash goes on with the next thread. */
  crashSequel(): void {
    this.commit();
    this.isCrashSequel = true;
  }

  /** Lets go of the caller's buffers. */
  detach(): void {
    if (this.pending === PENDING_NONE) return;
    this.name.detach();
    this.args.detach();
  }

  /**
   * Ends the input. `isCut`: it stopped within a line that could not be read (`rest`) or at the
   * 64 MiB limit of net/http/pprof.
   */
  finish(isCut: boolean): void {
    if (this.isOpen && !this.hasEnded) {
      if (this.pending === PENDING_CALL) {
        this.addFrame(this.name, this.nothing, this.args);
        this.open.isCut = true;
      } else if (isCut) {
        this.open.isCut = true;
      }
    }
    const cut = isCut || (this.isOpen && this.open.isCut);
    this.commit();
    this.builder.isTruncated = cut;
    this.endSnapshot();
  }
}

function isEllipsis(args: ByteRange): boolean {
  const { buf, start, end } = args;
  return (
    end - start === 3 &&
    buf[start] === 0x2e &&
    buf[start + 1] === 0x2e &&
    buf[start + 2] === 0x2e
  );
}
