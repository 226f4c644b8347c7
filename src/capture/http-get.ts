/**
 * One GET with everything a capture needs: redirects without leaking credentials, a time limit over
 * the whole request, a size limit, cancel that closes the socket, and every failure as a code.
 */
import type { IncomingHttpHeaders, IncomingMessage } from "node:http";
import type { CaptureAuth, ConnectionOptions } from "#contract/capture.ts";
import type { CaptureError } from "#contract/capture-error.ts";
import { err, ok, type Result } from "#base/result.ts";
import { openConnection, ProxyRefusal } from "./connection.ts";
import { networkError } from "./network-error.ts";

const MAX_REDIRECTS = 10;
/** An error answer is read this far for its text. */
const ERROR_TEXT_BYTES = 4096;

/** What to fetch and how. */
export interface HttpGet {
  readonly url: string;
  readonly connection: ConnectionOptions;
  /** Longest time from now until the last byte. */
  readonly timeoutMillis: number;
  readonly limitBytes: number;
  /**
   * Asked before the body goes past the limit; resolves to a larger limit, or to 0 to stop. The time
   * limit stands still meanwhile, the server is held back. Without it the request stops.
   */
  readonly onLimit?: (past: PastLimit) => Promise<number>;
  readonly signal: AbortSignal;
  /** Called once, when the status line and headers of the final answer are in. */
  readonly onHeaders?: (expectedBytes: number | null) => void;
  /** Receives the body; return "stop" to end the request early and successfully. */
  readonly onChunk: (
    chunk: Buffer,
  ) => Promise<"more" | "stop"> | "more" | "stop";
}

/** How a body stands that is about to go past its limit. */
export interface PastLimit {
  readonly limitBytes: number;
  /** Handed out so far; never more than the limit. */
  readonly receivedBytes: number;
  /** null where the server sends no length. */
  readonly expectedBytes: number | null;
}

/** A complete answer with status 200. */
export interface HttpAnswer {
  readonly url: string;
  readonly contentType: string;
  readonly receivedBytes: number;
}

function header(headers: IncomingHttpHeaders, name: string): string {
  const value = headers[name];
  return (Array.isArray(value) ? value[0] : value) ?? "";
}

function authorization(auth: CaptureAuth): Record<string, string> {
  switch (auth.kind) {
    case "none":
      return {};
    case "bearer":
      return { authorization: `Bearer ${auth.token}` };
    case "basic": {
      const pair = Buffer.from(`${auth.user}:${auth.password}`, "utf8");
      return { authorization: `Basic ${pair.toString("base64")}` };
    }
  }
}

async function readText(body: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    parts.push(chunk);
    size += chunk.length;
    if (size >= ERROR_TEXT_BYTES) break;
  }
  return Buffer.concat(parts).toString("utf8", 0, ERROR_TEXT_BYTES).trim();
}

/** Rule U2: the body of an error counts only where net/http/pprof itself speaks. */
async function statusError(
  answer: IncomingMessage,
  url: string,
): Promise<CaptureError> {
  const isPprof =
    header(answer.headers, "x-go-pprof") !== "" &&
    header(answer.headers, "content-type").startsWith("text/plain");
  const text = isPprof ? await readText(answer) : "";
  const status = answer.statusCode ?? 0;
  if (/cpu profiling already in use/i.test(text)) {
    return { code: "cpu-profiling-in-use" };
  }
  if (/exceeds server's WriteTimeout/i.test(text)) {
    return { code: "exceeds-write-timeout" };
  }
  if (status === 401 || status === 403) return { code: "unauthorized", status };
  if (status === 407) return { code: "proxy-failed", proxy: "", status };
  if (status === 404 && isPprof) return { code: "unknown-profile", url };
  if (status === 404 || status === 405) {
    return { code: "endpoint-not-found", url };
  }
  return { code: "server-error", status, text };
}

/** Resolves to 0 when `signal` is aborted. */
function aborted(signal: AbortSignal): Promise<number> {
  return new Promise((settle) => {
    if (signal.aborted) settle(0);
    signal.addEventListener("abort", () => settle(0), { once: true });
  });
}

/** State of one request chain: what the timer and the socket errors need to know. */
class Chain {
  receivedBytes = 0;
  expectedBytes: number | null = null;
  isTimedOut = false;
  readonly abort = new AbortController();
  private limitBytes: number;
  private timer: NodeJS.Timeout | undefined;
  private leftMillis: number;
  private resumedAt = 0;
  private readonly onCancel = (): void => this.abort.abort();

  constructor(private readonly get: HttpGet) {
    this.limitBytes = get.limitBytes;
    this.leftMillis = get.timeoutMillis;
    this.resume();
    get.signal.addEventListener("abort", this.onCancel, { once: true });
    if (get.signal.aborted) this.abort.abort();
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.get.signal.removeEventListener("abort", this.onCancel);
  }

  private resume(): void {
    this.resumedAt = performance.now();
    this.timer = setTimeout(() => {
      this.isTimedOut = true;
      this.abort.abort();
    }, this.leftMillis);
  }

  private pause(): void {
    clearTimeout(this.timer);
    this.leftMillis -= performance.now() - this.resumedAt;
  }

