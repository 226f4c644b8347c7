import { goroutineGrowthRule } from "./rules/goroutine-growth.ts";
import { contextGrowthRule } from "./rules/context-growth.ts";
import { tickerGrowthRule } from "./rules/ticker-growth.ts";
import { timerGrowthRule } from "./rules/timer-growth.ts";
import { httpBodyGrowthRule } from "./rules/http-body-unclosed.ts";
import { connectionGrowthRule } from "./rules/conn-growth.ts";
import { fileGrowthRule } from "./rules/fd-growth.ts";
import { syncMapRule } from "./rules/sync-map.ts";
import { mapTableRule } from "./rules/map-table.ts";
import { swissTableRule } from "./rules/swiss-table.ts";
import { listGrowthRule } from "./rules/list-growth.ts";
import { bufferGrowthRule } from "./rules/buffer-growth.ts";
import { subsliceRule } from "./rules/subslice-retention.ts";
import { sliceGrowthRule } from "./rules/slice-growth.ts";
import { objectRetentionRule } from "./rules/object-retention.ts";
import type { HeapRule, HeapRuleContext } from "./heap-rule.ts";
import type { HeapPlace } from "./heap-site.ts";

/**
 * All rules. Library leaves say exactly what an object is and come first; sizes come after; what
 * neither tells is retained objects.
 */
export const HEAP_RULES: readonly HeapRule[] = [
  goroutineGrowthRule,
  contextGrowthRule,
  tickerGrowthRule,
  timerGrowthRule,
  httpBodyGrowthRule,
  connectionGrowthRule,
  fileGrowthRule,
  syncMapRule,
  listGrowthRule,
  bufferGrowthRule,
  mapTableRule,
  swissTableRule,
  subsliceRule,
  sliceGrowthRule,
  objectRetentionRule,
];

/** The rule for a place; the last one always matches. */
export function heapRuleOf(
  place: HeapPlace,
  context: HeapRuleContext,
): HeapRule {
  return (
    HEAP_RULES.find((rule) => rule.matches(place, context)) ??
    objectRetentionRule
  );
}
