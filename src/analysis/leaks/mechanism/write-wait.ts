import type { StackView } from "./stack-view.ts";

/** Whether a goroutine in `IO wait` wants to write: `internal/poll.(*pollDesc).waitWrite` is near the leaf. */
export function isWriteWait(view: StackView): boolean {
  return view.visible
    .slice(0, 4)
    .some((frame) => frame.func === "internal/poll.(*pollDesc).waitWrite");
}
