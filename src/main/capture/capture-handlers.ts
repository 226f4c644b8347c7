import { ok } from "#base/result.ts";
import { discoverEndpoints } from "#capture/discover.ts";
import type { CaptureHistory } from "#capture/history.ts";
import { parseTarget } from "#capture/parse-target.ts";
import type { ProfileSummary } from "#contract/profile-summary.ts";
import type { Handlers } from "../ipc/register-handlers.ts";
import type { CaptureJobs } from "./capture-jobs.ts";
import type { HostConnections } from "./host-connections.ts";
import type { Watches } from "./watches.ts";

/** What the handlers work on. */
export interface CaptureParts {
  readonly jobs: CaptureJobs;
  readonly watches: Watches;
  readonly history: CaptureHistory;
  readonly hosts: HostConnections;
  readonly folder: () => string;
  readonly reveal: (path: string) => void;
  readonly chooseFolder: () => Promise<string>;
  /** A file is open: if it is a capture, its total goes into the history. */
  readonly onReady: (path: string, summary: ProfileSummary) => void;
  /** Whether there is something to end before the app does. */
  readonly isBusy: () => boolean;
  /** Ends everything under way; resolves when no socket and no half-written file is left. */
  readonly dispose: () => Promise<void>;
}

/** Answers to `capture/*`. */
export function createCaptureHandlers(
  parts: CaptureParts,
): Pick<Handlers, Extract<keyof Handlers, `capture/${string}`>> {
  const { jobs, history, hosts } = parts;
  return {
    "capture/saved-connection": ({ address }) => {
      const target = parseTarget(address);
      const host = target.ok ? new URL(target.value.origin).host : "";
      return ok(hosts.saved(host));
    },
    "capture/discover": async ({ address, connection }, signal) => {
      const target = parseTarget(address);
      if (!target.ok) return ok({ ok: false, error: target.error });
      const { host } = new URL(target.value.origin);
      const found = await discoverEndpoints(
        target.value,
        hosts.resolve(host, connection, target.value.userInfo),
        signal,
      );
      return ok(
        found.ok
          ? {
              ok: true,
              host,
              discovery: {
                ...found.value,
                target: { ...found.value.target, userInfo: null },
              },
            }
          : { ok: false, error: found.error },
      );
    },
    "capture/start": async (start) => {
      const target = parseTarget(start.address);
      if (!target.ok) return ok({ ok: false, error: target.error });
      const { host } = new URL(target.value.origin);
      const connection = hosts.resolve(
        host,
        start.connection,
        target.value.userInfo,
      );
      await hosts.remember(host, start.connection);
      return ok({
        ok: true,
        jobId: jobs.start(start, target.value, connection),
      });
    },
    "capture/jobs": () => ok(jobs.list()),
    "capture/cancel": ({ jobId }) => {
      jobs.cancel(jobId);
      return ok(null);
    },
    "capture/answer": async ({ jobId, itemIndex, answer }) => {
      await jobs.answer(jobId, itemIndex, answer);
      return ok(null);
    },
    "capture/retry": async ({ jobId }) => {
      await jobs.retry(jobId);
      return ok(null);
    },
    "capture/forget": async ({ jobId }) => {
      await jobs.forget(jobId);
      return ok(null);
    },
    "capture/history": () => ok(history.all),
    "capture/delete": async ({ path }) => {
      await history.remove(path);
      return ok(history.all);
    },
    "capture/reveal": ({ path }) => {
      // Only what was captured: the page can't point the file manager anywhere else.
      if (history.all.some((record) => record.path === path)) {
        parts.reveal(path);
      }
      return ok(null);
    },
    "capture/folder": () => ok({ folder: parts.folder() }),
    "capture/choose-folder": async () =>
      ok({ folder: await parts.chooseFolder() }),
  };
}

/** Answers to `watch/*`. */
export function createWatchHandlers(
  parts: CaptureParts,
): Pick<Handlers, Extract<keyof Handlers, `watch/${string}`>> {
  const { watches, hosts } = parts;
  return {
    "watch/start": async ({ address, connection, options }) => {
      const target = parseTarget(address);
      if (!target.ok) return ok({ ok: false, error: target.error });
      const { host } = new URL(target.value.origin);
      const resolved = hosts.resolve(host, connection, target.value.userInfo);
      await hosts.remember(host, connection);
      return ok({
        ok: true,
        jobId: watches.start(target.value, resolved, options),
      });
    },
    "watch/list": () => ok(watches.list()),
    "watch/stop": ({ jobId }) => {
      watches.stop(jobId);
      return ok(null);
    },
    "watch/snapshot": ({ jobId }) => {
      watches.takeSnapshot(jobId);
      return ok(null);
    },
    "watch/forget": ({ jobId }) => {
      watches.forget(jobId);
      return ok(null);
    },
  };
}
