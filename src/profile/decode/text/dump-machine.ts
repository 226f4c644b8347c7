/**
 * Reads the lines of tracebacks (debug=2, panics, SIGQUIT, goleak) into snapshots: headers open
 * goroutines, `StackReader` reads what is below them, and here it is decided which goroutines are of
 * one dump. It sees one line at a time, free of log prefixes, and says whether it understood it.
 */
import type { GoroutineSnapshot } from "../../goroutines/goroutine-snapshot.ts";
import type { ByteRange } from "./byte-range.ts";
import { isEpilogue } from "./foreign-line.ts";
import type { FrameTable } from "./frame-table.ts";
import {
  parseGoroutineState,
  parseGoroutineStatus,
} from "./goroutine-header.ts";
import { HeaderLine } from "./header-line.ts";
import type { OpenGoroutine } from "./open-goroutine.ts";
import type { ReadContext } from "./read-context.ts";
import { RepeatReader, type RepeatTarget } from "./repeat-reader.ts";
import { SnapshotBuilder } from "./snapshot-builder.ts";
import { StackReader, type StackListener } from "./stack-reader.ts";
import type { StateTable } from "./state-table.ts";

const CLOSE_BRACKET = 0x5d;

/** Leaf frames of the goroutine that writes a dump (runtime.Stack itself is hidden). */
const DUMP_WRITER =
  /^(?:runtime\/pprof\.|runtime\/debug\.(?:Print)?Stack$|panic$|runtime\.(?:Stack|throw|fatal|gopanic|sigpanic)\b)/;

/** After how many foreign lines behind its end a goroutine is no longer waited for. */
const RESUME_MAX_LINES = 64;

/** How much of a line that can't be read is kept. */
const TEXT_MAX_BYTES = 4096;

type DumpSource = "debug2" | "goleak";

/** See the file header. One for each source of lines. */
export class DumpMachine implements RepeatTarget, StackListener {
  /** Snapshots that ended. */
  readonly snapshots: GoroutineSnapshot[] = [];
  readonly open: OpenGoroutine;
  readonly frames: FrameTable;
  readonly states: StateTable;
  /** Row of `states` of the open goroutine. */
  stateRow = 0;
  /** Reads ahead what the dump has said before. */
  readonly repeats: RepeatReader;
  private builder: SnapshotBuilder;
  private readonly stack: StackReader;
  private readonly header = new HeaderLine();
  private isOpen = false;
  private openSource: DumpSource = "debug2";
  /** Source of the goroutines whose headers come next. */
  private nextSource: DumpSource = "debug2";
  private foreignSinceEnd = 0;
  /** The next header belongs to another dump. */
  private isBoundary = false;
  /** Other text came since the last goroutine; then when the open one was logged. */
  private hasForeign = false;
  private isAfterForeign = false;
  private openTakenAt: string | null = null;
  /** GOTRACEBACK=crash: the threads' stacks of the same dump follow. */
  private isCrashSequel = false;

  constructor(private readonly context: ReadContext) {
    this.frames = context.frames;
    this.states = context.states;
    this.builder = new SnapshotBuilder(context.frames);
    this.stack = new StackReader(context.frames, this);
    this.open = this.stack.open;
    this.repeats = new RepeatReader(this);
  }

  get hasEnded(): boolean {
    return this.stack.hasEnded;
  }

  /** Whether a goroutine is open whose stack may go on. */
  get isInside(): boolean {
    return this.isOpen && this.stack.isInside;
  }

  get isRepeatable(): boolean {
    return this.isOpen && this.stack.isPlain;
  }

  get memoryBytes(): number {
    let bytes = this.builder.memoryBytes;
    for (const { members } of this.snapshots) {
      bytes += members.length * 33 + members.args.length;
    }
    return bytes;
  }

  /** Opens a goroutine whose header says what the one before said. */
  beginRepeated(id: number, line: number): void {
    this.begin(id, line, this.nextSource);
    this.setState(this.stateRow);
  }

  /** The blank line behind a goroutine; `lastLine` is the line before it. */
  endRepeated(lastLine: number): void {
    this.end();
    this.stack.lastLine = lastLine;
  }

  /** The lines up to `line` were read ahead. */
  readUpTo(line: number): void {
    if (this.isOpen && !this.stack.hasEnded) this.stack.lastLine = line;
  }

  learnFrame(row: number): void {
    this.repeats.learnFrame(row);
  }

  learnCreator(row: number): void {
    this.repeats.learnCreator(row);
  }

  unparsed(line: number, text: string): void {
    const isGoleak = this.openSource === "goleak";
    const builder = isGoleak ? this.context.goleak : this.builder;
    builder.addUnparsed(line, text);
  }

