import { hasChainFrame, type HeapRule } from "../heap-rule.ts";

const TIMER_FRAME =
  /^time\.(After|AfterFunc|NewTimer|newTimer|startTimer|resetTimer|\(\*Timer\)\.Reset)$/;

/**
 * `time.After`, `time.NewTimer` or `time.AfterFunc` at the leaf, and the runtime's heap of timers
 * (`time.startTimer`, `time.newTimer`). Before Go 1.23 each After and NewTimer lives until it fires; an
 * AfterFunc does in every version.
 *
 * Look-alikes: short timers do not grow; stopped ones linger while they are under a quarter of a P's heap.
 */
export const timerGrowthRule: HeapRule = {
  category: "timer-growth",
  confidence: "high",
  isTelling: true,
  matches(place) {
    return hasChainFrame(place, TIMER_FRAME);
  },
};
