import { randomBytes } from "node:crypto";
import { mkdir, open, rename, rm, type FileHandle } from "node:fs/promises";
import { join } from "node:path";
import {
  DEFAULT_LIMIT_BYTES,
  type CaptureProgress,
  type CaptureRecord,
  type CaptureRequest,
  type CaptureTarget,
  type ConnectionOptions,
} from "#contract/capture.ts";
import type { CaptureError } from "#contract/capture-error.ts";
import { err, ok, type Result } from "#base/result.ts";
import { httpGet, SinkError } from "./http-get.ts";
import { profileUrl } from "./parse-target.ts";

/** Rule U1: 1.5 x seconds for timed profiles, 60 s for the rest. */
const DEFAULT_TIMEOUT_MILLIS = 60_000;
/** net/http/pprof: Profile, `seconds` when the query has none. */
const DEFAULT_CPU_SECONDS = 30;

/** Everything one capture needs. */
export interface CaptureJob {
  readonly target: CaptureTarget;
  readonly request: CaptureRequest;
  readonly connection: ConnectionOptions;
  readonly folder: string;
  readonly signal: AbortSignal;
  /** Keep what arrived of a body that broke off, named `….partial`. */
  readonly keepPartial: boolean;
  readonly onProgress: (progress: CaptureProgress) => void;
  readonly now: () => Date;
}

/** Sensible defaults of a kind: CPU 30 s, heap after a GC, the rest as they are now. */
export function defaultRequest(kind: string): CaptureRequest {
  return {
    kind,
    seconds: kind === "profile" ? DEFAULT_CPU_SECONDS : 0,
    gc: kind === "heap" || kind === "allocs",
    debug: 0,
    limitBytes: DEFAULT_LIMIT_BYTES,
    timeoutMillis: 0,
  };
}

/** Query of a profile URL; `seconds` and `debug` never go together (rule U3). */
export function captureQuery(request: CaptureRequest): Record<string, string> {
  const query: Record<string, string> = {};
  if (request.gc) query.gc = "1";
  if (request.seconds > 0) query.seconds = String(request.seconds);
  else if (request.debug !== 0) query.debug = String(request.debug);
  return query;
}

/** Time limit of a request (rule U1), unless it names its own. */
export function captureTimeoutMillis(request: CaptureRequest): number {
  if (request.timeoutMillis > 0) return request.timeoutMillis;
  return request.seconds > 0
    ? Math.max(request.seconds * 1500, request.seconds * 1000 + 10_000)
    : DEFAULT_TIMEOUT_MILLIS;
}

function pad(value: number): string {
  return String(value).padStart(2, "0");
}

/** `20261123T063100Z`: sorts by time and is a legal file name everywhere. */
export function fileTime(date: Date): string {
  return `${date.getUTCFullYear()}${pad(date.getUTCMonth() + 1)}${pad(date.getUTCDate())}T${pad(date.getUTCHours())}${pad(date.getUTCMinutes())}${pad(date.getUTCSeconds())}Z`;
}

/**
 * `<host>-<kind>-<time>` without an ending: `localhost_6060-heap-20261123T063100Z`. Only letters,
 * digits, dot, dash and underscore: a custom profile's name is the service's own and never a path.
 */
export function captureFileStem(
  host: string,
  request: CaptureRequest,
  date: Date,
): string {
  const clean = (text: string): string =>
    text.replace(/[^A-Za-z0-9.-]+/g, "_").replace(/^\.+/, "_");
  const delta =
    request.seconds > 0 && request.kind !== "profile" ? "-delta" : "";
  return `${clean(host)}-${clean(request.kind)}${delta}-${fileTime(date)}`;
}

function looksLikeHtml(head: Buffer, contentType: string): boolean {
  const start = head.toString("latin1", 0, 256).trimStart().toLowerCase();
  return (
    start.startsWith("<!doctype") ||
    start.startsWith("<html") ||
    (contentType.includes("text/html") && start.startsWith("<"))
  );
}

function diskError(error: unknown, path: string): CaptureError {
  const { code } = error as { code?: string };
  if (code === "ENOSPC" || code === "EDQUOT")
    return { code: "disk-full", path };
  const reason =
    code ?? (error instanceof Error ? error.message : String(error));
  return { code: "not-writable", path, reason };
}

/** The file being written: first beside its final name, so that nothing half-written has that name. */
class PartFile {
  head = Buffer.alloc(0);
  sizeBytes = 0;

  private constructor(
    readonly path: string,
    private readonly handle: FileHandle,
  ) {}

  static async create(
    folder: string,
    stem: string,
  ): Promise<Result<PartFile, CaptureError>> {
    const path = join(
      folder,
      `.${stem}.${randomBytes(4).toString("hex")}.part`,
    );
    try {
      await mkdir(folder, { recursive: true });
      return ok(new PartFile(path, await open(path, "wx")));
    } catch (error) {
      return err(diskError(error, folder));
    }
  }

  async write(chunk: Buffer): Promise<void> {
    if (this.head.length < 256) {
      this.head = Buffer.concat([this.head, chunk]).subarray(0, 256);
    }
    this.sizeBytes += chunk.length;
    try {
      await this.handle.write(chunk);
    } catch (error) {
      throw new SinkError(diskError(error, this.path));
    }
  }

  async discard(): Promise<void> {
    await this.handle.close();
    await rm(this.path, { force: true });
  }

