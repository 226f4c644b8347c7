import type { StackFrame } from "#profile/goroutines/goroutine-snapshot.ts";
import { genericName } from "../leaks/mechanism/generic-name.ts";

/** Closures the compiler makes for `go f(x)` and `defer f(x)`; text dumps hide them, SIGQUIT does not. */
const WRAPPER = /\.(?:gowrap|deferwrap)\d+$/;

/** A frame of the Go runtime itself, which text dumps hide. `panic` is how they spell `runtime.gopanic`. */
export function isRuntimeFrame(func: string): boolean {
  return (
    func.startsWith("runtime.") ||
    func.startsWith("internal/runtime/") ||
    func === "panic"
  );
}

/** Whether every kind of input shows frames of this function. */
export function isSharedFrame(func: string): boolean {
  return !isRuntimeFrame(func) && !WRAPPER.test(func);
}

/** The frames that every kind of input shows, leaf first. Empty for stacks of the runtime's own. */
export function sharedFrames(frames: readonly StackFrame[]): StackFrame[] {
  return frames.filter(({ func }) => isSharedFrame(func));
}

function textOf({ func, line }: StackFrame): string {
  return `${genericName(func)}:${line}`;
}

/**
 * Equal for the same stack in any kind of input: non-runtime frames by function and line, inlines
 * expanded (terminal.md, join key), type arguments as `[...]`, which is all that text has. A stack of runtime frames only is told by those.
 */
export function stackKey(frames: readonly StackFrame[]): string {
  const shared = sharedFrames(frames);
  const key = (shared.length > 0 ? shared : frames).map(textOf).join("\n");
  return shared.length > 0 ? key : `runtime\n${key}`;
}
