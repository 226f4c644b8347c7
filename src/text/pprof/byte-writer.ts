import { encodeUtf8 } from "#profile/utf8.ts";

/**
 * Collects text as bytes and gives it out in large chunks: `-traces` of a large profile is a
 * gigabyte, made of the same few hundred thousand lines. Names that are no UTF-8 come out as the
 * bytes they were in the file.
 */
export class ByteWriter {
  private buffer: Uint8Array;
  private length = 0;

  constructor(private readonly chunkBytes = 1 << 20) {
    this.buffer = new Uint8Array(chunkBytes);
  }

  /** Whether a chunk's worth is there to `take`. */
  get isFull(): boolean {
    return this.length >= this.chunkBytes;
  }

  text(text: string): void {
    this.bytes(encodeUtf8(text));
  }

  bytes(bytes: Uint8Array): void {
    if (this.length + bytes.length > this.buffer.length) {
      const grown = new Uint8Array(
        Math.max(this.buffer.length * 2, this.length + bytes.length),
      );
      grown.set(this.buffer.subarray(0, this.length));
      this.buffer = grown;
    }
    this.buffer.set(bytes, this.length);
    this.length += bytes.length;
  }

  /** What was written since the last `take`; a new array, the caller's to keep. */
  take(): Uint8Array {
    const chunk = this.buffer.slice(0, this.length);
    this.length = 0;
    return chunk;
  }
}

/** Lines as chunks of bytes, each line with its break. */
export function* linesToBytes(lines: Iterable<string>): Generator<Uint8Array> {
  const writer = new ByteWriter();
  for (const line of lines) {
    writer.text(`${line}\n`);
    if (writer.isFull) yield writer.take();
  }
  yield writer.take();
}
