import type { HeapRule } from "../heap-rule.ts";
import type { HeapRecord } from "../heap-site.ts";

/** Eight slots of one byte each are 128 bytes for 16 of them; a full table of 1024 slots starts here. */
const TABLE_MIN_BYTES = 2048;

/**
 * heap debug=1 (Go 1.26): mallocgc, newarray, newGroups, newTable, split, rehash and mapassign with what
 * is inlined into them are eight or more; append, make and new have two to six.
 */
const HIDDEN_PCS_MIN = 8;

/** Whether sizes of about a half and a quarter were allocated here too. */
function hasHalves(records: readonly HeapRecord[], bytes: number): boolean {
  return [2, 4].every((part) =>
    records.some(
      (record) =>
        record.allocated > 0 &&
        record.bytes > (0.8 * bytes) / part &&
        record.bytes < (1.25 * bytes) / part,
    ),
  );
}

/**
 * Tables of a Swiss map (Go 1.24 and newer, internal/runtime/maps): at most 1024 slots each, and a full one
 * is split in two. So many objects of one size, which appear as two records with the same visible stack,
 * one per half (table.split), and the smaller sizes it grew through stay in the allocation columns, each
 * half of the next.
 *
 * Look-alikes: many slices that each grew to the same capacity.
 */
export const swissTableRule: HeapRule = {
  category: "map-growth",
  confidence: "high",
  matches(place, { goMinorAtLeast }) {
    const last = (place.records.at(0)?.objects.length ?? 0) - 1;
    const table = place.records.find((record) => record.objects[last] > 0);
    if (table === undefined || table.bytes < TABLE_MIN_BYTES) return false;
    if (table.twins > 1 || place.hiddenCount >= HIDDEN_PCS_MIN) return true;
    return (
      goMinorAtLeast >= 24 &&
      table.objects[last] >= 2 &&
      hasHalves(place.records, table.bytes)
    );
  },
};
