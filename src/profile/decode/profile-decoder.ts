import { ByteBudget } from "#base/byte-budget.ts";
import { err, ok, type Result } from "#base/result.ts";
import type { Profile } from "../profile.ts";
import { isUtf8 } from "../utf8.ts";
import type { DecodeError, DecodeWarning } from "./decode-error.ts";
import { COLUMNS, STREAMS, Kernel } from "./kernel/kernel.ts";
import { KernelFailure } from "./kernel/kernel-failure.ts";
import { KernelOutput } from "./kernel/kernel-output.ts";
import { ColumnMemory, type ReadProgress } from "./kernel/output-columns.ts";
import { ColumnReader, readProfile } from "./kernel/read-profile.ts";

/** A profile and what was odd about its file. */
export interface DecodedProfile {
  readonly profile: Profile;
  readonly warnings: readonly DecodeWarning[];
}

/** How a profile is decoded. All parts are optional. */
export interface DecodeOptions {
  /** Asked before memory grows; what the profile's columns take stays booked. Default: no limit. */
  readonly budget?: ByteBudget;
  /** Polled every 256 KiB and between steps at the end. Default: never. */
  readonly isCancelled?: () => boolean;
  /** Columns in `SharedArrayBuffer`s, for crossing threads without a copy. Default false. */
  readonly shareMemory?: boolean;
  /**
   * How long the input will be, in decompressed bytes, as far as can be said now; it may be wrong. Columns
   * are made for it and need not be copied as they grow. Default: not known.
   */
  readonly expectedBytes?: () => number | undefined;
}

/** Input is handed to the kernel in pieces that stay in the processor's cache. */
const PIECE_BYTES = 256 * 1024;
/** Distinct stacks worked on between two looks at the cancel flag. */
const STACKS_PER_STEP = 1024;

/**
 * Decodes an uncompressed pprof protobuf (profile.proto) that comes in chunks. Accepts what pprof's
 * `Parse` accepts and refuses what it refuses (rules W3-W8), but for profiles without sample types,
 * which pprof reads and then can't use. The file never lies in memory whole: what is kept are its
 * tables and one copy of each distinct stack.
 *
 * ```
 *   push(chunk)*  finish()      after an error, or after finish, nothing may be called
 * ```
 */
export class ProfileDecoder {
  private readonly columnMemory: ColumnMemory;
  private readonly output: KernelOutput;
  private readonly kernel: Kernel;
  /** Bytes of a field whose rest has not come yet, at the start of the kernel's input. */
  private carriedBytes = 0;
  /** Offset in the file of the next byte the kernel has not decoded. */
  private offset = 0;

  constructor(private readonly options: DecodeOptions = {}) {
    const budget = options.budget ?? new ByteBudget(Infinity);
    this.columnMemory = new ColumnMemory(budget, options.shareMemory === true);
    this.output = new KernelOutput(this.columnMemory, () => this.progress());
    this.kernel = new Kernel(budget, (outlet, block) => {
      this.output.take(this.kernel, outlet, block);
    });
  }

  /** Takes the next bytes; they are copied. */
  push(chunk: Uint8Array): Result<void, DecodeError> {
    return this.guarded(() => {
      for (let at = 0; at < chunk.length; at += PIECE_BYTES) {
        this.pushPiece(chunk.subarray(at, at + PIECE_BYTES));
      }
    });
  }

  /** The profile, after the last chunk. */
  finish(): Result<DecodedProfile, DecodeError> {
    if (this.offset + this.carriedBytes === 0) {
      this.kernel.close();
      return err({ code: "no-data" });
    }
    const decoded = this.guarded(() => {
      this.decode(this.carriedBytes, true);
      this.linkStacks();
      const reader = new ColumnReader(
        this.kernel,
        this.output,
        this.columnMemory,
      );
      const profile = readProfile(reader);
      return { profile, warnings: this.warnings(profile) };
    });
    if (decoded.ok) this.kernel.close();
    return decoded;
  }

  private pushPiece(piece: Uint8Array): void {
    this.throwIfCancelled();
    const length = this.carriedBytes + piece.length;
    const address = this.kernel.exports.inputFor(length, this.carriedBytes);
    this.kernel.bytes.set(piece, address + this.carriedBytes);
    this.decode(length, false);
  }

  /** Decodes what is whole of the first `length` bytes of input and moves the rest to the front. */
  private decode(length: number, isLast: boolean): void {
    const { exports } = this.kernel;
    const start = exports.inputFor(length, length);
    const end = start + length;
    const stop = exports.decode(start, end, this.offset, isLast ? 1 : 0);
    this.kernel.bytes.copyWithin(start, stop, end);
    this.carriedBytes = end - stop;
    this.offset += stop - start;
  }

  /** Everything that has to wait for the last byte, in steps that can be cancelled. */
  private linkStacks(): void {
    const { kernel } = this;
    const { exports } = kernel;
    exports.linkTables();
    exports.startStacks();
    do this.throwIfCancelled();
    while (exports.sortStacks(STACKS_PER_STEP) !== 0);
    exports.startNodes();
    do this.throwIfCancelled();
    while (exports.makeNodes(STACKS_PER_STEP) !== 0);
    const { length } = kernel.stream(STREAMS.sampleStack);
    for (let block = 0; block < length; block += 1) exports.placeSamples(block);
  }

  private progress(): ReadProgress {
    const expected = this.options.expectedBytes?.();
    return {
      sampleBytes: this.kernel.exports.sampleByteCount(),
      bytesLeft:
        expected === undefined
          ? undefined
          : Math.max(expected - this.offset, 0),
    };
  }

  private warnings(profile: Profile): DecodeWarning[] {
    const warnings: DecodeWarning[] = [];
    const add = (code: DecodeWarning["code"], count: number): void => {
      if (count > 0) warnings.push({ code, count });
    };
    add("invalid-utf8", this.countInvalidStrings(profile));
    add("unknown-fields", this.kernel.exports.unknown());
    return warnings;
  }

  private countInvalidStrings({ strings }: Profile): number {
    const { start, end } = this.kernel.column(COLUMNS.nonAscii);
    const { bytes, offsets } = strings.columns;
    let count = 0;
    for (const index of this.kernel.words(start, (end - start) / 4)) {
      if (!isUtf8(bytes, offsets[index], offsets[index + 1])) count += 1;
    }
    return count;
  }

  private throwIfCancelled(): void {
    if (this.options.isCancelled?.() === true) {
      throw new KernelFailure({ code: "cancelled" });
    }
  }

  private guarded<T>(work: () => T): Result<T, DecodeError> {
    try {
      return ok(work());
    } catch (error) {
      this.kernel.close();
      this.columnMemory.releaseAll();
      if (!(error instanceof KernelFailure)) throw error;
      return err(error.decodeError);
    }
  }
}
