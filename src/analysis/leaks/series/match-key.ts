import type { Mechanism } from "../mechanism/mechanism.ts";
import type {
  ClassifiedGroup,
  ClassifiedSnapshot,
} from "./classified-snapshot.ts";

/** What all snapshots of a series know, so that the same goroutines are found in each. */
export interface MatchPrecision {
  readonly hasCreators: boolean;
  readonly hasReceiveForms: boolean;
}

/** The least any snapshot of the series knows. */
export function matchPrecision(
  series: readonly ClassifiedSnapshot[],
): MatchPrecision {
  return {
    hasCreators: series.every((snapshot) => snapshot.hasCreators),
    hasReceiveForms: series.every((snapshot) => snapshot.hasReceiveForms),
  };
}

/** In text a range is a `chan-recv`; a loop is caught on one line or another. */
function family(mechanism: Mechanism, precision: MatchPrecision): string {
  if (mechanism === "busy-loop" || mechanism === "running") return "on-cpu";
  return mechanism === "chan-range" && !precision.hasReceiveForms
    ? "chan-recv"
    : mechanism;
}

/** Equal for groups that are the same goroutines at different moments: state, key and creator. */
export function matchKey(
  group: ClassifiedGroup,
  precision: MatchPrecision,
): string {
  const creator = precision.hasCreators
    ? (group.view.group.createdBy?.func ?? "")
    : "";
  const kind = group.mechanism === "chan-nil" ? group.view.wait.kind : "";
  return [
    family(group.mechanism, precision),
    kind,
    group.view.key,
    creator,
  ].join("\n");
}
