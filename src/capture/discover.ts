import type {
  CaptureTarget,
  ConnectionOptions,
  DiscoveredEndpoint,
  Discovery,
} from "#contract/capture.ts";
import type { CaptureError } from "#contract/capture-error.ts";
import { err, ok, type Result } from "#base/result.ts";
import { httpGet } from "./http-get.ts";
import {
  DEFAULT_INDEX_PATH,
  profileUrl,
  STANDARD_KINDS,
} from "./parse-target.ts";

/** An index page is a few KiB; more is no index page. */
const INDEX_LIMIT_BYTES = 1024 * 1024;
const INDEX_TIMEOUT_MILLIS = 20_000;

/** Pages the index lists that are no profiles. */
const NOT_PROFILES = new Set(["cmdline", "symbol", "trace"]);

const ROW =
  /<td[^>]*>\s*(\d+)\s*(?:<\/td>)?\s*<td[^>]*>\s*<a href=["']?([^"'>\s]+)["']?[^>]*>([^<]*)<\/a>/gi;

function unescapeHtml(text: string): string {
  return text
    .replace(/&#(\d+);/g, (_, digits: string) =>
      String.fromCodePoint(Math.min(Number(digits), 0x10ffff)),
    )
    .replace(/&lt;/g, "<")
    .replace(/&gt;/g, ">")
    .replace(/&quot;/g, '"')
    .replace(/&amp;/g, "&");
}

/**
 * The profiles an index page of net/http/pprof lists, with their counts, in page order. Reads every
 * form since Go 1.5 (`net/http/pprof: indexTmplExecute`). Empty where the page is no such index.
 */
export function parseIndexPage(html: string): DiscoveredEndpoint[] {
  const endpoints: DiscoveredEndpoint[] = [];
  for (const [, count, , name] of html.matchAll(ROW)) {
    const kind = unescapeHtml(name).trim();
    if (kind === "" || NOT_PROFILES.has(kind)) continue;
    if (endpoints.some((endpoint) => endpoint.kind === kind)) continue;
    // `profile` has no count: the page prints 0 for it.
    endpoints.push({
      kind,
      count: kind === "profile" ? null : Number(count),
      isListed: true,
    });
  }
  return endpoints;
}

/** The text of a small page. */
async function getText(
  url: string,
  connection: ConnectionOptions,
  signal: AbortSignal,
): Promise<Result<{ text: string; contentType: string }, CaptureError>> {
  const chunks: Buffer[] = [];
  const answer = await httpGet({
    url,
    connection,
    signal,
    timeoutMillis: INDEX_TIMEOUT_MILLIS,
    limitBytes: INDEX_LIMIT_BYTES,
    onChunk: (chunk) => {
      chunks.push(chunk);
      return "more";
    },
  });
  if (!answer.ok) return answer;
  return ok({
    text: Buffer.concat(chunks).toString("utf8"),
    contentType: answer.value.contentType,
  });
}

/**
 * Whether a profile is served. `profile` is asked by its neighbour `cmdline`, which is registered
 * with it: asking itself would start 30 s of CPU profiling.
 */
async function probe(
  target: CaptureTarget,
  kind: string,
  connection: ConnectionOptions,
  signal: AbortSignal,
): Promise<boolean> {
  const url = profileUrl(
    target,
    kind === "profile" ? "cmdline" : kind,
    kind === "profile" ? {} : { debug: "1" },
  );
  const answer = await httpGet({
    url,
    connection,
    signal,
    timeoutMillis: INDEX_TIMEOUT_MILLIS,
    limitBytes: Number.POSITIVE_INFINITY,
    onChunk: () => "stop",
  });
  return answer.ok && !answer.value.contentType.includes("text/html");
}

/**
 * Why `url` answered 404. Asks the target's own index and the usual one: `unknown-profile` where the
 * former is there, `wrong-prefix` where only the latter is, else `endpoint-not-found`.
 */
