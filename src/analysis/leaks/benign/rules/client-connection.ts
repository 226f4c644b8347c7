import type { BenignRule } from "../benign-rule.ts";

/**
 * Client connections of net/rpc that wait for answers: one goroutine per client until Close.
 */
export const clientConnectionRule: BenignRule = {
  id: "benign-client-conn",
  growthCounts: true,
  matches(view) {
    return (
      view.wait.kind === "io" &&
      view.visible.some((frame) => frame.func === "net/rpc.(*Client).input")
    );
  },
};
