import type { Mechanism } from "./mechanism.ts";
import type { StackView } from "./stack-view.ts";

/** One way to recognise a mechanism. Rules are tried in order; the first that matches wins. */
export interface MechanismRule {
  readonly mechanism: Mechanism;
  matches(view: StackView): boolean;
}
