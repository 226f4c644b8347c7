import type { ByteBudget } from "#base/byte-budget.ts";
import type { JobControl } from "#base/cancel-flag.ts";
import { err, ok, type Result } from "#base/result.ts";
import type { AppError, Lookalike } from "#contract/app-error.ts";
import type { DecodeSource } from "#contract/worker-messages.ts";
import type {
  DecodeError,
  DecodeWarning,
  MalformedReason,
} from "#profile/decode/decode-error.ts";
import { ProfileDecoder } from "#profile/decode/profile-decoder.ts";
import type { GoroutineSnapshot } from "#profile/goroutines/goroutine-snapshot.ts";
import { profileWarnings } from "#profile/profile-warnings.ts";
import type { Profile } from "#profile/profile.ts";
import { inflate, type Chunks, type Compression } from "./inflate.ts";
import { mayGrow } from "./bomb-limits.ts";
import { findGzipFault } from "./gzip-fault.ts";
import { LimitedSource, openSource, type InputSource } from "./input-source.ts";
import { readDumps } from "./read-dumps.ts";
import { sniff, type InputFormat } from "./sniff.ts";
import { openZipEntry } from "./zip-entry.ts";

/** How an input is opened. */
export interface OpenOptions {
  /** Progress is reported in compressed bytes; cancelling is seen within a chunk. */
  readonly control: JobControl;
  /** Asked before columns grow. */
  readonly budget: ByteBudget;
  /** Columns in `SharedArrayBuffer`s, for crossing threads without a copy. Default false. */
  readonly shareMemory?: boolean;
}

/** What an input was made of. */
interface OpenedFile {
  readonly compression: Compression;
  /** As stored, compressed; 0 for a pipe. */
  readonly sizeBytes: number;
  readonly inflatedBytes: number;
}

/** A pprof profile that was opened. */
export interface OpenedProfile extends OpenedFile {
  readonly kind: "profile";
  readonly profile: Profile;
  readonly warnings: readonly DecodeWarning[];
}

/** Text formats, by what their first lines say. */
export type TextFormat = Extract<
  Lookalike,
  "goroutine-text" | "heap-text" | "profile-text" | "text" | "json"
>;

/** A text that was read. */
export interface OpenedText extends OpenedFile {
  readonly kind: "text";
  readonly format: TextFormat;
  /** For the debug=1 parsers; empty for goroutine texts and logs, which are read as they come. */
  readonly bytes: Uint8Array;
  /** Goroutine texts and logs, in the order of the input, never empty; null for others. */
  readonly snapshots: readonly GoroutineSnapshot[] | null;
}

const TEXT_FORMATS: ReadonlySet<InputFormat> = new Set<TextFormat>([
  "goroutine-text",
  "heap-text",
  "profile-text",
  "text",
  // `go test -json` and JSON logs may hold dumps.
  "json",
]);

function isTextFormat(format: InputFormat): format is TextFormat {
  return TEXT_FORMATS.has(format);
}

/** Below this offset broken framing means "never was a profile" rather than "a damaged one". */
const PLAUSIBLE_BYTES = 16;
const FRAMING: ReadonlySet<MalformedReason> = new Set<MalformedReason>([
  "truncated-message",
  "bad-varint",
  "bad-wire-type",
  "length-past-end",
]);

function decodeFailure(error: DecodeError): AppError {
  if (error.code === "no-data") return { code: "empty-file" };
  const isForeign =
    error.code === "malformed-profile" &&
    error.offset < PLAUSIBLE_BYTES &&
    FRAMING.has(error.reason);
  return isForeign ? { code: "not-a-profile", lookalike: "binary" } : error;
}

/** Counts what was read and keeps the job's progress. */
class MeteredSource implements InputSource {
  doneBytes = 0;

  constructor(
    private readonly inner: InputSource,
    private readonly control: JobControl,
  ) {}

  get sizeBytes(): number {
    return this.inner.sizeBytes;
  }

  async read(): Promise<Result<Uint8Array, AppError>> {
    if (this.control.isCancelled) return err({ code: "cancelled" });
    const chunk = await this.inner.read();
    if (chunk.ok) {
      this.doneBytes += chunk.value.length;
      this.control.report("decoding", this.doneBytes, this.sizeBytes);
    }
    return chunk;
  }

