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
} from "./goroutine-header.ts";
import { HeaderLine } from "./header-line.ts";
import { OpenGoroutine } from "./open-goroutine.ts";
import { RepeatReader, type RepeatTarget } from "./repeat-reader.ts";
import { SnapshotBuilder } from "./snapshot-builder.ts";
import {
  SUFFIX_OFFSET,
  SUFFIX_PC,
  argsOpenAt,
  decimalIn,
  isInlinedArgs,
  lastSuffix,
  positionEnd,
  skipBlanks,
} from "./stack-line.ts";
import { StateTable } from "./state-table.ts";

const CREATED_BY = bytesOf("created by ");
const IN_GOROUTINE = bytesOf(" in goroutine ");
const ORIGINATING = bytesOf("[originating from goroutine ");
const ELIDED = bytesOf(" elided...");
const STACK_UNAVAILABLE = bytesOf("goroutine running on other thread");
const NON_GO = bytesOf("non-Go function");

const TAB = 0x09;
const SPACE = 0x20;
const DOT = 0x2e;
const BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;

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
export class DumpMachine implements RepeatTarget {
  /** Snapshots that ended. */
  readonly snapshots: GoroutineSnapshot[] = [];
  /** Set for the next snapshot to begin: the time in its header's log prefix. */
  takenAt: string | null = null;
  private builder: SnapshotBuilder;
  readonly open = new OpenGoroutine();
  private isOpen = false;
  /** The open goroutine saw its blank line. */
  hasEnded = false;
  private foreignSinceEnd = 0;
  private pending = PENDING_NONE;
  private readonly name = new ByteRange();
  private readonly args = new ByteRange();
  private pendingCreatorId = -1;
  private pendingLine = 0;
  /** The pending line came before the goroutine's blank line. */
  private isPendingInside = false;
  private readonly position = new ByteRange();
  private readonly opening = new HeaderLine();
  /** Source of the snapshot whose first header comes next. */
  private nextSource: "debug2" | "goleak" = "debug2";
  private readonly scratch = new ByteRange();
  private readonly nothing = new ByteRange();
  readonly states = new StateTable();
  stateRow = 0;
  /** Reads ahead what the dump has said before. */
  readonly repeats = new RepeatReader(this);
  /** Last line of the input that was read into the open goroutine. */
  lastLine = 0;
  /** The next header belongs to another dump. */
  private isBoundary = false;
  /** GOTRACEBACK=crash: the threads' stacks of the same dump follow. */
  private isCrashSequel = false;

  constructor(readonly frames: FrameTable) {
    this.builder = new SnapshotBuilder(frames);
  }

  /** Whether a goroutine is open that has not seen its blank line. */
  get isInside(): boolean {
    return this.isOpen && !this.hasEnded;
  }

  get isRepeatable(): boolean {
    return (
      this.isOpen &&
      this.pending === PENDING_NONE &&
      this.open.ancestors.length === 0
    );
  }

  /** Opens a goroutine whose header says what the one before said. */
  beginRepeated(id: number, line: number): void {
    this.begin(id, line, this.nextSource);
    this.setState(this.stateRow);
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
    if (this.header(range, line)) return true;
    if (!this.isOpen) return false;
    return this.stackLine(range, line);
  }

  private blank(): boolean {
    if (this.isInside) this.end();
    return true;
  }

  /** `]` behind goleak's last goroutine. */
  private listEnd(): boolean {
    if (this.builder.source !== "goleak") return false;
    if (this.isInside) this.end();
    return true;
  }

  private end(): void {
    this.hasEnded = true;
    this.foreignSinceEnd = 0;
  }

  /** The blank line behind a goroutine; `lastLine` is the line before it. */
  endRepeated(lastLine: number): void {
    this.end();
    this.lastLine = lastLine;
  }

  private stackLine(range: ByteRange, line: number): boolean {
    const { buf, start, end } = range;
    const first = buf[start];
    if (first === 0x63 && bytesStartWith(range, CREATED_BY)) {
      this.creator(range, line);
      return true;
    }
    if (this.call(range, line)) return !this.hasEnded;
    if (first === DOT && this.elision(range)) return true;
    if (first === BRACKET && this.originating(range)) return true;
    if (first === CLOSE_BRACKET && end - start === 1) return this.listEnd();
    if (!this.hasEnded && bytesStartWith(range, NON_GO)) {
      this.addFrame(range, this.nothing, this.nothing);
      return true;
    }
    if (this.pending !== PENDING_NONE && this.bareposition(range, line)) {
      return true;
    }
    return false;
  }

