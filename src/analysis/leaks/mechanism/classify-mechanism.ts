import { finalizerBlockedRule } from "./rules/finalizer-blocked.ts";
import { runtimeRule } from "./rules/runtime-owned.ts";
import { signalRule } from "./rules/signal.ts";
import { sqlOpenerRule } from "./rules/sql-opener.ts";
import { sqlCleanerRule } from "./rules/sql-cleaner.ts";
import { sqlRowsRule } from "./rules/sql-rows-not-closed.ts";
import { sqlTxRule } from "./rules/sql-tx-not-finished.ts";
import { sqlPoolRule } from "./rules/sql-pool-exhausted.ts";
import { httpIdleRule } from "./rules/http-idle.ts";
import { ioPipeRule } from "./rules/io-pipe-blocked.ts";
import { httpWriteLoopRule } from "./rules/http-writeloop.ts";
import { httpBodyRule } from "./rules/http-body-unclosed.ts";
import { httpRoundTripRule } from "./rules/http-roundtrip-blocked.ts";
import { contextRule } from "./rules/ctx-not-cancelled.ts";
import { execWaitRule } from "./rules/exec-wait.ts";
import { execCopyRule } from "./rules/exec-copy.ts";
import { onceWaitRule } from "./rules/once-wait.ts";
import { rwMutexRule } from "./rules/rwmutex-wait.ts";
import { waitGroupRule } from "./rules/waitgroup-wait.ts";
import { ioWriteRule } from "./rules/io-wait-write.ts";
import { ioWaitRule } from "./rules/io-wait.ts";
import { mutexRule } from "./rules/mutex-wait.ts";
import { condRule } from "./rules/cond-wait.ts";
import { sleepRule } from "./rules/sleep-loop.ts";
import { nilChannelRule } from "./rules/chan-nil.ts";
import { channelSendRule } from "./rules/chan-send.ts";
import { channelRangeRule } from "./rules/chan-range.ts";
import { channelReceiveRule } from "./rules/chan-recv.ts";
import { selectEmptyRule } from "./rules/select-empty.ts";
import { selectRule } from "./rules/select-blocked.ts";
import { syscallRule } from "./rules/syscall-blocked.ts";
import { coroutineRule } from "./rules/coroutine.ts";
import { busyLoopRule } from "./rules/busy-loop.ts";
import { runningRule } from "./rules/running.ts";
import type { MechanismRule } from "./mechanism-rule.ts";
import type { Mechanism } from "./mechanism.ts";
import type { StackView } from "./stack-view.ts";

/**
 * All rules, special before general: library stacks (HTTP, SQL, exec, pipes) before locks, locks
 * before the bare channel operations and waits every Go program has.
 */
export const MECHANISM_RULES: readonly MechanismRule[] = [
  finalizerBlockedRule,
  runtimeRule,
  signalRule,
  sqlOpenerRule,
  sqlCleanerRule,
  sqlRowsRule,
  sqlTxRule,
  sqlPoolRule,
  httpIdleRule,
  ioPipeRule,
  httpWriteLoopRule,
  httpBodyRule,
  httpRoundTripRule,
  contextRule,
  execWaitRule,
  execCopyRule,
  onceWaitRule,
  rwMutexRule,
  waitGroupRule,
  ioWriteRule,
  ioWaitRule,
  mutexRule,
  condRule,
  sleepRule,
  nilChannelRule,
  channelSendRule,
  channelRangeRule,
  channelReceiveRule,
  selectEmptyRule,
  selectRule,
  syscallRule,
  coroutineRule,
  busyLoopRule,
  runningRule,
];

/** The mechanism of a group of goroutines; `other` where no rule matches. */
export function mechanismOf(view: StackView): Mechanism {
  return (
    MECHANISM_RULES.find((rule) => rule.matches(view))?.mechanism ?? "other"
  );
}
