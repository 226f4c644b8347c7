/**
 * Decompression in a stream. zlib works on the thread pool: while this thread decodes one chunk, the
 * next is read and the one after it inflated.
 *
 * ```
 *   file --1 MB--> Gunzip (thread pool) --1 MB--> caller
 *          read ahead: 1 chunk     inflated ahead: up to INFLATE_AHEAD_BYTES
 * ```
 */
import type { Transform } from "node:stream";
import * as zlib from "node:zlib";
import { Decompress } from "fzstd";
import { err, ok, type Result } from "#base/result.ts";
import type { AppError } from "#contract/app-error.ts";
import { CHUNK_BYTES, type InputSource } from "./input-source.ts";
import { type ZstdFault, ZstdFrames } from "./zstd-frames.ts";

/** How an input was compressed. */
export type Compression = "none" | "gzip" | "zstd";

/** Inflated bytes that may wait for the caller; more would cost memory and gain nothing. */
const INFLATE_AHEAD_BYTES = 2 * CHUNK_BYTES;

/** A window that is allocated for the smallest file. */
const ANY_FILE_WINDOW_BYTES = 64 * 2 ** 20;
/** Largest window at all: what zstd itself takes without being told to (`--long=27`). */
const MAX_WINDOW_BYTES = 128 * 2 ** 20;
/** Files of at least this share of the largest window may ask for it. */
const PLAUSIBLE_RATIO = 64;

/** Largest zstd window that a file of `sizeBytes` explains (0: a pipe). */
function windowLimit(sizeBytes: number): number {
  const isPlausible = sizeBytes * PLAUSIBLE_RATIO >= MAX_WINDOW_BYTES;
  return isPlausible ? MAX_WINDOW_BYTES : ANY_FILE_WINDOW_BYTES;
}

/** Decompressed chunks; an error is the last item. */
export type Chunks = AsyncGenerator<Result<Uint8Array, AppError>, void>;

/** How feeding a stream ended: by an error, or with input the stream did not take. */
type Fed =
  | { readonly error: AppError }
  | { readonly error?: undefined; readonly rest: Uint8Array };

const NOTHING = new Uint8Array(0);

/**
 * Reads one chunk ahead of what the stream takes. Node's zstd stream ends with the first frame and
 * leaves the bytes behind it; its gzip stream goes on with the next member by itself.
 */
async function feed(
  source: InputSource,
  stream: Transform & zlib.Zlib,
  first: Uint8Array,
): Promise<Fed> {
  let chunk = first;
  let fedBytes = 0;
  // zlib never calls back for the chunk in which it finds an error: it destroys the stream.
  const closed = new Promise<void>((resolve) => {
    stream.once("close", () => resolve());
  });
  while (chunk.length > 0 && !stream.destroyed) {
    const written = new Promise<void>((resolve) => {
      stream.write(chunk, () => resolve());
    });
    const next = await source.read();
    await Promise.race([written, closed]);
    if (!next.ok) {
      stream.destroy();
      return { error: next.error };
    }
    fedBytes += chunk.length;
    const left = fedBytes - stream.bytesWritten;
    if (left > 0 && !stream.destroyed) {
      stream.end();
      const behind = chunk.subarray(chunk.length - left);
      return { rest: Buffer.concat([behind, next.value]) };
    }
    chunk = next.value;
  }
  if (!stream.destroyed) stream.end();
  return { rest: NOTHING };
}

function zlibErrorCode(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}

function inflateError(
  error: unknown,
  format: "gzip" | "zstd",
  offset: number,
): AppError | undefined {
  const code = zlibErrorCode(error);
  if (code === "Z_BUF_ERROR") {
    return { code: "truncated-compression", format, offset };
  }
  if (code === "ZSTD_error_frameParameter_windowTooLarge") {
    const limitBytes = MAX_WINDOW_BYTES;
    return { code: "over-budget", neededBytes: 2 * limitBytes, limitBytes };
  }
  return code.startsWith("Z_") || code.startsWith("ZSTD_")
    ? { code: "corrupt-compression", format, offset }
    : undefined;
}

type StreamFactory = (options: zlib.ZlibOptions) => Transform & zlib.Zlib;

const STREAM_OPTIONS: zlib.ZlibOptions & { readableHighWaterMark: number } = {
  chunkSize: CHUNK_BYTES,
  readableHighWaterMark: INFLATE_AHEAD_BYTES,
};