  /** Flushes and gives the file its name; a name taken in the same second gets `-2`, `-3`, … */
  async keepAs(
    folder: string,
    stem: string,
    ending: string,
  ): Promise<Result<string, CaptureError>> {
    try {
      await this.handle.sync();
      await this.handle.close();
      for (let n = 1; ; n += 1) {
        const path = join(folder, `${stem}${n === 1 ? "" : `-${n}`}${ending}`);
        // Reserves the name first: rename would replace a file of another capture.
        const reserved = await open(path, "wx").catch((error: unknown) => {
          if ((error as { code?: string }).code === "EEXIST") return undefined;
          throw error;
        });
        if (reserved === undefined) continue;
        await reserved.close();
        await rename(this.path, path).catch(async (error: unknown) => {
          await rm(path, { force: true });
          throw error;
        });
        return ok(path);
      }
    } catch (error) {
      await rm(this.path, { force: true });
      return err(diskError(error, folder));
    }
  }
}

/** Countdown of a timed profile: reports about four times a second until the first byte. */
function startCountdown(job: CaptureJob): { stop: () => void } {
  const endsAt = performance.now() + job.request.seconds * 1000;
  const report = (): void =>
    job.onProgress({
      phase: job.request.seconds > 0 ? "collecting" : "connecting",
      receivedBytes: 0,
      expectedBytes: null,
      remainingMillis:
        job.request.seconds > 0 ? Math.max(0, endsAt - performance.now()) : 0,
    });
  report();
  const timer = setInterval(report, 250);
  return { stop: () => clearInterval(timer) };
}

/** Parameters of a pasted URL that are not ours to decide, e.g. a proxy's `?instance=3`. */
function otherQuery(target: CaptureTarget): Record<string, string> {
  const own = new Set(["seconds", "gc", "debug"]);
  return Object.fromEntries(
    Object.entries(target.query).filter(([name]) => !own.has(name)),
  );
}

function receive(
  job: CaptureJob,
  part: PartFile,
  countdown: { stop: () => void },
): ReturnType<typeof httpGet> {
  let expectedBytes: number | null = null;
  return httpGet({
    url: profileUrl(job.target, job.request.kind, {
      ...otherQuery(job.target),
      ...captureQuery(job.request),
    }),
    connection: job.connection,
    timeoutMillis: captureTimeoutMillis(job.request),
    limitBytes: job.request.limitBytes,
    signal: job.signal,
    onHeaders: (expected) => {
      expectedBytes = expected;
    },
    onChunk: async (chunk): Promise<"more"> => {
      countdown.stop();
      await part.write(chunk);
      job.onProgress({
        phase: "receiving",
        receivedBytes: part.sizeBytes,
        expectedBytes,
        remainingMillis: 0,
      });
      return "more";
    },
  });
}

function endingOf(part: PartFile, request: CaptureRequest): string {
  const isGzip = part.head[0] === 0x1f && part.head[1] === 0x8b;
  if (isGzip) return request.debug === 0 ? ".pb.gz" : ".txt.gz";
  return request.debug === 0 || request.seconds > 0 ? ".pb" : ".txt";
}

async function settle(
  job: CaptureJob,
  part: PartFile,
  stem: string,
  answer: Awaited<ReturnType<typeof httpGet>>,
): Promise<Result<{ path: string; isPartial: boolean }, CaptureError>> {
  const url = profileUrl(job.target, job.request.kind, {});
  if (!answer.ok) {
    const isBroken =
      answer.error.code === "body-truncated" ||
      answer.error.code === "too-slow";
    if (job.keepPartial && isBroken && part.sizeBytes > 0) {
      const ending = `.partial${endingOf(part, job.request)}`;
      const kept = await part.keepAs(job.folder, stem, ending);
      return kept.ok ? ok({ path: kept.value, isPartial: true }) : kept;
    }
    await part.discard();
    return answer;
  }
  if (part.sizeBytes === 0) {
    await part.discard();
    return err({ code: "empty-answer", url });
  }
  if (looksLikeHtml(part.head, answer.value.contentType)) {
    await part.discard();
    return err({ code: "html-answer", url });
  }
  const kept = await part.keepAs(job.folder, stem, endingOf(part, job.request));
  return kept.ok ? ok({ path: kept.value, isPartial: false }) : kept;
}

/**
 * Fetches one profile into `job.folder`. Leaves nothing behind on failure or cancel: no socket, no
 * timer, no file. Never rejects but for bugs. Errors: every `CaptureError` but `bad-target`.
 */
export async function captureProfile(
  job: CaptureJob,
): Promise<Result<CaptureRecord, CaptureError>> {
  const startedAt = job.now();
  const { host } = new URL(job.target.origin);
  const stem = captureFileStem(host, job.request, startedAt);
  const created = await PartFile.create(job.folder, stem);
  if (!created.ok) return created;
  const part = created.value;
  const countdown = startCountdown(job);
  const answer = await receive(job, part, countdown);
  countdown.stop();
  const saved = await settle(job, part, stem, answer);
  if (!saved.ok) return saved;
  job.onProgress({
    phase: "done",
    receivedBytes: part.sizeBytes,
    expectedBytes: part.sizeBytes,
    remainingMillis: 0,
  });
  return ok({
    path: saved.value.path,
    host,
    indexUrl: job.target.origin + job.target.indexPath,
    kind: job.request.kind,
    seconds: job.request.seconds,
    debug: job.request.debug,
    sizeBytes: part.sizeBytes,
    takenAt: startedAt.toISOString(),
    isPartial: saved.value.isPartial,
    total: null,
  });
}
