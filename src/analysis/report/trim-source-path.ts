import { basePath } from "#base/go-path.ts";

/** Go's `filepath.SplitList` on Unix: "" is no list at all. */
function splitList(list: string): string[] {
  return list === "" ? [] : list.split(":");
}

/**
 * A file name without the prefixes of `trimPath` (a `:` list), or, without `trimPath`, without what
 * leads up to a directory named like one of `sourcePath`; `/proc/self/cwd/` always goes
 * (report/source.go, trimPath).
 */
export function trimSourcePath(
  path: string,
  trimPath: string,
  sourcePath: string,
): string {
  if (trimPath === "") {
    for (const directory of splitList(sourcePath)) {
      const wanted = `/${basePath(directory)}/`;
      const found = path.indexOf(wanted);
      if (found >= 0) return path.slice(found + wanted.length);
    }
  }
  const prefixes = [
    ...splitList(trimPath),
    "/proc/self/cwd/./",
    "/proc/self/cwd/",
  ];
  for (const entry of prefixes) {
    const prefix = entry.endsWith("/") ? entry : `${entry}/`;
    if (path.startsWith(prefix)) return path.slice(prefix.length);
  }
  return path;
}
