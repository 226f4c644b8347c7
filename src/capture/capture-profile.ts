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
import { explainNotFound } from "./discover.ts";
import { httpGet, type PastLimit } from "./http-get.ts";
import { profileUrl } from "./parse-target.ts";
import { PartFile } from "./part-file.ts";

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
  /**
   * What becomes of the part that arrived of a body that broke off, was stopped or cancelled. A
   * function gets it to decide later; it is called before the capture settles, at most once.
   */
  readonly partial: "discard" | "keep" | ((held: HeldPartial) => void);
  /** Whether to go on past the size limit; asked again at twice of it. Without it: no. */
  readonly askLimit?: (past: PastLimit) => Promise<boolean>;
  readonly onProgress: (progress: CaptureProgress) => void;
  readonly now: () => Date;
}

/** A part that waits for its fate; exactly one of both must be called. */
export interface HeldPartial {
  readonly error: CaptureError;
  readonly sizeBytes: number;
  /** Saves it, named `….partial`. Errors: `disk-full`, `not-writable`. */
  readonly keep: () => Promise<Result<CaptureRecord, CaptureError>>;
  readonly discard: () => Promise<void>;
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
    onLimit: async (past) => {
      countdown.stop();
      const goesOn = (await job.askLimit?.(past)) ?? false;
      return goesOn
        ? Math.max(past.limitBytes * 2, past.expectedBytes ?? 0)
        : 0;
    },
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

/** Of these, what came is as good as it was. */
const BREAKS = new Set<CaptureError["code"]>([
  "body-truncated",
  "too-slow",
  "over-size-limit",
  "cancelled",
]);

/** One capture from its start to its file. */
class Capture {
  private readonly startedAt: Date;
  private readonly host: string;
  private readonly stem: string;

  constructor(private readonly job: CaptureJob) {
    this.startedAt = job.now();
    this.host = new URL(job.target.origin).host;
    this.stem = captureFileStem(this.host, job.request, this.startedAt);
  }

  async run(): Promise<Result<CaptureRecord, CaptureError>> {
    const { job } = this;
    const created = await PartFile.create(job.folder, this.stem);
    if (!created.ok) return created;
    const part = created.value;
    const countdown = startCountdown(job);
    const answer = await receive(job, part, countdown);
    countdown.stop();
    if (!answer.ok) {
      return this.fail(part, await this.explained(answer.error));
    }
    const url = profileUrl(job.target, job.request.kind, {});
    if (part.sizeBytes === 0) {
      return this.fail(part, { code: "empty-answer", url });
    }
    if (looksLikeHtml(part.head, answer.value.contentType)) {
      return this.fail(part, { code: "html-answer", url });
    }
    const saved = await this.save(part, false);
    if (!saved.ok) return saved;
    job.onProgress({
      phase: "done",
      receivedBytes: part.sizeBytes,
      expectedBytes: part.sizeBytes,
      remainingMillis: 0,
    });
    return saved;
  }

  private async explained(error: CaptureError): Promise<CaptureError> {
    const { target, connection, signal } = this.job;
    return error.code === "endpoint-not-found"
      ? explainNotFound(error.url, target, connection, signal)
      : error;
  }

  private async fail(
    part: PartFile,
    error: CaptureError,
  ): Promise<Result<CaptureRecord, CaptureError>> {
    const { partial } = this.job;
    const isWorthKeeping =
      BREAKS.has(error.code) &&
      part.sizeBytes > 0 &&
      !looksLikeHtml(part.head, "");
    if (partial === "discard" || !isWorthKeeping) {
      await part.discard();
      return err(error);
    }
    if (partial === "keep") return this.save(part, true);
    partial({
      error,
      sizeBytes: part.sizeBytes,
      keep: () => this.save(part, true),
      discard: () => part.discard(),
    });
    return err(error);
  }

  private async save(
    part: PartFile,
    isPartial: boolean,
  ): Promise<Result<CaptureRecord, CaptureError>> {
    const { target, request, folder } = this.job;
    const ending = endingOf(part, request);
    const kept = await part.keepAs(
      folder,
      this.stem,
      isPartial ? `.partial${ending}` : ending,
    );
    if (!kept.ok) return kept;
    return ok({
      path: kept.value,
      host: this.host,
      indexUrl: target.origin + target.indexPath,
      kind: request.kind,
      seconds: request.seconds,
      debug: request.debug,
      sizeBytes: part.sizeBytes,
      takenAt: this.startedAt.toISOString(),
      isPartial,
      total: null,
    });
  }
}

/**
 * Fetches one profile into `job.folder`. Leaves nothing behind on failure or cancel (no socket, no
 * timer, no file) but what `job.partial` keeps. Never rejects but for bugs. Errors: every
 * `CaptureError` but `bad-target`.
 */
export function captureProfile(
  job: CaptureJob,
): Promise<Result<CaptureRecord, CaptureError>> {
  return new Capture(job).run();
}
