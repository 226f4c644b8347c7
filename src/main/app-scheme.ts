/**
 * The private scheme the page lives on: its own files, bulk replies out, uploads in.
 *
 * ```
 * GET  /index.html, /assets/…   files of the page
 * GET  /bulk/<ticket>           a bulk reply, streamed, once
 * POST /upload/<ticket>         bytes of a file that has no path
 * ```
 */
import { readFile } from "node:fs/promises";
import { extname, join, normalize, sep } from "node:path";
import type { Protocol } from "electron";
import { type BulkTickets, chunksOf } from "./bulk-tickets.ts";
import type { AppOrigin } from "./app-origin.ts";
import { CONTENT_SECURITY_POLICY } from "./content-policy.ts";
import { log } from "./logger.ts";
import type { Uploads } from "./uploads.ts";

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".woff2": "font/woff2",
  ".map": "application/json",
};

const COMMON_HEADERS = {
  "Content-Security-Policy": CONTENT_SECURITY_POLICY,
  "X-Content-Type-Options": "nosniff",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Referrer-Policy": "no-referrer",
} as const;

/** What the scheme serves beside files. */
export interface AppSchemeParts {
  readonly origin: AppOrigin;
  /** Folder of the built page. */
  readonly pageDir: string;
  readonly tickets: BulkTickets;
  readonly uploads: Uploads;
  readonly onUpload: (name: string, bytes: Uint8Array) => void;
}

function refuse(status: number): Response {
  return new Response(null, { status, headers: COMMON_HEADERS });
}

async function pageFile(pageDir: string, pathname: string): Promise<Response> {
  const path = normalize(join(pageDir, pathname));
  const contentType = CONTENT_TYPES[extname(path)];
  if (!path.startsWith(pageDir + sep) || contentType === undefined) {
    return refuse(404);
  }
  try {
    const body = await readFile(path);
    return new Response(new Uint8Array(body), {
      headers: { ...COMMON_HEADERS, "Content-Type": contentType },
    });
  } catch (error) {
    log.warn("app-scheme", `${pathname}: ${String(error)}`);
    return refuse(404);
  }
}

function bulkReply(tickets: BulkTickets, id: string): Response {
  const block = tickets.redeem(id);
  if (block === undefined) return refuse(404);
  return new Response(chunksOf(block), {
    headers: {
      ...COMMON_HEADERS,
      "Content-Type": "application/octet-stream",
      "Content-Length": String(block.byteLength),
      "Cache-Control": "no-store",
    },
  });
}

/** Answers one request of the page. */
export async function answer(
  request: Request,
  parts: AppSchemeParts,
): Promise<Response> {
  if (!parts.origin.has(request.url)) return refuse(404);
  const { pathname } = new URL(request.url);
  const [, area, id = ""] = decodeURIComponent(pathname).split("/");
  if (request.method === "GET" && area === "bulk") {
    return bulkReply(parts.tickets, id);
  }
  if (request.method === "POST" && area === "upload") {
    const upload = await parts.uploads.receive(id, request.body);
    if (upload === undefined) return refuse(400);
    parts.onUpload(upload.name, upload.bytes);
    return refuse(204);
  }
  return request.method === "GET"
    ? pageFile(parts.pageDir, decodeURIComponent(pathname))
    : refuse(405);
}

/** Starts answering; once the app is ready. */
export function handleAppScheme(
  protocol: Protocol,
  parts: AppSchemeParts,
): void {
  protocol.handle(parts.origin.scheme, async (request) => {
    try {
      return await answer(request, parts);
    } catch (error) {
      log.error("app-scheme", error);
      return refuse(500);
    }
  });
}