  readAt(offset: number, length: number): Promise<Uint8Array | undefined> {
    return this.inner.readAt(offset, length);
  }

  close(): Promise<void> {
    return this.inner.close();
  }
}

async function decodeChunks(
  chunks: Chunks,
  first: Uint8Array,
  expectedBytes: () => number | undefined,
  options: OpenOptions,
): Promise<
  Result<{ profile: Profile; warnings: readonly DecodeWarning[] }, AppError>
> {
  const decoder = new ProfileDecoder({
    budget: options.budget,
    shareMemory: options.shareMemory,
    isCancelled: () => options.control.isCancelled,
    expectedBytes,
  });
  let pushed = decoder.push(first);
  while (pushed.ok) {
    const chunk = await chunks.next();
    if (chunk.done === true) {
      const decoded = decoder.finish();
      if (!decoded.ok) return err(decodeFailure(decoded.error));
      const { profile, warnings } = decoded.value;
      return ok({
        profile,
        warnings: [...warnings, ...profileWarnings(profile)],
      });
    }
    if (!chunk.value.ok) return chunk.value;
    pushed = decoder.push(chunk.value.value);
  }
  return err(decodeFailure(pushed.error));
}

async function collect(
  chunks: Chunks,
  first: Uint8Array,
  { budget }: OpenOptions,
): Promise<Result<Uint8Array, AppError>> {
  const parts = [first.slice()];
  let total = first.length;
  for await (const chunk of chunks) {
    if (!chunk.ok) return chunk;
    const booked = budget.reserve(chunk.value.length);
    if (!booked.ok) return booked;
    parts.push(chunk.value.slice());
    total += chunk.value.length;
  }
  const bytes = new Uint8Array(total);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return ok(bytes);
}

/** Debug=1 texts are small and are read whole; dumps and logs may have any size. */
async function readText(
  text: { format: TextFormat; chunks: Chunks; first: Uint8Array },
  options: OpenOptions,
): Promise<Result<Pick<OpenedText, "bytes" | "snapshots">, AppError>> {
  const { format, chunks, first } = text;
  if (format === "heap-text" || format === "profile-text") {
    const bytes = await collect(chunks, first, options);
    return bytes.ok ? ok({ bytes: bytes.value, snapshots: null }) : bytes;
  }
  const snapshots = await readDumps(chunks, first, options);
  if (!snapshots.ok) return snapshots;
  return snapshots.value.length === 0
    ? err({ code: "not-a-profile", lookalike: format })
    : ok({ bytes: new Uint8Array(0), snapshots: snapshots.value });
}

async function readInput(
  source: MeteredSource,
  allowsAnySize: boolean,
  options: OpenOptions,
): Promise<Opened> {
  const head = await source.read();
  if (!head.ok) return head;
  const outer = sniff(head.value);
  const compression = outer === "gzip" || outer === "zstd" ? outer : "none";
  const chunks = inflate(source, compression, head.value);
  try {
    const first = await chunks.next();
    if (first.done === true) return err({ code: "empty-file" });
    if (!first.value.ok) return first.value;
    let inflatedBytes = first.value.value.length;
    const isBounded = compression !== "none" && !allowsAnySize;
    const counted = async function* (): Chunks {
      for await (const chunk of chunks) {
        if (chunk.ok) inflatedBytes += chunk.value.length;
        const grown = isBounded
          ? mayGrow(source.doneBytes, inflatedBytes)
          : ok(undefined);
        if (!grown.ok) {
          yield grown;
          return;
        }
        yield chunk;
      }
    };
    const format = sniff(first.value.value);
    const file = (): OpenedFile => ({
      compression,
      sizeBytes: source.sizeBytes,
      inflatedBytes,
    });
    if (format === "empty") return err({ code: "empty-file" });
    if (isTextFormat(format)) {
      const read = await readText(
        { format, chunks: counted(), first: first.value.value },
        options,
      );
      return read.ok
        ? ok({ kind: "text", format, ...read.value, ...file() })
        : read;
    }
    if (format !== "pprof") {
      const lookalike =
        format === "gzip" || format === "zstd" ? "binary" : format;
      return err({ code: "not-a-profile", lookalike });
    }
    const decoded = await decodeChunks(
      counted(),
      first.value.value,
      // As if all of it were packed as tightly as what was read.
      () =>
        source.sizeBytes === 0
          ? undefined
          : (inflatedBytes / source.doneBytes) * source.sizeBytes,
      options,
    );
    if (!decoded.ok) return decoded;
    return ok({ kind: "profile", ...decoded.value, ...file() });
  } finally {
    await chunks.return();
  }
}

