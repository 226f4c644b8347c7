/**
 * Bytes of a dump or of a log with dumps in it, chunk by chunk, to snapshots.
 *
 * Lines go to one `DumpMachine` for each source of lines: the plain one, and one for each log
 * prefix or JSON stream met. A plain dump never leaves the first branch of `routeLine`.
 */
import type { GoroutineSnapshot } from "../../goroutines/goroutine-snapshot.ts";
import { decodeUtf8, encodeUtf8 } from "../../utf8.ts";
import { ByteRange } from "./byte-range.ts";
import { CountProfileMachine } from "./count-profile-machine.ts";
import { DumpMachine } from "./dump-machine.ts";
import { findHeader, foreignMeaning } from "./foreign-line.ts";
import { unwrapJsonLine } from "./json-log.ts";
import { PrefixMatcher, prefixTime } from "./log-prefix.ts";
import { ReadContext } from "./read-context.ts";

/** net/http/pprof caps debug=2 here (runtime/pprof: writeGoroutineStacks doubles up to 64 MB). */
export const DEBUG2_LIMIT_BYTES = 64 << 20;

const NEWLINE = 0x0a;
const RETURN = 0x0d;
const SPACE = 0x20;
const BRACE = 0x7b;
const MAX_PREFIXES = 64;
/** Longest line that is read; a dump in one JSON value is not longer than a dump. */
const LINE_MAX_BYTES = 64 << 20;

interface Source {
  /** null: lines without prefix. */
  readonly matcher: PrefixMatcher | null;
  readonly dumps: DumpMachine;
  readonly counts: CountProfileMachine;
}

/** See the file header. `push` any chunks, then `finish` once. */
export class DumpReader {
  private readonly sources: Source[] = [];
  private readonly nested = new Map<string, DumpReader>();
  private active: Source;
  /** Parts of a line whose end has not come. */
  private carry: Uint8Array[] = [];
  private carryBytes = 0;
  private lineNumber = 0;
  private byteCount = 0;
  private readonly range = new ByteRange();

  /** `context` is given to readers of text taken out of another input. */
  constructor(private readonly context = new ReadContext()) {
    this.active = this.addSource(null);
  }

  /** Reads a chunk. It is not kept: its owner may reuse it. */
  push(chunk: Uint8Array): void {
    this.byteCount += chunk.length;
    let at = 0;
    if (this.carry.length > 0) {
      const newline = chunk.indexOf(NEWLINE);
      if (newline < 0) {
        this.keepPart(chunk.slice());
        return;
      }
      this.keepPart(chunk.subarray(0, newline));
      this.carriedLine();
      at = newline + 1;
    }
    const { length } = chunk;
    const limit = chunk.lastIndexOf(NEWLINE);
    for (;;) {
      if (this.sources.length === 1) {
        at = this.repeatedLines(chunk, at, limit);
      }
      let end = at;
      while (end < length && chunk[end] !== NEWLINE) end += 1;
      if (end === length) break;
      this.lineNumber += 1;
      this.oneLine(chunk, at, end);
      at = end + 1;
    }
    if (at < length) this.keepPart(chunk.slice(at));
    for (const { dumps } of this.sources) dumps.detach();
  }

  /** Offset behind the lines that repeat what the dump said before. */
  private repeatedLines(
    chunk: Uint8Array,
    start: number,
    limit: number,
  ): number {
    const { dumps } = this.active;
    const { repeats } = dumps;
    const end = repeats.read(chunk, start, limit, this.lineNumber + 1);
    this.lineNumber += repeats.lineCount;
    dumps.readUpTo(this.lineNumber);
    return end;
  }

  /** Reads one whole line that stands at `line` of the input: text taken out of a JSON log. */
  private pushLine(range: ByteRange, line: number): void {
    this.lineNumber = line;
    this.oneLine(range.buf, range.start, range.end);
  }

  /** Ends the input and returns all snapshots, by their first line. */
  finish(): GoroutineSnapshot[] {
    const snapshots = this.finishSources();
    const { goleak } = this.context;
    if (goleak.goroutineCount > 0) snapshots.push(goleak.build());
    return snapshots.sort((a, b) => a.firstLine - b.firstLine);
  }

  private finishSources(): GoroutineSnapshot[] {
    const atLimit = this.byteCount === DEBUG2_LIMIT_BYTES;
    let isCut = false;
    if (this.carry.length > 0) isCut = !this.carriedLine();
    const snapshots: GoroutineSnapshot[] = [];
    for (const source of this.sources) {
      const isLastSource = source === this.active;
      source.dumps.finish(
        isLastSource && (atLimit || (isCut && source.dumps.isInside)),
        isLastSource ? this.lineNumber : 0,
      );
      snapshots.push(...source.dumps.snapshots, ...source.counts.finish());
    }
    for (const reader of this.nested.values()) {
      snapshots.push(...reader.finishSources());
    }
    return snapshots;
  }

  private keepPart(part: Uint8Array): void {
    // The rest of a line without end is let go: it is no line of a dump.
    if (this.carryBytes > LINE_MAX_BYTES) return;
    this.carry.push(part);
    this.carryBytes += part.length;
  }

