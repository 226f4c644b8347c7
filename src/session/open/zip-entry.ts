import type { Readable } from "node:stream";
import { openPromise, type Entry, type ZipFile } from "yauzl";
import { err, ok, type Result } from "#base/result.ts";
import type { AppError } from "#contract/app-error.ts";
import { mayGrow } from "./bomb-limits.ts";
import type { InputSource } from "./input-source.ts";

/** A file within a zip, unpacked as it is read: never whole in memory, nothing on disk. */
class ZipEntrySource implements InputSource {
  private readonly chunks: AsyncIterator<Uint8Array>;

  constructor(
    private readonly zip: ZipFile,
    private readonly stream: Readable,
    readonly sizeBytes: number,
  ) {
    this.chunks = stream[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>;
  }

  async read(): Promise<Result<Uint8Array, AppError>> {
    try {
      const next = await this.chunks.next();
      return ok(next.done === true ? new Uint8Array(0) : next.value);
    } catch (error) {
      // Damaged data, or more of it than the zip says: yauzl has no codes.
      if (!(error instanceof Error)) throw error;
      return err({ code: "bad-zip" });
    }
  }

  readAt(): Promise<undefined> {
    return Promise.resolve(undefined);
  }

  close(): Promise<void> {
    this.stream.destroy();
    this.zip.close();
    return Promise.resolve();
  }
}

async function findEntry(
  zip: ZipFile,
  name: string,
): Promise<Entry | undefined> {
  for await (const entry of zip.eachEntry()) {
    if (entry.fileName === name) return entry;
  }
  return undefined;
}

/**
 * Opens the file `name` of the zip at `path`. yauzl ends a stream that outgrows its announced size, so
 * a bomb (`decompression-bomb`) is known before a byte of it is unpacked.
 */
export async function openZipEntry(
  path: string,
  name: string,
  allowsAnySize = false,
): Promise<Result<InputSource, AppError>> {
  let zip: ZipFile | undefined;
  try {
    zip = await openPromise(path, { lazyEntries: true, autoClose: false });
    const entry = await findEntry(zip, name);
    if (entry === undefined || !entry.canDecodeFileData()) {
      zip.close();
      return err({ code: entry === undefined ? "not-found" : "bad-zip" });
    }
    const grown = allowsAnySize
      ? ok(undefined)
      : mayGrow(entry.compressedSize, entry.uncompressedSize);
    if (!grown.ok) {
      zip.close();
      return grown;
    }
    const stream = await zip.openReadStreamPromise(entry);
    return ok(new ZipEntrySource(zip, stream, entry.uncompressedSize));
  } catch (error) {
    zip?.close();
    if (!(error instanceof Error)) throw error;
    const isGone = "code" in error && error.code === "ENOENT";
    return err({ code: isGone ? "not-found" : "bad-zip" });
  }
}
