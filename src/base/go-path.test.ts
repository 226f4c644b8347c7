import { expect, it } from "vitest";
import { basePath, cleanPath } from "./go-path.ts";

// Expected values: Go 1.26, filepath.Clean and filepath.Base.
it.each([
  ["", ".", "."],
  [".", ".", "."],
  ["/", "/", "/"],
  ["//", "/", "/"],
  ["a/b/c", "a/b/c", "c"],
  ["a//b/./c/..", "a/b", ".."],
  ["/../a", "/a", "a"],
  ["../../a", "../../a", "a"],
  ["a/../..", "..", ".."],
  ["/usr/bin/", "/usr/bin", "bin"],
  ["./main.go", "main.go", "main.go"],
  ["/a/b/../../..", "/", ".."],
  ["C:\\x\\y.go", "C:\\x\\y.go", "C:\\x\\y.go"],
])("%s", (path, clean, base) => {
  expect(cleanPath(path)).toBe(clean);
  expect(basePath(path)).toBe(base);
});
