import { profilerRule } from "./rules/profiler.ts";
import { runtimeOwnedRule } from "./rules/runtime-owned.ts";
import { signalLoopRule } from "./rules/signal-loop.ts";
import { testingRule } from "./rules/testing.ts";
import { mainWaitRule } from "./rules/main-wait.ts";
import { acceptLoopRule } from "./rules/accept-loop.ts";
import { httpServerRule } from "./rules/http-server.ts";
import { serverConnectionRule } from "./rules/server-connection.ts";
import { clientConnectionRule } from "./rules/client-connection.ts";
import { sqlServiceRule } from "./rules/sql-service.ts";
import { wellKnownLibraryRule } from "./rules/well-known-library.ts";
import type { Mechanism } from "../mechanism/mechanism.ts";
import type { StackView } from "../mechanism/stack-view.ts";
import type { BenignRule } from "./benign-rule.ts";

/** The benign table (leak-signatures.md, section 5), rows recognised from one dump. */
export const BENIGN_RULES: readonly BenignRule[] = [
  profilerRule,
  runtimeOwnedRule,
  signalLoopRule,
  testingRule,
  mainWaitRule,
  acceptLoopRule,
  httpServerRule,
  serverConnectionRule,
  clientConnectionRule,
  sqlServiceRule,
  wellKnownLibraryRule,
];

/** The first row that matches; undefined where none does. */
export function benignRuleOf(
  view: StackView,
  mechanism: Mechanism,
): BenignRule | undefined {
  return BENIGN_RULES.find((rule) => rule.matches(view, mechanism));
}
