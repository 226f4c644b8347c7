import { FRAME_KINDS, type FrameKind } from "./frame-table.ts";
import { isRuntimePackage, isStandardPackage } from "./std-packages.ts";

/** What a package path is made of; C++ (`std::`), Java and kernel names fall out. */
const PACKAGE_PATH = /^[\p{L}\p{N}_.~+%/@!-]+$/u;

/** Compiler-made functions that belong to no package: `type:.eq.main.T`, `go:buildid`, `type..hash…`. */
const COMPILER_MADE = /^(type|go)(:|\.\.)/;

/** `net%2ehttp` as the linker writes it: dots (and what is not printable) of the last path element. */
function unescapePath(path: string): string {
  return path.replace(/%([0-9a-f]{2})/g, (_, hex: string) =>
    String.fromCharCode(parseInt(hex, 16)),
  );
}

/**
 * Import path of a Go function's package, "" where the name shows none (C, assembly, Java).
 *
 * The path ends at the first dot after the last slash, where only what precedes type arguments and
 * receivers counts: those hold paths of their own.
 * ```
 *   net/http.(*conn).serve                          net/http
 *   main.(*T[go.shape.int]).M.func1                 main
 *   main.emit[github.com/a/b.T]                     main
 *   gopkg.in/relay%2ev2.(*Conn).enqueue             gopkg.in/relay.v2
 *   vendor/golang.org/x/net/idna.ToASCII            vendor/golang.org/x/net/idna
 *   main.glob..func1.1                              main
 * ```
 */
export function packagePathOf(functionName: string): string {
  let end = functionName.length;
  for (const opening of ["[", "("]) {
    const at = functionName.indexOf(opening);
    if (at >= 0 && at < end) end = at;
  }
  const slash = functionName.lastIndexOf("/", end - 1);
  const dot = functionName.indexOf(".", slash + 1);
  if (dot <= 0 || dot > end) return "";
  const path = functionName.slice(0, dot);
  return PACKAGE_PATH.test(path) ? unescapePath(path) : "";
}

/** Directory of an assembly file below the library's source root: `internal/bytealg` of `…/src/internal/bytealg/equal_amd64.s`. */
function packageOfAssembly(file: string): string {
  if (!file.endsWith(".s")) return "";
  const root = file.lastIndexOf("/src/");
  const path = root < 0 ? file : file.slice(root + "/src/".length);
  const slash = path.lastIndexOf("/");
  return slash < 0 ? "" : path.slice(0, slash);
}

/** Whose code a function is, and its package ("" where unknown). */
export interface FunctionOrigin {
  readonly kind: FrameKind;
  readonly packagePath: string;
}

/** Origin of a frame without a function. */
export const UNKNOWN_ORIGIN: FunctionOrigin = {
  kind: "unknown",
  packagePath: "",
};

/**
 * Classifies a function by its package, and a name without package (assembly: `memeqbody`,
 * `_rt0_amd64_linux`) by the directory of its file where that is of the standard library.
 */
export function originOfFunction(name: string, file: string): FunctionOrigin {
  if (COMPILER_MADE.test(name)) return { kind: "runtime", packagePath: "" };
  let packagePath = packagePathOf(name);
  if (packagePath === "") {
    packagePath = packageOfAssembly(file);
    if (!isStandardPackage(packagePath)) return UNKNOWN_ORIGIN;
  }
  if (isRuntimePackage(packagePath)) return { kind: "runtime", packagePath };
  return { kind: isStandardPackage(packagePath) ? "std" : "user", packagePath };
}

/** Code of `kind` in `FrameTable.kind`. */
export function frameKindCode(kind: FrameKind): number {
  return FRAME_KINDS.indexOf(kind);
}
