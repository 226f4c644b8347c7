import type { CaptureTarget } from "#contract/capture.ts";
import type { CaptureError } from "#contract/capture-error.ts";
import { err, ok, type Result } from "#base/result.ts";

/** Names `net/http/pprof` serves besides its index page. */
export const STANDARD_KINDS: readonly string[] = [
  "heap",
  "allocs",
  "goroutine",
  "goroutineleak",
  "profile",
  "block",
  "mutex",
  "threadcreate",
];

/** Where importing `net/http/pprof` puts its index. */
export const DEFAULT_INDEX_PATH = "/debug/pprof/";
const MARKER = "/pprof/";

function splitPath(path: string): { indexPath: string; kind: string | null } {
  // The last "/pprof/" or a trailing "/pprof" ends the index: `/admin/pprof/heap` is a proxy's prefix.
  const withSlash = path.endsWith("/pprof") ? `${path}/` : path;
  const at = withSlash.lastIndexOf(MARKER);
  if (at >= 0) {
    const indexPath = withSlash.slice(0, at + MARKER.length);
    const rest = withSlash.slice(indexPath.length).replace(/\/+$/, "");
    return { indexPath, kind: rest === "" ? null : decodeURIComponent(rest) };
  }
  if (path === "/" || path === "")
    return { indexPath: DEFAULT_INDEX_PATH, kind: null };
  const last = path.slice(path.lastIndexOf("/") + 1);
  if (STANDARD_KINDS.includes(last)) {
    return {
      indexPath: path.slice(0, path.length - last.length),
      kind: last,
    };
  }
  return { indexPath: path.endsWith("/") ? path : `${path}/`, kind: null };
}

/** The address in what was pasted: quotes off, out of a command line, `:6060` and `6060` completed. */
function addressIn(input: string): string {
  let text = input.trim().replace(/^["'<]+|["'>]+$/g, "");
  const command = /(?:^|\s)(https?:\/\/\S+|[\w.-]+:\d+\S*)\s*$/.exec(text);
  if (/\s/.test(text) && command !== null) text = command[1];
  if (/^\d{1,5}(\/.*)?$/.test(text)) text = `:${text}`;
  return text.startsWith(":") ? `localhost${text}` : text;
}

function userInfoOf(url: URL): CaptureTarget["userInfo"] {
  if (url.username === "" && url.password === "") return null;
  return {
    user: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
  };
}

/**
 * Reads whatever a user pastes: `localhost:6060`, `:6060`, `6060`, `http://host/debug/pprof/`, a full
 * profile URL, or a prefix behind a proxy (`http://host/admin/pprof/`). Without a scheme it is http
 * (rule U1), as `go tool pprof` has it. Errors: `bad-target`, `unsupported-scheme`.
 */
export function parseTarget(
  input: string,
): Result<CaptureTarget, CaptureError> {
  let text = addressIn(input);
  if (text === "" || /\s/.test(text)) return err({ code: "bad-target", input });
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(text)?.[1]?.toLowerCase();
  if (scheme === undefined) text = `http://${text}`;
  else if (scheme !== "http" && scheme !== "https") {
    return err({ code: "unsupported-scheme", scheme });
  }
  try {
    const url = new URL(text);
    if (url.hostname === "") return err({ code: "bad-target", input });
    return ok({
      origin: url.origin,
      ...splitPath(url.pathname),
      query: Object.fromEntries(url.searchParams),
      userInfo: userInfoOf(url),
    });
  } catch {
    // No URL, or a bad percent escape in it: both are a typing slip of the same kind.
    return err({ code: "bad-target", input });
  }
}

/** The URL of one profile of a target, with its query. */
export function profileUrl(
  target: Pick<CaptureTarget, "origin" | "indexPath">,
  kind: string,
  query: Readonly<Record<string, string>>,
): string {
  const url = new URL(target.origin);
  // Not resolved against the origin: a path that begins with `//` would name another host.
  url.pathname = target.indexPath + encodeURIComponent(kind);
  for (const [key, value] of Object.entries(query)) {
    url.searchParams.set(key, value);
  }
  return url.href;
}
