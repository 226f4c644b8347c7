import type { GoroutineSnapshot } from "#profile/goroutines/goroutine-snapshot.ts";
import type { BenignRule } from "../benign/benign-rule.ts";
import { benignRuleOf } from "../benign/classify-benign.ts";
import { mechanismOf } from "../mechanism/classify-mechanism.ts";
import type { Mechanism } from "../mechanism/mechanism.ts";
import { stackViews, type StackView } from "../mechanism/stack-view.ts";
import { userRuleOf, type UserRule } from "../user-rules.ts";

/** A group with everything one dump says about it. */
export interface ClassifiedGroup {
  readonly view: StackView;
  readonly mechanism: Mechanism;
  readonly benign: BenignRule | undefined;
  readonly userRule: UserRule | undefined;
}

/** One snapshot, classified. */
export interface ClassifiedSnapshot {
  readonly snapshot: GoroutineSnapshot;
  /** Same order as `snapshot.groups`. */
  readonly groups: readonly ClassifiedGroup[];
  /** Goroutines per population (see `populationKey`), whatever they wait for. */
  readonly populations: ReadonlyMap<string, number>;
  /** Text dumps name creators; pprof and debug=1 do not. */
  readonly hasCreators: boolean;
  /** pprof tells `range` from `<-c`; text does not. */
  readonly hasReceiveForms: boolean;
}

/** Classifies every group of a snapshot. O(frames x rules). */
export function classifySnapshot(
  snapshot: GoroutineSnapshot,
  userRules: readonly UserRule[],
): ClassifiedSnapshot {
  const groups = stackViews(snapshot).map((view) => {
    const mechanism = mechanismOf(view);
    return {
      view,
      mechanism,
      benign: benignRuleOf(view, mechanism),
      userRule: userRuleOf(view, mechanism, userRules),
    };
  });
  const populations = new Map<string, number>();
  for (const { view } of groups) {
    const key = populationKey(view);
    populations.set(key, (populations.get(key) ?? 0) + view.group.count);
  }
  return {
    snapshot,
    groups,
    populations,
    hasCreators: snapshot.source !== "pprof" && snapshot.source !== "debug1",
    hasReceiveForms:
      snapshot.source === "pprof" || snapshot.source === "joined",
  };
}

/**
 * Goroutines that run the same thing: the root-most function outside the library, else the entry.
 * Eight workers stay a population of eight however many of them sleep, send or receive right now, so
 * a state that grows while its population does not is a migration, not a leak.
 */
export function populationKey(view: StackView): string {
  const frames = view.hasWrapperRoot ? view.visible.slice(0, -1) : view.visible;
  return frames.findLast((frame) => frame.kind === "user")?.func ?? view.entry;
}
