import { shell } from "electron";
import { ok, type Result } from "#base/result.ts";
import type { AppError } from "#contract/app-error.ts";
import type { BulkTicket } from "#contract/channels.ts";
import type { LeakSpec } from "#contract/goroutines.ts";
import type { LeakView } from "#contract/worker-messages.ts";
import type { BulkTickets } from "../bulk-tickets.ts";
import type { Handlers } from "../ipc/register-handlers.ts";
import type { ProfileStore } from "../profiles/profile-store.ts";
import type { UserRulesStore } from "../user-rules-store.ts";

/** What the handlers work on. */
export interface LeakParts {
  readonly profiles: ProfileStore;
  readonly tickets: BulkTickets;
  readonly rules: UserRulesStore;
}

type WithoutRules<V> = V extends LeakView ? Omit<V, "userRules"> : never;

/** Answers to `leaks/*`, `goroutines/*` and `rules/*`. */
export function createLeakHandlers({
  profiles,
  tickets,
  rules,
}: LeakParts): Pick<
  Handlers,
  Extract<
    keyof Handlers,
    `leaks/${string}` | `goroutines/${string}` | `rules/${string}`
  >
> {
  const ask = async (
    spec: LeakSpec,
    what: WithoutRules<LeakView>,
    signal: AbortSignal,
  ): Promise<Result<BulkTicket, AppError>> => {
    const { rules: userRules } = await rules.get();
    const view = { ...what, userRules } as LeakView;
    const outcome = await profiles.viewLeaks(spec, view, signal);
    return outcome.ok
      ? ok(tickets.issue(spec.currentIds[0], outcome.value))
      : outcome;
  };
  return {
    "leaks/list": (spec, signal) => ask(spec, { view: "leaks" }, signal),
    "leaks/detail": (spec, signal) =>
      ask(spec, { view: "leak", index: spec.index }, signal),
    "goroutines/groups": (spec, signal) => {
      const { granularity, labelKey, findingIndex } = spec;
      return ask(
        spec,
        { view: "goroutine-groups", granularity, labelKey, findingIndex },
        signal,
      );
    },
    "goroutines/detail": (spec, signal) => {
      const { granularity, labelKey, findingIndex, row } = spec;
      return ask(
        spec,
        { view: "goroutine-detail", granularity, labelKey, findingIndex, row },
        signal,
      );
    },
    "goroutines/creators": (spec, signal) =>
      ask(spec, { view: "creators" }, signal),
    "rules/get": async () => ok(await rules.get()),
    "rules/expect": async ({ category, key, isExpected }) =>
      ok(await rules.expect(category, key, isExpected)),
    "rules/reveal": () => {
      shell.showItemInFolder(rules.path);
      return ok(null);
    },
  };
}