  private carriedLine(): boolean {
    const line =
      this.carry.length === 1
        ? this.carry[0]
        : concat(this.carry, this.carryBytes);
    this.carry = [];
    this.carryBytes = 0;
    this.lineNumber += 1;
    return this.oneLine(line, 0, line.length);
  }

  /** About how much the reader keeps, for a memory budget. */
  get memoryBytes(): number {
    let bytes = this.carryBytes + this.context.memoryBytes;
    for (const { dumps } of this.sources) bytes += dumps.memoryBytes;
    for (const reader of this.nested.values()) bytes += reader.ownBytes;
    return bytes;
  }

  private get ownBytes(): number {
    return this.memoryBytes - this.context.memoryBytes;
  }

  private addSource(matcher: PrefixMatcher | null): Source {
    const source: Source = {
      matcher,
      dumps: new DumpMachine(this.context),
      counts: new CountProfileMachine(),
    };
    this.sources.push(source);
    return source;
  }

  /** False where the line is not understood. */
  private oneLine(buf: Uint8Array, start: number, lineEnd: number): boolean {
    let end = lineEnd;
    while (end > start && (buf[end - 1] === RETURN || buf[end - 1] === SPACE)) {
      end -= 1;
    }
    const { range } = this;
    range.set(buf, start, end);
    if (this.sources.length > 1) this.stripPrefix(range);
    const { active } = this;
    if (active.counts.isInside && active.counts.line(range, this.lineNumber)) {
      return true;
    }
    if (active.dumps.line(range, this.lineNumber)) return true;
    if (buf[start] === BRACE && this.jsonLine(range)) return true;
    return this.foreignLine(range);
  }

  /** Makes the source of the line active and `range` the line without its prefix. */
  private stripPrefix(range: ByteRange): void {
    const { active } = this;
    let at = active.matcher === null ? -1 : active.matcher.match(range);
    if (at < 0) {
      for (const source of this.sources) {
        if (source.matcher === null || source === active) continue;
        at = source.matcher.match(range);
        if (at < 0) continue;
        this.active = source;
        break;
      }
    }
    if (at < 0) return;
    const { buf, start, end } = range;
    const stop = Math.min(at, end);
    this.context.clock = () => prefixTime(decodeUtf8(buf, start, stop));
    range.set(buf, stop, end);
  }

  private foreignLine(range: ByteRange): boolean {
    const { active } = this;
    const header = findHeader(range);
    if (header > range.start) return this.prefixedHeader(range, header);
    const meaning = foreignMeaning(range);
    switch (meaning.kind) {
      case "count-profile":
        if (meaning.prefixLength > 0) {
          this.switchSource(range, range.start + meaning.prefixLength);
        }
        this.active.dumps.boundary(false);
        this.active.counts.begin(meaning, this.lineNumber);
        break;
      case "escaped-trace":
        this.pushLines("entry", encodeUtf8(meaning.text), () => null);
        break;
      case "boundary":
        active.dumps.boundary(meaning.isGoleak);
        break;
      case "crash-sequel":
        active.dumps.crashSequel();
        break;
      case "none":
        active.dumps.foreign(range, this.lineNumber);
        break;
    }
    return meaning.kind !== "none";
  }

  /** The first header of a source not seen before. */
  private prefixedHeader(range: ByteRange, header: number): boolean {
    return (
      this.switchSource(range, header) &&
      this.active.dumps.line(range, this.lineNumber)
    );
  }

  /** Makes the source whose prefix is `range` up to `header` active, and cuts it off `range`. */
  private switchSource(range: ByteRange, header: number): boolean {
    const { buf, start, end } = range;
    const prefix = new ByteRange();
    prefix.set(buf.slice(start, header), 0, header - start);
    const matcher = new PrefixMatcher(prefix.buf, prefix.text);
    const known = this.sources.find(
      (source) => source.matcher?.pattern === matcher.pattern,
    );
    if (known === undefined && this.sources.length > MAX_PREFIXES) return false;
    this.active = known ?? this.addSource(matcher);
    this.context.clock = () => prefixTime(prefix.text);
    range.set(buf, header, end);
    return true;
  }

  private jsonLine(range: ByteRange): boolean {
    const unwrapped = unwrapJsonLine(range);
    if (unwrapped === null) return false;
    this.pushLines(unwrapped.stream, unwrapped.bytes, unwrapped.time);
    return true;
  }

  /** Lines taken out of an entry go to a reader of their own, one for each stream. */
  private pushLines(
    stream: string,
    bytes: Uint8Array,
    time: () => string | null,
  ): void {
    let reader = this.nested.get(stream);
    if (reader === undefined) {
      reader = new DumpReader(this.context);
      this.nested.set(stream, reader);
    }
    const { context } = this;
    context.clock = time;
    const line = new ByteRange();
    for (let at = 0; at < bytes.length;) {
      const newline = bytes.indexOf(NEWLINE, at);
      const end = newline < 0 ? bytes.length : newline;
      line.set(bytes, at, end);
      reader.pushLine(line, this.lineNumber);
      at = end + 1;
    }
    context.clock = () => null;
  }
}

function concat(parts: readonly Uint8Array[], length: number): Uint8Array {
  const whole = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