  /** `main.f(0x1)` */
  private call(range: ByteRange, line: number): boolean {
    const open = argsOpenAt(range);
    if (open < 0) return false;
    // The creator ends a stack; only ancestors come after it.
    const { creatorFrame, ancestors } = this.open;
    if (creatorFrame >= 0 && ancestors.length === 0) return false;
    const { buf, start, end } = range;
    if (this.isLikelierThan(buf, start, open)) return false;
    this.setPending(PENDING_CALL, line);
    this.name.set(buf, start, open);
    this.args.set(buf, open + 1, end - 1);
    return true;
  }

  /**
   * Whether what is pending is rather code than the name at `[start, end)`: a creator always is, and
   * a log line `done()` must not take the place of a call, since Go's names have a dot.
   */
  private isLikelierThan(buf: Uint8Array, start: number, end: number): boolean {
    if (this.pending === PENDING_CREATOR) return true;
    if (this.pending !== PENDING_CALL) return false;
    const hasDot = buf.subarray(start, end).includes(DOT);
    return !hasDot && this.name.text.includes(".");
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

  private setPending(kind: number, line: number): void {
    this.keepPending();
    this.pending = kind;
    this.pendingLine = line;
    this.isPendingInside = !this.hasEnded;
  }

  /** A call or creator whose position did not come is no frame: most likely a log line like one. */
  private keepPending(): void {
    const { pending, builder, name, args } = this;
    this.pending = PENDING_NONE;
    if (pending === PENDING_NONE || !this.isPendingInside) return;
    let { text } = name;
    if (pending === PENDING_CALL) text += `(${args.text})`;
    if (pending === PENDING_CREATOR) text = `created by ${text}${args.text}`;
    builder.addUnparsed(this.pendingLine, text);
  }

  private addFrame(
    name: ByteRange,
    position: ByteRange,
    args: ByteRange,
  ): void {
    const isInlined = isInlinedArgs(args);
    const frame = this.frames.intern(name, position, isInlined);
    const ancestor = this.open.ancestors.at(-1);
    if (ancestor !== undefined) {
      ancestor.frames.push(frame);
      return;
    }
    this.repeats.learnFrame(frame);
    this.open.addFrame(frame, args);
  }

  private addCreator(): void {
    const frame = this.frames.intern(this.name, this.position, false);
    const ancestor = this.open.ancestors.at(-1);
    if (ancestor !== undefined) {
      ancestor.creatorFrame = frame;
      return;
    }
    this.repeats.learnCreator(frame);
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
    this.setPending(PENDING_CREATOR, line);
    this.name.set(buf, start, stop);
    this.args.set(buf, stop, end);
    this.pendingCreatorId = id;
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
    this.keepPending();
    this.open.ancestors.push({ goroutineId, frames: [], creatorFrame: -1 });
    return true;
  }

  private header(range: ByteRange, line: number): boolean {
    const { opening } = this;
    if (opening.readTraceback(range)) {
      const row = this.states.intern(opening.state, parseGoroutineState);
      // goleak up to 1.2 repeats the traceback's own header below its line.
      const isRepeat =
        this.isOpen &&
        this.builder.source === "goleak" &&
        this.open.id === opening.id &&
        this.open.frameCount === 0;
      if (!isRepeat) this.begin(opening.id, line, this.nextSource);
      this.setState(row);
      return true;
    }
    if (!opening.readGoleak(range)) return false;
    const row = this.states.intern(opening.state, parseGoroutineStatus);
    this.begin(opening.id, line, "goleak");
    this.setState(row);
    return true;
  }

  private setState(row: number): void {
    this.stateRow = row;
    this.open.state = this.states.state(row);
    this.open.stateKey = this.states.groupKey(row);
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
    this.keepPending();
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
    if (this.pending === PENDING_CALL || this.pending === PENDING_CREATOR) {
      this.builder.addUnparsed(line, range.text);
      return;
    }
    this.setPending(PENDING_TEXT, line);
    this.name.set(range.buf, range.start, range.end);
    this.args.set(range.buf, range.end, range.end);
  }

  /** A line before the next header says that another dump begins (panic, SIGQUIT, a failed test). */
  boundary(isGoleak: boolean): void {
    this.commit();
    this.nextSource = isGoleak ? "goleak" : "debug2";
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
   * 64 MiB limit of net/http/pprof. `lastLine` is the number of the input's last line.
   */
  finish(isCut: boolean, lastLine: number): void {
    if (this.isInside) {
      const isLast =
        this.pendingLine === lastLine && this.name.text.includes(".");
      if (this.pending === PENDING_CALL && isLast) {
        this.addFrame(this.name, this.nothing, this.args);
        this.pending = PENDING_NONE;
        this.open.isCut = true;
      } else if (this.pending === PENDING_CREATOR) {
        this.position.set(this.name.buf, this.name.end, this.name.end);
        this.addCreator();
        this.pending = PENDING_NONE;
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
