import type { MechanismRule } from "../mechanism-rule.ts";

/**
 * `sync.WaitGroup.Wait` waits for the counter to reach zero. Secondary: the goroutines that have not
 * called Done are the cause.
 *
 * False positives: waiting for work that goes on.
 */
export const waitGroupRule: MechanismRule = {
  mechanism: "waitgroup-wait",
  matches(view) {
    return (
      view.wait.kind === "semaphore" &&
      (view.wait.reason === "sync.WaitGroup.Wait" ||
        view.visible
          .slice(0, 3)
          .some((frame) => frame.func === "sync.(*WaitGroup).Wait"))
    );
  },
};