export async function explainNotFound(
  url: string,
  target: CaptureTarget,
  connection: ConnectionOptions,
  signal: AbortSignal,
): Promise<CaptureError> {
  const own = target.origin + target.indexPath;
  const usual = target.origin + DEFAULT_INDEX_PATH;
  for (const indexUrl of new Set([own, usual])) {
    // Asked already, with that answer.
    if (indexUrl === url) continue;
    const page = await getText(indexUrl, connection, signal);
    if (!page.ok || parseIndexPage(page.value.text).length === 0) continue;
    return indexUrl === own
      ? { code: "unknown-profile", url }
      : { code: "wrong-prefix", url, indexUrl };
  }
  return signal.aborted
    ? { code: "cancelled" }
    : { code: "endpoint-not-found", url };
}

/**
 * What a service offers: reads the index page and probes the standard profiles it does not list.
 * Errors: those of `httpGet`; `endpoint-not-found` and `wrong-prefix` where nothing answers;
 * `html-answer` where the index is a page of something else and no profile answers either.
 */
export async function discoverEndpoints(
  target: CaptureTarget,
  connection: ConnectionOptions,
  signal: AbortSignal,
): Promise<Result<Discovery, CaptureError>> {
  const url = target.origin + target.indexPath;
  const page = await getText(url, connection, signal);
  const mayProbe =
    page.ok ||
    page.error.code === "endpoint-not-found" ||
    page.error.code === "over-size-limit";
  if (!page.ok && !mayProbe) return page;
  const listed = page.ok ? parseIndexPage(page.value.text) : [];
  const missing = STANDARD_KINDS.filter(
    (kind) => !listed.some((endpoint) => endpoint.kind === kind),
  );
  const found: DiscoveredEndpoint[] = [];
  for (const kind of missing) {
    if (signal.aborted) return err({ code: "cancelled" });
    if (await probe(target, kind, connection, signal)) {
      found.push({ kind, count: null, isListed: false });
    }
  }
  if (listed.length + found.length > 0) {
    return ok({ target, endpoints: [...listed, ...found] });
  }
  const isHtml = page.ok && /<html|<!doctype/i.test(page.value.text);
  if (isHtml) return err({ code: "html-answer", url });
  if (!page.ok && page.error.code !== "endpoint-not-found") return page;
  return err(await explainNotFound(url, target, connection, signal));
}

/**
 * How many goroutines a service has, as cheaply as it can be asked: the index page shows
 * `runtime.NumGoroutine()`; without an index the first line of `goroutine?debug=1` is read and the
 * rest dropped. Errors: those of `httpGet`; `endpoint-not-found`.
 */
export async function pollGoroutineCount(
  target: CaptureTarget,
  connection: ConnectionOptions,
  signal: AbortSignal,
): Promise<Result<number, CaptureError>> {
  const page = await getText(
    target.origin + target.indexPath,
    connection,
    signal,
  );
  if (page.ok) {
    const count = parseIndexPage(page.value.text).find(
      (endpoint) => endpoint.kind === "goroutine",
    )?.count;
    if (count !== undefined && count !== null) return ok(count);
  } else if (page.error.code !== "endpoint-not-found") {
    return page;
  }
  let head = "";
  const url = profileUrl(target, "goroutine", { debug: "1" });
  const answer = await httpGet({
    url,
    connection,
    signal,
    timeoutMillis: INDEX_TIMEOUT_MILLIS,
    limitBytes: Number.POSITIVE_INFINITY,
    onChunk: (chunk) => {
      head += chunk.toString("latin1");
      return head.includes("\n") ? "stop" : "more";
    },
  });
  if (!answer.ok) return answer;
  const total = /^goroutine profile: total (\d+)/.exec(head)?.[1];
  return total === undefined
    ? err({ code: "endpoint-not-found", url })
    : ok(Number(total));
}