async function* throughStream(
  source: InputSource,
  create: StreamFactory,
  format: "gzip" | "zstd",
  first: Uint8Array,
): Chunks {
  let rest = first;
  let doneBytes = 0;
  while (rest.length > 0) {
    const stream = create(STREAM_OPTIONS);
    const feeding = feed(source, stream, rest);
    try {
      for await (const chunk of stream) yield ok(chunk as Uint8Array);
      const fed = await feeding;
      if (fed.error !== undefined) yield err(fed.error);
      // Zeros behind the last gzip member are padding.
      rest = fed.error === undefined && format === "zstd" ? fed.rest : NOTHING;
      doneBytes += stream.bytesWritten;
    } catch (error) {
      const fed = stream.destroyed ? await feeding : undefined;
      const offset = doneBytes + stream.bytesWritten;
      const known = fed?.error ?? inflateError(error, format, offset);
      if (known === undefined) throw error;
      yield err(known);
      return;
    } finally {
      stream.destroy();
      await feeding;
    }
  }
}

async function* plain(source: InputSource, first: Uint8Array): Chunks {
  yield ok(first);
  for (;;) {
    const chunk = await source.read();
    if (!chunk.ok || chunk.value.length > 0) yield chunk;
    if (!chunk.ok || chunk.value.length === 0) return;
  }
}

/** fzstd's error number for input that ends early. */
const FZSTD_UNEXPECTED_EOF = 5;

/** Given to fzstd at a time: of crafted input 512 bytes become 16 MB before they can be passed on. */
const FZSTD_PIECE_BYTES = 512;

function zstdFault(
  fault: ZstdFault,
  limitBytes: number,
  offset: number,
): AppError {
  return fault.code === "window"
    ? { code: "over-budget", neededBytes: fault.windowBytes, limitBytes }
    : { code: "corrupt-compression", format: "zstd", offset };
}

function fzstdError(error: unknown, offset: number): AppError {
  // A library for trusted input: what is damaged may also fail as a RangeError or TypeError.
  const isShort =
    error instanceof Error &&
    "code" in error &&
    error.code === FZSTD_UNEXPECTED_EOF;
  return {
    code: isShort ? "truncated-compression" : "corrupt-compression",
    format: "zstd",
    offset,
  };
}

/** zstd where Node has none: synchronous, about a third of zlib's speed. */
async function* throughFzstd(source: InputSource, first: Uint8Array): Chunks {
  let inflated: Uint8Array[] = [];
  let readBytes = 0;
  const stream = new Decompress((chunk) => inflated.push(chunk));
  const limitBytes = windowLimit(source.sizeBytes);
  const frames = new ZstdFrames(limitBytes);
  for (let chunk = first; ;) {
    for (let at = 0; at === 0 || at < chunk.length; at += FZSTD_PIECE_BYTES) {
      // Copied: fzstd keeps what it can't use yet, and `read` reuses its buffers.
      const piece = chunk.slice(at, at + FZSTD_PIECE_BYTES);
      const walked = frames.push(piece);
      if (!walked.ok) {
        yield err(zstdFault(walked.error, limitBytes, readBytes));
        return;
      }
      try {
        stream.push(piece, chunk.length === 0);
      } catch (error) {
        yield err(fzstdError(error, readBytes));
        return;
      }
      readBytes += piece.length;
      for (const part of inflated) if (part.length > 0) yield ok(part);
      inflated = [];
    }
    if (chunk.length === 0) return;
    const next = await source.read();
    if (!next.ok) {
      yield next;
      return;
    }
    chunk = next.value;
  }
}

/** `zlib.createZstdDecompress` of Node 22.15 and later; Electron 33 lacks it. */
function nodeZstd(windowBytes: number): StreamFactory | undefined {
  const { createZstdDecompress: create } = zlib as {
    createZstdDecompress?: StreamFactory;
  };
  if (create === undefined) return undefined;
  const { ZSTD_d_windowLogMax: key } = zlib.constants as unknown as Readonly<
    Record<string, number>
  >;
  const params = { [key]: Math.log2(windowBytes) };
  return (options) => create({ ...options, params } as zlib.ZlibOptions);
}

/**
 * Decompressed chunks of `source`, whose first chunk was read already. Errors: what `source.read`
 * returns, `truncated-compression`, `corrupt-compression` (offset in compressed bytes, exact to the
 * chunk). Stopping early (`return` of the generator) ends the inflater.
 */
export function inflate(
  source: InputSource,
  compression: Compression,
  first: Uint8Array,
): Chunks {
  if (compression === "none") return plain(source, first);
  if (compression === "gzip") {
    return throughStream(source, zlib.createGunzip, "gzip", first);
  }
  const createZstd = nodeZstd(windowLimit(source.sizeBytes));
  return createZstd === undefined
    ? throughFzstd(source, first)
    : throughStream(source, createZstd, "zstd", first);
}