  /** Whether `bytes` in all may be received, after asking where they go past the limit. */
  private async mayReceive(bytes: number): Promise<boolean> {
    while (bytes > this.limitBytes) {
      const { onLimit } = this.get;
      if (onLimit === undefined) return false;
      this.pause();
      const { limitBytes, receivedBytes, expectedBytes } = this;
      const raised = await Promise.race([
        onLimit({ limitBytes, receivedBytes, expectedBytes }),
        aborted(this.abort.signal),
      ]);
      this.resume();
      if (raised <= limitBytes) return false;
      this.limitBytes = raised;
    }
    return true;
  }

  failure(error: unknown, host: string): CaptureError {
    if (this.get.signal.aborted) return { code: "cancelled" };
    if (this.isTimedOut) {
      return {
        code: "too-slow",
        timeoutMillis: this.get.timeoutMillis,
        receivedBytes: this.receivedBytes,
      };
    }
    if (this.receivedBytes > 0 || this.expectedBytes !== null) {
      return {
        code: "body-truncated",
        receivedBytes: this.receivedBytes,
        expectedBytes: this.expectedBytes,
      };
    }
    const proxy = this.get.connection.proxyUrl;
    if (error instanceof ProxyRefusal) {
      const { status } = error;
      return { code: "proxy-failed", proxy: new URL(proxy).host, status };
    }
    return networkError(
      error,
      proxy === "" ? host : `${host} (${new URL(proxy).host})`,
    );
  }

  async receive(answer: IncomingMessage): Promise<CaptureError | undefined> {
    const length = header(answer.headers, "content-length");
    this.expectedBytes = length === "" ? null : Number(length);
    if (!(await this.mayReceive(this.expectedBytes ?? 0))) {
      return this.stopped();
    }
    this.get.onHeaders?.(this.expectedBytes);
    for await (const chunk of answer as AsyncIterable<Buffer>) {
      if (!(await this.mayReceive(this.receivedBytes + chunk.length))) {
        return this.stopped();
      }
      this.receivedBytes += chunk.length;
      if ((await this.get.onChunk(chunk)) === "stop") return undefined;
    }
    return undefined;
  }

  private stopped(): CaptureError {
    return this.get.signal.aborted
      ? { code: "cancelled" }
      : { code: "over-size-limit", limitBytes: this.limitBytes };
  }
}

/** Error of a sink (disk), told apart from errors of the socket it interrupts. */
export class SinkError extends Error {
  constructor(readonly captureError: CaptureError) {
    super(captureError.code);
  }
}

type Step = Result<HttpAnswer, CaptureError> | { readonly redirect: string };

async function fetchOnce(
  chain: Chain,
  get: HttpGet,
  url: string,
  isOwnHost: boolean,
): Promise<Step> {
  const { connection } = get;
  const opened = await openConnection(connection, isOwnHost);
  if (!opened.ok) return opened;
  const way = opened.value;
  const target = new URL(url);
  try {
    const answer = await way.get(
      target,
      isOwnHost
        ? {
            "user-agent": "leakscope",
            accept: "*/*",
            ...connection.headers,
            ...authorization(connection.auth),
          }
        : { "user-agent": "leakscope", accept: "*/*" },
      chain.abort.signal,
    );
    const { statusCode = 0 } = answer;
    const location = header(answer.headers, "location");
    if (statusCode >= 300 && statusCode < 400 && location !== "") {
      return { redirect: new URL(location, url).href };
    }
    if (statusCode !== 200) return err(await statusError(answer, url));
    const failure = await chain.receive(answer);
    if (failure !== undefined) return err(failure);
    return ok({
      url,
      contentType: header(answer.headers, "content-type"),
      receivedBytes: chain.receivedBytes,
    });
  } catch (error) {
    if (error instanceof SinkError) return err(error.captureError);
    return err(chain.failure(error, target.host));
  } finally {
    // Destroys the socket too where the body was not read to its end.
    way.close();
  }
}

/**
 * GETs `get.url` and hands its body to `onChunk`. Never rejects but for bugs. A redirect to another
 * origin goes on without credentials, extra headers or client certificate.
 */
export async function httpGet(
  get: HttpGet,
): Promise<Result<HttpAnswer, CaptureError>> {
  const chain = new Chain(get);
  const { origin } = new URL(get.url);
  const seen = new Set<string>();
  let url = get.url;
  let isOwnHost = true;
  try {
    for (;;) {
      if (seen.has(url) || seen.size > MAX_REDIRECTS) {
        return err({ code: "redirect-loop", url: get.url });
      }
      seen.add(url);
      const step = await fetchOnce(chain, get, url, isOwnHost);
      if (!("redirect" in step)) return step;
      url = step.redirect;
      const next = new URL(url);
      if (next.protocol !== "http:" && next.protocol !== "https:") {
        return err({
          code: "unsupported-scheme",
          scheme: next.protocol.slice(0, -1),
        });
      }
      // Once off the host, credentials stay off, also where a later hop leads back.
      isOwnHost = isOwnHost && next.origin === origin;
    }
  } finally {
    chain.dispose();
  }
}
