/**
 * Walks the frames of a zstd stream (RFC 8878) without inflating them, so that a decoder is never
 * handed a frame that asks for more memory than its file explains: the window is allocated whole when
 * a frame begins, and 20 bytes can ask for 2 GB.
 *
 * ```
 *   [magic][header: window][block: 3 byte head, content]...[checksum]   [next frame]   [skippable]
 * ```
 */
import { err, ok, type Result } from "#base/result.ts";

/** Block_Maximum_Size of the RFC. */
const MAX_BLOCK_BYTES = 128 * 1024;
const MAGIC = 0xfd2fb528;
const SKIPPABLE_MAGIC = 0x184d2a50;
const RLE_BLOCK = 1;
const RESERVED_BLOCK = 3;
/** Largest header: magic, descriptor, window, dictionary id, content size. */
const MAX_HEADER_BYTES = 4 + 1 + 1 + 4 + 8;

/** Why a stream is not to be inflated. */
export type ZstdFault =
  | { readonly code: "window"; readonly windowBytes: number }
  | { readonly code: "corrupt" };

type State = "frame" | "skippable" | "block" | "end";

/** `push` is given all bytes in order, in pieces of any size. */
export class ZstdFrames {
  private state: State = "frame";
  /** Bytes of a head that has not come whole. */
  private readonly head = new Uint8Array(MAX_HEADER_BYTES);
  private headLength = 0;
  private headNeeded = 4;
  /** Bytes of content to pass over. */
  private skip = 0;
  private hasChecksum = false;

  constructor(private readonly maxWindowBytes: number) {}

  push(bytes: Uint8Array): Result<void, ZstdFault> {
    for (let at = 0; at < bytes.length;) {
      if (this.skip > 0) {
        const passed = Math.min(this.skip, bytes.length - at);
        this.skip -= passed;
        at += passed;
        continue;
      }
      this.head[this.headLength] = bytes[at];
      this.headLength += 1;
      at += 1;
      if (this.headLength < this.headNeeded) continue;
      const read = this.readHead();
      if (!read.ok) return read;
    }
    return ok(undefined);
  }

  private word(offset: number): number {
    return new DataView(this.head.buffer).getUint32(offset, true);
  }

  private next(state: State, headNeeded: number): Result<void, ZstdFault> {
    this.state = state;
    this.headLength = 0;
    this.headNeeded = headNeeded;
    return ok(undefined);
  }

  private readHead(): Result<void, ZstdFault> {
    switch (this.state) {
      case "frame":
        return this.readFrameHead();
      case "skippable":
        this.skip = this.word(4);
        return this.next("frame", 4);
      case "block":
        return this.readBlockHead();
      case "end":
        return this.next("frame", 4);
    }
  }

  private readFrameHead(): Result<void, ZstdFault> {
    const magic = this.word(0);
    if (magic >>> 4 === SKIPPABLE_MAGIC >>> 4) {
      this.state = "skippable";
      this.headNeeded = 8;
      return ok(undefined);
    }
    if (magic !== MAGIC) return err({ code: "corrupt" });
    if (this.headLength < 5) {
      this.headNeeded = 5;
      return ok(undefined);
    }
    const descriptor = this.head[4];
    const isSingle = (descriptor & 0x20) !== 0;
    const dictionaryBytes = [0, 1, 2, 4][descriptor & 3];
    const sizeFlag = descriptor >>> 6;
    const sizeBytes = sizeFlag === 0 ? (isSingle ? 1 : 0) : 1 << sizeFlag;
    const sizeAt = 5 + (isSingle ? 0 : 1) + dictionaryBytes;
    if (this.headLength < sizeAt + sizeBytes) {
      this.headNeeded = sizeAt + sizeBytes;
      return ok(undefined);
    }
    const windowBytes = isSingle
      ? this.contentBytes(sizeAt, sizeBytes)
      : windowOf(this.head[5]);
    if (windowBytes > this.maxWindowBytes) {
      return err({ code: "window", windowBytes });
    }
    this.hasChecksum = (descriptor & 4) !== 0;
    return this.next("block", 3);
  }

  /** Frame_Content_Size, which is the window of a frame in a single segment. */
  private contentBytes(offset: number, length: number): number {
    let size = 0;
    for (let i = length - 1; i >= 0; i -= 1) {
      size = size * 256 + this.head[offset + i];
    }
    return length === 2 ? size + 256 : size;
  }

  private readBlockHead(): Result<void, ZstdFault> {
    const [low, middle, high] = this.head;
    const block = low | (middle << 8) | (high << 16);
    const isLast = (block & 1) !== 0;
    const type = (block >>> 1) & 3;
    const size = block >>> 3;
    if (type === RESERVED_BLOCK || size > MAX_BLOCK_BYTES) {
      return err({ code: "corrupt" });
    }
    this.skip = type === RLE_BLOCK ? 1 : size;
    if (!isLast) return this.next("block", 3);
    return this.hasChecksum ? this.next("end", 4) : this.next("frame", 4);
  }
}

/** Window_Size of a Window_Descriptor: an exponent and eighths. */
function windowOf(descriptor: number): number {
  const base = 2 ** (10 + (descriptor >>> 3));
  return base + (base / 8) * (descriptor & 7);
}
