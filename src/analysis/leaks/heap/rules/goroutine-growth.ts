import { hasStackFrame, type HeapRule } from "../heap-rule.ts";

const DESCRIPTOR_FRAME = /^runtime\.(malg|allgadd|newproc1)$/;
/** Threads have a g of their own. */
const THREAD_FRAME = /^runtime\.(allocm|newm|oneNewExtraM|newextram)$/;

/**
 * Descriptors (`runtime.malg`) and the table (`runtime.allgadd`) of all goroutines there ever were at one
 * time. gs are reused and never freed, so this is a high-water mark: the goroutine dump says who.
 */
export const goroutineGrowthRule: HeapRule = {
  category: "goroutine-growth",
  confidence: "high",
  isTelling: true,
  matches(place) {
    return (
      hasStackFrame(place, DESCRIPTOR_FRAME) &&
      !hasStackFrame(place, THREAD_FRAME)
    );
  },
};