type Opened = Result<OpenedProfile | OpenedText, AppError>;

async function withSource(
  source: DecodeSource,
  use: (opened: InputSource) => Promise<Opened>,
): Promise<Opened> {
  const opened = await (source.type === "zip-entry"
    ? openZipEntry(source.path, source.entry, source.allowsAnySize)
    : openSource(source));
  if (!opened.ok) return opened;
  try {
    return await use(opened.value);
  } finally {
    await opened.value.close();
  }
}

/** `outcome` with the warning that what lies behind the first `usedBytes` was not looked at. */
function withGarbageWarning(
  outcome: Opened,
  usedBytes: number,
  sizeBytes: number,
): Opened {
  if (!outcome.ok || outcome.value.kind === "text") return outcome;
  const count = sizeBytes - usedBytes;
  const { value } = outcome;
  return ok({
    ...value,
    sizeBytes,
    warnings: [...value.warnings, { code: "trailing-garbage", count }],
  });
}

/** Opens a gzip file again that did not inflate: what is whole of it is used, or the fault located. */
async function retryGzip(
  source: DecodeSource,
  options: OpenOptions,
  failed: Opened,
): Promise<Opened> {
  return withSource(source, async (opened) => {
    const fault = await findGzipFault(opened);
    if (fault === undefined) return failed;
    const { offset } = fault;
    if (fault.kind === "trailing-garbage") {
      const whole = new MeteredSource(
        new LimitedSource(opened, offset),
        options.control,
      );
      return withGarbageWarning(
        await readInput(whole, source.allowsAnySize === true, options),
        offset,
        opened.sizeBytes,
      );
    }
    return err({
      code:
        fault.kind === "corrupt"
          ? "corrupt-compression"
          : "truncated-compression",
      format: "gzip",
      offset,
    });
  });
}

/**
 * Reads, inflates and decodes one input. A pprof protobuf becomes a profile; a goroutine text, or a
 * log with dumps in it, snapshots; another debug=1 text is handed on as bytes with its format; all
 * else is an error that says what the input looks like. Reads in chunks: neither the file nor its
 * inflated bytes ever lie in memory whole (heap and count texts do). Of a gzip file with something
 * else behind it the gzip part is read, with the warning `trailing-garbage`.
 */
export async function openInput(
  source: DecodeSource,
  options: OpenOptions,
): Promise<Opened> {
  const opened = await withSource(source, (input) =>
    readInput(
      new MeteredSource(input, options.control),
      source.allowsAnySize === true,
      options,
    ),
  );
  const isGzipFault =
    !opened.ok &&
    opened.error.code === "corrupt-compression" &&
    opened.error.format === "gzip";
  return withFixedLimit(
    isGzipFault ? await retryGzip(source, options, opened) : opened,
    options.budget.limitBytes,
  );
}

/** A limit below the one that was given is the reader's own. */
function withFixedLimit(opened: Opened, givenBytes: number): Opened {
  if (opened.ok || opened.error.code !== "over-budget") return opened;
  return opened.error.limitBytes < givenBytes
    ? err({ ...opened.error, code: "over-fixed-limit" })
    : opened;
}

/** As `openInput`, for callers that take protobuf profiles only: text is `not-a-profile`. */
export async function openProfile(
  source: DecodeSource,
  options: OpenOptions,
): Promise<Result<OpenedProfile, AppError>> {
  const opened = await openInput(source, options);
  if (!opened.ok) return opened;
  if (opened.value.kind === "text") {
    return err({ code: "not-a-profile", lookalike: opened.value.format });
  }
  return ok(opened.value);
}
