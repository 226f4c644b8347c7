import type { Mechanism } from "../mechanism/mechanism.ts";
import type { StackView } from "../mechanism/stack-view.ts";
import type { BenignId } from "./benign-id.ts";

/** One row of the benign table: stacks that are harmless whatever they wait for. */
export interface BenignRule {
  readonly id: BenignId;
  /** There is one such goroutine per object, so a growing number still is a leak of objects. */
  readonly growthCounts: boolean;
  matches(view: StackView, mechanism: Mechanism): boolean;
}
