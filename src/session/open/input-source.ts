import { open, type FileHandle } from "node:fs/promises";
import { err, ok, type Result } from "#base/result.ts";
import type { AppError } from "#contract/app-error.ts";
import type { DecodeSource } from "#contract/worker-messages.ts";

/** How much is read at a time: large enough to make the calls cheap, small enough to cancel soon. */
export const CHUNK_BYTES = 1024 * 1024;

/** Bytes of an input, in order. `close` in any case when done. */
export interface InputSource {
  /** Size on disk; 0 where it has none (a pipe). */
  readonly sizeBytes: number;
  /** The next bytes, empty at the end. A chunk is valid until the call after the next. */
  read(): Promise<Result<Uint8Array, AppError>>;
  /** Up to `length` bytes from `offset`, fewer at the end; undefined where that is impossible (a pipe). */
  readAt(offset: number, length: number): Promise<Uint8Array | undefined>;
  close(): Promise<void>;
}

function errorCode(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}

function openError(error: unknown): AppError {
  const code = errorCode(error);
  if (code === "ENOENT" || code === "ENOTDIR") return { code: "not-found" };
  if (code === "EISDIR") return { code: "is-a-directory" };
  return {
    code: "not-readable",
    reason: code === "" ? String(error) : code,
  };
}

/** Codes of a file that was there when it was opened and is not any more (network shares, USB). */
const GONE = new Set(["ENOENT", "ESTALE", "EIO", "ENXIO", "ENODEV", "EBADF"]);

class FileSource implements InputSource {
  private doneBytes = 0;
  // Two buffers in turn: the inflater may still read one while the next is being filled.
  private readonly buffers = [
    new Uint8Array(CHUNK_BYTES),
    new Uint8Array(CHUNK_BYTES),
  ];
  private turn = 0;

  constructor(
    private readonly handle: FileHandle,
    readonly sizeBytes: number,
  ) {}

  async read(): Promise<Result<Uint8Array, AppError>> {
    const buffer = this.buffers[this.turn];
    this.turn = 1 - this.turn;
    try {
      const { bytesRead } = await this.handle.read(buffer, 0, buffer.length);
      // Shorter than it was when opened: truncated or replaced under our hands.
      if (bytesRead === 0 && this.doneBytes < this.sizeBytes) {
        return err({ code: "vanished-while-reading" });
      }
      this.doneBytes += bytesRead;
      return ok(buffer.subarray(0, bytesRead));
    } catch (error) {
      if (errorCode(error) === "EISDIR") return err({ code: "is-a-directory" });
      return GONE.has(errorCode(error))
        ? err({ code: "vanished-while-reading" })
        : err(openError(error));
    }
  }

  async readAt(
    offset: number,
    length: number,
  ): Promise<Uint8Array | undefined> {
    if (this.sizeBytes === 0) return undefined;
    try {
      const buffer = new Uint8Array(length);
      const { bytesRead } = await this.handle.read(buffer, 0, length, offset);
      return buffer.subarray(0, bytesRead);
    } catch (error) {
      // Whatever it is, a better message is not to be had.
      if (errorCode(error) === "") throw error;
      return undefined;
    }
  }

  close(): Promise<void> {
    return this.handle.close();
  }
}

class BytesSource implements InputSource {
  private at = 0;

  constructor(private readonly bytes: Uint8Array) {}

  get sizeBytes(): number {
    return this.bytes.length;
  }

  read(): Promise<Result<Uint8Array, AppError>> {
    const chunk = this.bytes.subarray(this.at, this.at + CHUNK_BYTES);
    this.at += chunk.length;
    return Promise.resolve(ok(chunk));
  }

  readAt(offset: number, length: number): Promise<Uint8Array> {
    return Promise.resolve(this.bytes.subarray(offset, offset + length));
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

/** The first `lengthBytes` of a source. */
export class LimitedSource implements InputSource {
  private left: number;

  constructor(
    private readonly inner: InputSource,
    private readonly lengthBytes: number,
  ) {
    this.left = lengthBytes;
  }

  get sizeBytes(): number {
    return Math.min(this.inner.sizeBytes, this.lengthBytes);
  }

  async read(): Promise<Result<Uint8Array, AppError>> {
    if (this.left === 0) return ok(new Uint8Array(0));
    const chunk = await this.inner.read();
    if (!chunk.ok) return chunk;
    const kept = chunk.value.subarray(0, this.left);
    this.left -= kept.length;
    return ok(kept);
  }

  readAt(offset: number, length: number): Promise<Uint8Array | undefined> {
    const most = Math.max(0, this.lengthBytes - offset);
    return this.inner.readAt(offset, Math.min(length, most));
  }

  close(): Promise<void> {
    return this.inner.close();
  }
}

/** Opens `source` for reading: `not-found`, `is-a-directory` or `not-readable` where it can't be. */
export async function openSource(
  source: Exclude<DecodeSource, { readonly type: "zip-entry" }>,
): Promise<Result<InputSource, AppError>> {
  if (source.type === "bytes") return ok(new BytesSource(source.bytes));
  let handle: FileHandle | undefined;
  try {
    handle = await open(source.path, "r");
    const stat = await handle.stat();
    if (stat.isDirectory()) {
      await handle.close();
      return err({ code: "is-a-directory" });
    }
    return ok(new FileSource(handle, stat.isFile() ? stat.size : 0));
  } catch (error) {
    await handle?.close();
    return err(openError(error));
  }
}
