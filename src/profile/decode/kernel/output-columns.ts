/**
 * Columns that grow while a profile is read. The kernel hands them on in small blocks, which are
 * still in the processor's cache then, so its memory stays small and no column is copied at the end.
 */
import type { ByteBudget } from "#base/byte-budget.ts";
import { KernelFailure } from "./kernel-failure.ts";

/** A typed array class the profile's columns are made of. */
export interface ColumnClass<T> {
  readonly BYTES_PER_ELEMENT: number;
  new (memory: ArrayBufferLike, byteOffset?: number, length?: number): T;
}

/** Memory of columns: booked before it is made, and given back together when decoding fails. */
export class ColumnMemory {
  private bookedBytes = 0;

  constructor(
    private readonly budget: ByteBudget,
    private readonly isShared: boolean,
  ) {}

  /** Room for `byteLength` bytes, all 0; `undefined` where the budget does not suffice. */
  tryAllocate(byteLength: number): ArrayBufferLike | undefined {
    if (!this.budget.reserve(byteLength).ok) return undefined;
    return this.make(byteLength);
  }

  /** As `tryAllocate`; throws `KernelFailure` where the budget does not suffice. */
  allocate(byteLength: number): ArrayBufferLike {
    const booked = this.budget.reserve(byteLength);
    if (!booked.ok) throw new KernelFailure(booked.error);
    return this.make(byteLength);
  }

  /** Says that `memory` is not used any more. */
  release(memory: ArrayBufferLike): void {
    this.budget.release(memory.byteLength);
    this.bookedBytes -= memory.byteLength;
  }

  releaseAll(): void {
    this.budget.release(this.bookedBytes);
    this.bookedBytes = 0;
  }

  private make(byteLength: number): ArrayBufferLike {
    this.bookedBytes += byteLength;
    return this.isShared
      ? new SharedArrayBuffer(byteLength)
      : new ArrayBuffer(byteLength);
  }
}

/** The least a column grows to. */
const FIRST_BYTES = 1 << 16;
/** Before so many bytes of samples are read, a column's share of them says little: it doubles. */
const TELLING_BYTES = 2 * 1024 * 1024;
/** Room beyond what is expected of a column, and the least it grows by. */
const MARGIN = 1.02;
const LEAST_GROWTH = 1.125;
/** A column of which more is unused in the end is copied into memory of its size. */
const LARGEST_UNUSED_SHARE = 0.25;

/** How far reading is. */
export interface ReadProgress {
  /** Bytes of samples so far. */
  readonly sampleBytes: number;
  /** Bytes of the input that come, samples and all else; `undefined` where nothing is known. */
  readonly bytesLeft: number | undefined;
}

/** One column of samples, appended to in blocks of whole elements. */
export class OutputColumn {
  private memory: ArrayBufferLike | undefined;
  private bytes: Uint8Array = new Uint8Array(0);
  private usedBytes = 0;
  /** When it grew last. */
  private grown = { usedBytes: 0, sampleBytes: 0 };

  constructor(
    private readonly columnMemory: ColumnMemory,
    private readonly progress: () => ReadProgress,
  ) {}

  append(block: Uint8Array): void {
    const needed = this.usedBytes + block.length;
    if (needed > this.bytes.length) this.grow(needed);
    this.bytes.set(block, this.usedBytes);
    this.usedBytes = needed;
  }

  /** What was appended so far, to be changed in place; valid until more is. */
  view<T>(Column: ColumnClass<T>): T {
    const length = this.usedBytes / Column.BYTES_PER_ELEMENT;
    return new Column(this.bytes.buffer, 0, length);
  }

  /** All that was appended. */
  finish<T>(Column: ColumnClass<T>): T {
    const { usedBytes } = this;
    const unused = this.bytes.length - usedBytes;
    if (this.memory === undefined || unused > usedBytes * LARGEST_UNUSED_SHARE)
      this.moveTo(this.columnMemory.allocate(usedBytes));
    return this.view(Column);
  }

  private grow(needed: number): void {
    const wanted = Math.max(
      Math.ceil(this.expected(needed) / 8) * 8,
      FIRST_BYTES,
    );
    const memory =
      this.columnMemory.tryAllocate(wanted) ??
      this.columnMemory.allocate(needed);
    this.moveTo(memory);
  }

  /**
   * What the column will need if only samples come that take as much of it as those since it last grew.
   * Too much where tables come, too: what is not touched costs nothing, growing once more a copy.
   */
  private expected(needed: number): number {
    const { sampleBytes, bytesLeft } = this.progress();
    const { grown } = this;
    this.grown = { usedBytes: needed, sampleBytes };
    if (bytesLeft === undefined || sampleBytes < TELLING_BYTES)
      return needed * 2;
    const share =
      (needed - grown.usedBytes) / Math.max(sampleBytes - grown.sampleBytes, 1);
    return Math.max(
      (needed + share * bytesLeft) * MARGIN,
      needed * LEAST_GROWTH,
    );
  }

  private moveTo(memory: ArrayBufferLike): void {
    const bytes = new Uint8Array(memory);
    bytes.set(this.bytes.subarray(0, this.usedBytes));
    if (this.memory !== undefined) this.columnMemory.release(this.memory);
    this.memory = memory;
    this.bytes = bytes;
  }
}
