import type { MechanismRule } from "../mechanism-rule.ts";

/**
 * `iter.Pull` runs the iterator in a coroutine (Go 1.23+, runtime/coro.go); without stop() and before its
 * end it stays parked.
 *
 * False positives: an iteration that goes on.
 */
export const coroutineRule: MechanismRule = {
  mechanism: "coroutine",
  matches(view) {
    return view.wait.kind === "coroutine";
  },
};
