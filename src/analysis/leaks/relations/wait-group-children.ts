import { memberAt } from "#profile/goroutines/goroutine-snapshot.ts";
import { isUnwakeable } from "../confidence.ts";
import {
  addEvidence,
  raiseConfidence,
  type Suspect,
} from "../series/suspect.ts";
import type { RelationContext } from "./relation-context.ts";

/** Ids of the waiting goroutines, and the functions on their stacks. */
interface Waiter {
  readonly ids: ReadonlySet<number>;
  readonly funcs: ReadonlySet<string>;
}

function waiterOf(suspect: Suspect, context: RelationContext): Waiter {
  const { members } = context.newest.snapshot;
  const ids = new Set<number>();
  const funcs = new Set<string>();
  for (const { view } of suspect.groups) {
    for (
      let row = view.group.memberStart;
      row < view.group.memberEnd;
      row += 1
    ) {
      const { id } = memberAt(members, row);
      if (id >= 0) ids.add(id);
    }
    for (const frame of view.visible) {
      if (frame.kind === "user") funcs.add(frame.func);
    }
  }
  return { ids, funcs };
}

/** Whether some goroutine of `child` was started by `waiter`: by id where known, else by name. */
function isChild(
  child: Suspect,
  waiter: Waiter,
  context: RelationContext,
): boolean {
  const { members } = context.newest.snapshot;
  return child.groups.some(({ view }) => {
    for (
      let row = view.group.memberStart;
      row < view.group.memberEnd;
      row += 1
    ) {
      const { creatorId } = memberAt(members, row);
      if (creatorId >= 0) {
        if (waiter.ids.has(creatorId)) return true;
      }
    }
    if (waiter.funcs.has(view.group.createdBy?.func ?? "")) return true;
    // Without creators: a closure of the waiting function, `main.groupWait.func1` of `main.groupWait`.
    return view.visible.some(
      (frame) =>
        waiter.funcs.has(frame.func.replace(/\.func\d+(\.\d+)*$/, "")) &&
        frame.func !== frame.func.replace(/\.func\d+(\.\d+)*$/, ""),
    );
  });
}

/**
 * `WaitGroup.Wait` ends when the goroutines it waits for call Done: its blocked children are the
 * cause. A child that can never wake makes the wait as sure.
 */
export function judgeWaitGroups(context: RelationContext): void {
  for (const suspect of context.suspects) {
    if (suspect.mechanism !== "waitgroup-wait" || suspect.confidence === null) {
      continue;
    }
    const waiter = waiterOf(suspect, context);
    const children = context.suspects.filter(
      (child) =>
        child !== suspect &&
        child.confidence !== null &&
        child.mechanism !== "running" &&
        isChild(child, waiter, context),
    );
    for (const child of children) {
      suspect.related.add(child);
      if (isUnwakeable(child)) raiseConfidence(suspect, "high");
    }
    if (children.length > 0) {
      addEvidence(suspect, "children-blocked", {
        count: children.reduce((sum, child) => sum + child.count, 0),
        func: children[0].key,
      });
    }
  }
}
