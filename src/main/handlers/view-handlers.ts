import { ok, type Result } from "#base/result.ts";
import type { AppError } from "#contract/app-error.ts";
import type { BulkTicket } from "#contract/channels.ts";
import type { ProfileId } from "#contract/profile-id.ts";
import type { SeriesView, SessionView } from "#contract/worker-messages.ts";
import type { BulkTickets } from "../bulk-tickets.ts";
import type { Handlers } from "../ipc/register-handlers.ts";
import type { ProfileStore } from "../profiles/profile-store.ts";

/** Views of one profile and of several: computed by workers, handed out as tickets. */
export function createViewHandlers(
  profiles: ProfileStore,
  tickets: BulkTickets,
): Pick<
  Handlers,
  Exclude<
    Extract<keyof Handlers, `analysis/${string}` | `compare/${string}`>,
    "compare/save"
  >
> {
  const view = async (
    profileId: ProfileId,
    what: SessionView,
    signal: AbortSignal,
  ): Promise<Result<BulkTicket, AppError>> => {
    const outcome = await profiles.view(profileId, what, signal);
    return outcome.ok ? ok(tickets.issue(profileId, outcome.value)) : outcome;
  };
  const seriesView = async (
    ids: readonly ProfileId[],
    what: SeriesView,
    signal: AbortSignal,
  ): Promise<Result<BulkTicket, AppError>> => {
    const outcome = await profiles.viewSeries(ids, what, signal);
    return outcome.ok ? ok(tickets.issue(ids[0], outcome.value)) : outcome;
  };
  return {
    "analysis/flame": ({ profileId, ...spec }, signal) =>
      view(profileId, { view: "flame", ...spec }, signal),
    "analysis/top": ({ profileId, ...spec }, signal) =>
      view(profileId, { view: "top", ...spec }, signal),
    "analysis/neighbours": ({ profileId, ...spec }, signal) =>
      view(profileId, { view: "neighbours", ...spec }, signal),
    "analysis/filtered": ({ profileId, ...spec }, signal) =>
      view(profileId, { view: "filtered", ...spec }, signal),
    "compare/flame": ({ baseId, currentId, ...spec }, signal) =>
      seriesView(
        [baseId, currentId],
        { view: "compare-flame", ...spec },
        signal,
      ),
    "compare/table": ({ baseId, currentId, ...spec }, signal) =>
      seriesView(
        [baseId, currentId],
        { view: "compare-table", ...spec },
        signal,
      ),
    "compare/goroutines": ({ baseId, currentId }, signal) =>
      seriesView([baseId, currentId], { view: "compare-goroutines" }, signal),
    "compare/trend": ({ profileIds, sampleType }, signal) =>
      seriesView(profileIds, { view: "trend", sampleType }, signal),
  };
}
