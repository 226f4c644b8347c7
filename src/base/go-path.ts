/**
 * `filepath.Clean` and `filepath.Base` of Go on Unix: pprof prints file names through them, so equal
 * output needs their exact rules (path/filepath, internal/filepathlite).
 */

/** Shortest equal path: `a//b/./c/..` is `a/b`, `/..` is `/`, "" is `.`. */
export function cleanPath(path: string): string {
  if (path === "") return ".";
  const isRooted = path.startsWith("/");
  const kept: string[] = [];
  for (const element of path.split("/")) {
    if (element === "" || element === ".") continue;
    if (element !== "..") kept.push(element);
    else if (kept.length > 0 && kept.at(-1) !== "..") kept.pop();
    else if (!isRooted) kept.push("..");
  }
  const joined = kept.join("/");
  if (isRooted) return `/${joined}`;
  return joined === "" ? "." : joined;
}

/** Last element: `/usr/bin/` is `bin`, `/` is `/`, "" is `.`. */
export function basePath(path: string): string {
  if (path === "") return ".";
  const trimmed = path.replace(/\/+$/, "");
  if (trimmed === "") return "/";
  return trimmed.slice(trimmed.lastIndexOf("/") + 1);
}
