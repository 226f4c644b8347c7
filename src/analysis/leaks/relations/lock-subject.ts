import type { StackView } from "../mechanism/stack-view.ts";
import type { VisibleFrame } from "../mechanism/visible-frames.ts";

/** Frames of the lock itself: sync, internal/sync and their runtime entry points. */
const LOCK_FRAME =
  /^(internal\/)?sync\.(runtime_Semacquire\w*|\(\*(RW)?Mutex\)\.\w+|\(\*Once\)\.\w+|\(\*rlocker\)\.\w+|Once(Func|Value|Values)(\[\.\.\.\])?\.\w+(\.\d+)*)$/;

/** Where a goroutine asks for a lock: the first frame below the lock's own. */
export interface LockSubject {
  readonly frame: VisibleFrame;
  /** Index of `frame` in `view.visible`. */
  readonly index: number;
  /** `main.(*store)` of `main.(*store).Get`; "" for a plain function. */
  readonly receiver: string;
}

/** `main.(*store)` of `main.(*store).Get.func1`, `main.box` of `main.box.Put`; "" for a plain function. */
export function receiverOf(func: string): string {
  const pointer = /^(.*?\.\(\*[^)]*\))\.[^/]+$/.exec(func);
  return pointer?.[1] ?? "";
}

/** Subject of a lock wait; undefined where nothing but the lock is on the stack. */
export function lockSubject(view: StackView): LockSubject | undefined {
  const index = view.visible.findIndex((frame) => !LOCK_FRAME.test(frame.func));
  if (index < 0) return undefined;
  const frame = view.visible[index];
  return { frame, index, receiver: receiverOf(frame.func) };
}
