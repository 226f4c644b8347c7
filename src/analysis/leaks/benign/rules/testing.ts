import type { BenignRule } from "../benign-rule.ts";

const TESTING_FRAME =
  /^testing\.(\(\*[TBF]\)\.(Run|Parallel|Fuzz|run\w*)|\(\*testState\)\.waitParallel|\(\*testContext\)\.waitParallel|runTests|RunTests|runFuzzing|runFuzzTests|runExample|tRunner)(\.func\d+)*$/;

/**
 * The test framework waiting for its tests (goleak's own list of ignored stacks).
 */
export const testingRule: BenignRule = {
  id: "benign-testing",
  growthCounts: false,
  matches(view) {
    return (
      (view.wait.kind === "receive" || view.wait.kind === "channel") &&
      TESTING_FRAME.test(view.visible.at(0)?.func ?? "")
    );
  },
};
