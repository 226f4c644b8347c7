/**
 * The host of the decoder's WebAssembly kernel (tools/decoder-kernel): instantiates it, books its
 * memory and reads its columns. Why WebAssembly, with what it was measured against:
 * docs/performance.md, "decoder".
 */
import type { ByteBudget } from "#base/byte-budget.ts";
import { KERNEL_BASE64 } from "./kernel-bytes.ts";
import { decodeBase64 } from "./base64.ts";
import { KernelFailure, kernelFailure } from "./kernel-failure.ts";

/** Functions the kernel exports; see kernel.ts there. Addresses are byte offsets into `memory`. */
interface KernelExports {
  readonly memory: { readonly buffer: ArrayBuffer };
  start(seedA: bigint, seedB: bigint): void;
  inputFor(bytes: number, kept: number): number;
  decode(from: number, end: number, offset: number, isLast: number): number;
  linkTables(): void;
  startStacks(): void;
  sortStacks(count: number): number;
  startNodes(): void;
  makeNodes(count: number): number;
  placeSamples(block: number): void;
  valuesToFloats(start: number, end: number, sum: number): number;
  floatsToValues(start: number, end: number): void;
  columnsAt(): number;
  streamsAt(): number;
  outletsAt(): number;
  headerAt(): number;
  samples(): number;
  sampleByteCount(): number;
  values(): number;
  nodes(): number;
  unknown(): number;
  periodType(): bigint;
  periodUnit(): bigint;
}

/** As much of the WebAssembly API as is used: platform-less TypeScript does not know it. */
interface WebAssemblyApi {
  readonly Module: new (bytes: Uint8Array<ArrayBuffer>) => object;
  readonly Instance: new (
    module: object,
    imports: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
  ) => { readonly exports: unknown };
}

/** Columns by their numbers in tools/decoder-kernel/assembly/columns.ts. */
export const COLUMNS = {
  sampleTypeType: 0,
  sampleTypeUnit: 1,
  comments: 2,
  mappingId: 3,
  mappingStart: 4,
  mappingLimit: 5,
  mappingOffset: 6,
  mappingFile: 7,
  mappingBuildId: 8,
  mappingFlags: 9,
  functionId: 11,
  functionName: 12,
  functionSystemName: 13,
  functionFile: 14,
  functionStartLine: 15,
  locationId: 17,
  locationMapping: 18,
  locationAddress: 19,
  locationLineStart: 20,
  locationIsFolded: 21,
  lineFunction: 23,
  lineLine: 24,
  lineColumn: 25,
  stringBytes: 26,
  stringEnd: 27,
  labelRow: 28,
  nonAscii: 34,
} as const;

/** Streams by their numbers there. */
export const STREAMS = {
  sampleStack: 0,
  nodeParent: 1,
  nodeLocation: 2,
} as const;

/** Outlets by their numbers there; values of sample type i are outlet `firstValue + i`. */
export const OUTLETS = {
  sampleLabelSet: 0,
  setStart: 1,
  setLabel: 2,
  firstValue: 3,
} as const;

/** WebAssembly memory has 32-bit addresses. */
const ADDRESSABLE_BYTES = 2 ** 32;

const COLUMN_BYTES = 12;
const STREAM_BYTES = 24;
const OUTLET_BYTES = 16;
/** log2 of the sizes of a stream's blocks: doubling from the first to the last. */
const FIRST_BLOCK_LOG = 12;
const LAST_BLOCK_LOG = 19;

let compiled: object | undefined;

function kernelModule(api: WebAssemblyApi): object {
  compiled ??= new api.Module(decodeBase64(KERNEL_BASE64));
  return compiled;
}

function randomSeed(): bigint {
  const half = (): bigint => BigInt(Math.floor(Math.random() * 2 ** 32));
  return (half() << 32n) | half();
}

/** A part of a stream or an outlet that lies in one piece: bytes `[start, end)` of the memory. */
export interface Block {
  readonly start: number;
  readonly end: number;
}

/** Takes what an outlet of the kernel holds; may throw `KernelFailure`, but not call the kernel's `decode`. */
export type Drain = (outlet: number, block: Block) => void;

/** One kernel instance: decodes one profile. Its memory is booked with `budget` until `close`. */
export class Kernel {
  readonly exports: KernelExports;
  private bookedBytes = 0;

  constructor(
    private readonly budget: ByteBudget,
    private readonly drain: Drain,
  ) {
    const api = (globalThis as unknown as { WebAssembly: WebAssemblyApi })
      .WebAssembly;
    const host = {
      book: (bytes: number, isNeeded: number): number =>
        this.book(bytes, isNeeded !== 0) ? 1 : 0,
      drain: (outlet: number, start: number, end: number): void => {
        drain(outlet, { start, end });
      },
      fail: (reason: number, offset: number, detail: bigint): never => {
        const limitBytes = Math.min(budget.limitBytes, ADDRESSABLE_BYTES);
        throw kernelFailure(reason, offset, detail, limitBytes);
      },
    };
    const instance = new api.Instance(kernelModule(api), { host });
    this.exports = instance.exports as KernelExports;
    this.exports.start(randomSeed(), randomSeed());
  }

  /** The memory as bytes; valid until the kernel is called again. */
  get bytes(): Uint8Array {
    return new Uint8Array(this.exports.memory.buffer);
  }

  /** Gives back what was booked. The kernel must not be used after. */
  close(): void {
    this.budget.release(this.bookedBytes);
    this.bookedBytes = 0;
  }

  /** Bytes `[start, end)` of a column. */
  column(index: number): Block {
    const words = this.words(
      this.exports.columnsAt() + index * COLUMN_BYTES,
      2,
    );
    return { start: words[0], end: words[1] };
  }

  /** Takes out what is left in an outlet; once, when all is read. */
  drainRest(outlet: number): void {
    const at = this.exports.outletsAt() + outlet * OUTLET_BYTES;
    const [start, end] = this.words(at, 2);
    if (end > start) this.drain(outlet, { start, end });
  }

  /** Blocks of a stream, in order. */
  stream(index: number): Block[] {
    const [cursor, , , directory, directoryEnd] = this.words(
      this.exports.streamsAt() + index * STREAM_BYTES,
      5,
    );
    const count = (directoryEnd - directory) / 4;
    return Array.from(this.words(directory, count), (start, i) => {
      const log = Math.min(FIRST_BLOCK_LOG + i, LAST_BLOCK_LOG);
      return { start, end: i === count - 1 ? cursor : start + 2 ** log };
    });
  }

  /** `count` u32 at `address`. */
  words(address: number, count: number): Uint32Array {
    return new Uint32Array(this.exports.memory.buffer, address, count);
  }

  /** Books memory before the kernel grows, or gives it back (less than 0); whether it may grow. */
  private book(bytes: number, isNeeded: boolean): boolean {
    const booked = this.budget.reserve(bytes);
    if (booked.ok) this.bookedBytes += bytes;
    else if (isNeeded) throw new KernelFailure(booked.error);
    return booked.ok;
  }
}