  /**
   * Takes a line; false when it is no part of a traceback (then see `foreign`). The buffer may be
   * kept until `detach` is called.
   */
  line(range: ByteRange, line: number): boolean {
    const { buf, start, end } = range;
    if (start === end) return this.blank();
    if (this.headerLine(range, line)) return true;
    if (!this.isOpen) return false;
    if (end - start === 1 && buf[start] === CLOSE_BRACKET) {
      // goleak closes its list.
      return this.openSource === "goleak" && this.blank();
    }
    return this.stack.line(range, line);
  }

  /** Takes a line that `line` refused. Inside of a goroutine it is kept as unparsed. */
  foreign(range: ByteRange, line: number): void {
    if (range.length > TEXT_MAX_BYTES) {
      range.set(range.buf, range.start, range.start + TEXT_MAX_BYTES);
    }
    if (this.isInside) {
      if (isEpilogue(range)) this.end();
      else this.stack.text(range, line);
      return;
    }
    this.hasForeign = true;
    this.foreignSinceEnd += 1;
    if (this.foreignSinceEnd > RESUME_MAX_LINES) this.commit();
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
    this.stack.detach();
  }

  /**
   * Ends the input. `isCut`: it stopped within a line that could not be read or at the 64 MiB limit
   * of net/http/pprof. `lastLine` is the number of the input's last line.
   */
  finish(isCut: boolean, lastLine: number): void {
    if (this.isOpen) this.stack.endOfInput(isCut, lastLine);
    const isTruncated = isCut || (this.isOpen && this.open.isCut);
    this.commit();
    this.builder.isTruncated = isTruncated;
    this.endSnapshot();
  }

  private blank(): boolean {
    if (this.isOpen && !this.stack.hasEnded) this.end();
    return true;
  }

  private end(): void {
    this.stack.hasEnded = true;
    this.foreignSinceEnd = 0;
  }

  private headerLine(range: ByteRange, line: number): boolean {
    const { header, open } = this;
    if (header.readTraceback(range)) {
      const row = this.states.intern(header.state, parseGoroutineState);
      // goleak up to 1.2 repeats the traceback's own header below its line.
      const isRepeat =
        this.isOpen &&
        this.openSource === "goleak" &&
        open.id === header.id &&
        open.frameCount === 0;
      if (!isRepeat) this.begin(header.id, line, this.nextSource);
      this.setState(row);
      return true;
    }
    if (!header.readGoleak(range)) return false;
    const row = this.states.intern(header.state, parseGoroutineStatus);
    this.begin(header.id, line, "goleak");
    this.setState(row);
    return true;
  }

  private setState(row: number): void {
    this.stateRow = row;
    this.open.state = this.states.state(row);
    this.open.stateKey = this.states.groupKey(row);
  }

  private begin(id: number, line: number, source: DumpSource): void {
    this.commit();
    if (this.isBoundary) this.endSnapshot();
    this.isBoundary = false;
    this.stack.begin(id, line);
    this.isOpen = true;
    this.openSource = source;
    if (this.builder.goroutineCount === 0) {
      this.builder.takenAt = this.context.clock();
    } else if (this.hasForeign) {
      this.openTakenAt = this.context.clock();
    }
    this.isAfterForeign = this.hasForeign;
    this.hasForeign = false;
  }

  /** Puts the open goroutine into the snapshot it belongs to. */
  private commit(): void {
    if (!this.isOpen) return;
    this.stack.dropPending();
    this.isOpen = false;
    const { open } = this;
    const { lastLine } = this.stack;
    if (this.openSource === "goleak") {
      this.context.goleak.add(open, lastLine);
      return;
    }
    if (this.isCrashSequel) {
      if (open.id > 0 && this.builder.hasId(open.id)) {
        const text = `goroutine ${open.id}: repeated by GOTRACEBACK=crash`;
        this.builder.addUnparsed(open.line, text);
        return;
      }
    } else if (this.beginsDump()) {
      this.endSnapshot();
      this.builder.takenAt = this.openTakenAt;
    }
    this.builder.add(open, lastLine);
  }

  /**
   * A goroutine can't be in one dump twice. And the goroutine that writes a dump comes first and is
   * running: one that runs where a dump is written, or after other text, begins another dump.
   */
  private beginsDump(): boolean {
    const { open, builder } = this;
    if (!builder.hasRealGoroutines || open.id === 0) return false;
    if (builder.hasId(open.id)) return true;
    if (open.state?.waitReason !== "running" || open.frameCount === 0) {
      return false;
    }
    const leaf = this.frames.at(open.frames[0]).func;
    return this.isAfterForeign || DUMP_WRITER.test(leaf);
  }

  private endSnapshot(): void {
    if (this.builder.goroutineCount > 0) {
      this.snapshots.push(this.builder.build());
    }
    this.builder = new SnapshotBuilder(this.frames);
    this.isCrashSequel = false;
  }
}
