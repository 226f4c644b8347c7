/**
 * Reads the lines of one goroutine's stack below its header (runtime/traceback.go: traceback1):
 *
 * ```
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
import {
  ByteRange,
  bytesEndAt,
  bytesOf,
  bytesStartWith,
} from "./byte-range.ts";
import type { FrameTable } from "./frame-table.ts";
import { OpenGoroutine } from "./open-goroutine.ts";
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
const LOWER_C = 0x63;

/** What the last call-like line was. */
const PENDING_NONE = 0;
const PENDING_CALL = 1;
const PENDING_CREATOR = 2;
/** Any other text: the name of a C frame when `\tfile:line pc=0x…` follows. */
const PENDING_TEXT = 3;

/** Who is told of what the stack teaches and of text that is none of it. */
export interface StackListener {
  learnFrame(row: number): void;
  learnCreator(row: number): void;
  unparsed(line: number, text: string): void;
}

/** See the file header. One object reads goroutine after goroutine. */
export class StackReader {
  readonly open = new OpenGoroutine();
  /** The goroutine saw its blank line. */
  hasEnded = true;
  /** Last line of the input that was read into the goroutine. */
  lastLine = 0;
  private pending = PENDING_NONE;
  private pendingLine = 0;
  private pendingCreatorId = -1;
  /** The pending line came before the goroutine's blank line. */
  private isPendingInside = false;
  private readonly name = new ByteRange();
  private readonly args = new ByteRange();
  private readonly position = new ByteRange();
  private readonly scratch = new ByteRange();
  private readonly nothing = new ByteRange();

  constructor(
    private readonly frames: FrameTable,
    private readonly listener: StackListener,
  ) {}

  /** Starts with goroutine `id`, whose header is at `line`. */
  begin(id: number, line: number): void {
    this.open.reset(id, line);
    this.hasEnded = false;
    this.pending = PENDING_NONE;
    this.lastLine = line;
  }

  /** No line waits for another, and the stack itself is being read, not an ancestor's. */
  get isPlain(): boolean {
    return this.pending === PENDING_NONE && this.open.ancestors.length === 0;
  }

  /** The stack may go on: no blank line yet, no creator. */
  get isInside(): boolean {
    return !this.hasEnded && !this.hasCreator;
  }

  /** The creator ends a stack; only ancestors come after it. */
  private get hasCreator(): boolean {
    const { creatorFrame, ancestors } = this.open;
    return creatorFrame >= 0 && ancestors.length === 0;
  }

  /** Takes a line that is not blank; false when it is no part of a stack. */
  line(range: ByteRange, line: number): boolean {
    const { buf, start } = range;
    const first = buf[start];
    if (first === TAB || first === SPACE) return this.indented(range, line);
    if (first === LOWER_C && bytesStartWith(range, CREATED_BY)) {
      this.creator(range, line);
      return true;
    }
    if (this.call(range, line)) return !this.hasEnded;
    if (first === DOT && this.elision(range)) return true;
    if (first === BRACKET && this.originating(range)) return true;
    if (!this.hasEnded && bytesStartWith(range, NON_GO)) {
      this.addFrame(range, this.nothing, this.nothing);
      return true;
    }
    return this.pending !== PENDING_NONE && this.bareposition(range, line);
  }

  /** Keeps text inside of the stack that `line` refused. */
  text(range: ByteRange, line: number): void {
    if (this.pending === PENDING_CALL || this.pending === PENDING_CREATOR) {
      this.listener.unparsed(line, range.text);
      return;
    }
    this.setPending(PENDING_TEXT, line);
    this.name.set(range.buf, range.start, range.end);
    this.args.set(range.buf, range.end, range.end);
  }

  /** What still waits is no frame: most likely a log line like one. Keeps it as unparsed. */
  dropPending(): void {
    const { pending, name, args } = this;
    this.pending = PENDING_NONE;
    if (pending === PENDING_NONE || !this.isPendingInside) return;
    let { text } = name;
    if (pending === PENDING_CALL) text += `(${args.text})`;
    if (pending === PENDING_CREATOR) text = `created by ${text}${args.text}`;
    this.listener.unparsed(this.pendingLine, text);
  }

  /**
   * The input ends at `lastLine`; `isCut`: within a line. A call or creator on the last line is kept
   * without its position.
   */
  endOfInput(isCut: boolean, lastLine: number): void {
    if (this.hasEnded) return;
    const isLastLine = this.pendingLine === lastLine;
    if (this.pending === PENDING_CREATOR && isLastLine) {
      this.pending = PENDING_NONE;
      this.addCreator(this.nothing);
    } else if (
      this.pending === PENDING_CALL &&
      isLastLine &&
      this.name.text.includes(".")
    ) {
      this.pending = PENDING_NONE;
      this.addFrame(this.name, this.nothing, this.args);
      this.open.isCut = true;
    } else if (isCut && this.isInside) {
      this.open.isCut = true;
    }
  }

  /** Lets go of the caller's buffers. */
  detach(): void {
    if (this.pending === PENDING_NONE) return;
    this.name.detach();
    this.args.detach();
  }

  /** `main.f(0x1)` */
  private call(range: ByteRange, line: number): boolean {
    const open = argsOpenAt(range);
    if (open < 0 || this.hasCreator) return false;
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
    const { pending } = this;
    if (pending === PENDING_NONE) return false;
    if (pending === PENDING_TEXT && lastSuffix !== SUFFIX_PC) return false;
    if (this.hasEnded) {
      if (this.hasCreator) return false;
      this.hasEnded = false;
    }
    this.pending = PENDING_NONE;
    this.lastLine = line;
    if (pending === PENDING_CREATOR) this.addCreator(this.position);
    else this.addFrame(this.name, this.position, this.args);
    return true;
  }

  private setPending(kind: number, line: number): void {
    this.dropPending();
    this.pending = kind;
    this.pendingLine = line;
    this.isPendingInside = !this.hasEnded;
  }

  private addFrame(
    name: ByteRange,
    position: ByteRange,
    args: ByteRange,
  ): void {
    const row = this.frames.intern(name, position, isInlinedArgs(args));
    const ancestor = this.open.ancestors.at(-1);
    if (ancestor !== undefined) {
      ancestor.frames.push(row);
      return;
    }
    this.listener.learnFrame(row);
    this.open.addFrame(row, args);
  }

  private addCreator(position: ByteRange): void {
    const row = this.frames.intern(this.name, position, false);
    const ancestor = this.open.ancestors.at(-1);
    if (ancestor !== undefined) {
      ancestor.creatorFrame = row;
      return;
    }
    this.listener.learnCreator(row);
    this.open.creatorFrame = row;
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

  /** GODEBUG=tracebackancestors: the stack on which the creator itself was created. */
  private originating(range: ByteRange): boolean {
    if (!bytesStartWith(range, ORIGINATING)) return false;
    const id = /^\[originating from goroutine (\d+)\]:$/.exec(range.text);
    if (id === null) return false;
    const { open } = this;
    const goroutineId = Number(id[1]);
    this.dropPending();
    // Before Go 1.21 only this names the creating goroutine.
    if (open.ancestors.length === 0 && open.creatorId < 0) {
      open.creatorId = goroutineId;
    }
    open.ancestors.push({ goroutineId, frames: [], creatorFrame: -1 });
    return true;
  }
}
