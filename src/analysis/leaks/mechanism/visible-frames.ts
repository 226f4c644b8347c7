import { originOfFunction } from "../../frame-kind.ts";
import type { FrameKind } from "../../frame-table.ts";
import type {
  Creator,
  GoroutineGroup,
  StackFrame,
} from "#profile/goroutines/goroutine-snapshot.ts";

/** A frame outside package runtime, with its origin. */
export interface VisibleFrame {
  readonly func: string;
  /** `func` with the three homes of HTTP/2 spelled alike (see `http2Name`); rules match on this. */
  readonly name: string;
  readonly kind: FrameKind;
  readonly packagePath: string;
  readonly frame: StackFrame;
}

/** A stack split at the runtime's frames. */
export interface VisibleStack {
  /** Runtime frames at the leaf, leaf first: `runtime.gopark`, `runtime.chansend`, … */
  readonly leading: readonly StackFrame[];
  /** Frames outside package runtime, leaf first; compiler-named wrappers (`gowrapN`) left out. */
  readonly visible: readonly VisibleFrame[];
  /** The last of `visible` looks like the wrapper of a go statement: not the entry function. */
  readonly hasWrapperRoot: boolean;
  /** Runtime frame at the root: `runtime.main`, `runtime.runfinq`; "" for none. `goexit` does not count. */
  readonly rootRuntime: string;
}

/** Closures the compiler makes for `go f(x)` and `defer f(x)` (Go 1.22+ names; cmd/compile ir/func.go). */
export const WRAPPER = /\.(gowrap|deferwrap)\d+$/;

/**
 * HTTP/2 lives in three places: bundled in net/http with `http2` before each name (to Go 1.26), in
 * golang.org/x/net/http2, and in net/http/internal/http2 (Go 1.27). All read `http2.(*T).m` here.
 */
export function http2Name(func: string): string {
  const bundled = /^net\/http\.(\(\*)?http2(.*)$/.exec(func);
  if (bundled !== null) return `http2.${bundled[1] ?? ""}${bundled[2]}`;
  const apart = /^(?:.*\/)?(?:x\/net|internal)\/http2\.(.*)$/.exec(func);
  return apart === null ? func : `http2.${apart[1]}`;
}

/**
 * In a SIGQUIT dump (recognised by its `runtime.goexit` frames) the root frame of `go f(x)` is a
 * closure at the very line of the go statement; debug=2 and pprof hide it. `go func() { f(x) }()` on
 * one line looks the same, so the frame is kept and only not taken for the entry.
 */
function isGoStatementWrapper(
  root: StackFrame,
  above: StackFrame | undefined,
  creator: Creator | null,
  hasGoexit: boolean,
): boolean {
  return (
    hasGoexit &&
    above !== undefined &&
    creator !== null &&
    root.file === creator.file &&
    root.line === creator.line &&
    /\.func\d+(\.\d+)*$/.test(root.func)
  );
}

/** Splits a group's frames. Cost: one pass; origins are looked up in `origins`, a cache by name. */
export function splitStack(
  group: GoroutineGroup,
  origins: Map<string, Omit<VisibleFrame, "frame">>,
): VisibleStack {
  const leading: StackFrame[] = [];
  const visible: VisibleFrame[] = [];
  let rootRuntime = "";
  let hasGoexit = false;
  for (const frame of group.frames) {
    let known = origins.get(frame.func);
    if (known === undefined) {
      const { kind, packagePath } = originOfFunction(frame.func, frame.file);
      known = {
        func: frame.func,
        name: http2Name(frame.func),
        kind,
        packagePath,
      };
      origins.set(frame.func, known);
    }
    if (known.kind !== "runtime") {
      if (!WRAPPER.test(frame.func)) visible.push({ ...known, frame });
      rootRuntime = "";
    } else if (visible.length === 0) leading.push(frame);
    else if (frame.func === "runtime.goexit") hasGoexit = true;
    else rootRuntime = frame.func;
  }
  const root = visible.at(-1);
  const hasWrapperRoot =
    root !== undefined &&
    isGoStatementWrapper(
      root.frame,
      visible.at(-2)?.frame,
      group.createdBy,
      hasGoexit,
    );
  return { leading, visible, hasWrapperRoot, rootRuntime };
}
