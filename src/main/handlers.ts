import { readdir } from "node:fs/promises";
import { isAbsolute, join } from "node:path";
import { app, type BrowserWindow, clipboard, dialog } from "electron";
import { err, ok, type Result } from "#base/result.ts";
import type { AppError } from "#contract/app-error.ts";
import type { BulkTicket } from "#contract/channels.ts";
import type { ProfileId } from "#contract/profile-id.ts";
import type { Settings } from "#contract/settings.ts";
import type { SeriesView, SessionView } from "#contract/worker-messages.ts";
import {
  createCaptureHandlers,
  createWatchHandlers,
  type CaptureParts,
} from "./capture/capture-handlers.ts";
import type { BulkTickets } from "./bulk-tickets.ts";
import type { Handlers } from "./ipc/register-handlers.ts";
import type { ProfileStore } from "./profiles/profile-store.ts";
import type { SettingsStore } from "./settings-store.ts";
import { systemLocale } from "./system-locale.ts";
import type { Uploads } from "./uploads.ts";

/** What the handlers work on. */
export interface HandlerParts {
  readonly profiles: ProfileStore;
  readonly tickets: BulkTickets;
  readonly uploads: Uploads;
  readonly settings: SettingsStore;
  /** Folder of the shipped sample captures. */
  readonly samplesDir: string;
  readonly window: () => BrowserWindow | undefined;
  readonly onSettings: (settings: Settings) => void;
  readonly capture: CaptureParts;
}

async function sampleNames(samplesDir: string): Promise<string[]> {
  const names = await readdir(samplesDir);
  return names.filter((name) => !name.startsWith(".") && name !== "README.md");
}

async function pickFiles(
  window: BrowserWindow | undefined,
): Promise<readonly string[]> {
  const options: Electron.OpenDialogOptions = {
    properties: ["openFile", "multiSelections"],
  };
  const picked = await (window === undefined
    ? dialog.showOpenDialog(options)
    : dialog.showOpenDialog(window, options));
  return picked.filePaths;
}

/** Answers of main to the page. Computes nothing: files, workers, settings and native parts. */
export function createHandlers(parts: HandlerParts): Handlers {
  const { profiles, tickets, uploads, settings } = parts;
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
    ...createCaptureHandlers(parts.capture),
    ...createWatchHandlers(parts.capture),
    "app/facts": async () =>
      ok({
        version: app.getVersion(),
        electron: process.versions.electron,
        chrome: process.versions.chrome,
        node: process.versions.node,
        platform: process.platform,
        arch: process.arch,
        systemLocale: systemLocale(),
        samples: await sampleNames(parts.samplesDir),
      }),
    "profile/open": async ({ paths }) =>
      ok(await profiles.openPaths(paths.filter((path) => isAbsolute(path)))),
    "profile/open-dialog": async () =>
      ok(await profiles.openPaths(await pickFiles(parts.window()))),
    "profile/open-sample": async ({ name }) => {
      const names = await sampleNames(parts.samplesDir);
      return names.includes(name)
        ? ok(profiles.openSample(name, join(parts.samplesDir, name)))
        : err({ code: "not-found" });
    },
    "profile/upload": ({ name, sizeBytes }) =>
      ok({ url: uploads.announce(name, sizeBytes) }),
    "profile/list": () => ok(profiles.list()),
    "profile/cancel": ({ profileId }) => {
      profiles.cancel(profileId);
      return ok(null);
    },
    "profile/close": ({ profileId }) => {
      profiles.close(profileId);
      return ok(null);
    },
    "profile/reopen": ({ profileId }) => {
      profiles.reopen(profileId);
      return ok(null);
    },
    "analysis/flame": ({ profileId, ...spec }, signal) =>
      view(profileId, { view: "flame", ...spec }, signal),
    "analysis/top": ({ profileId, ...spec }, signal) =>
      view(profileId, { view: "top", ...spec }, signal),
    "analysis/neighbours": ({ profileId, ...spec }, signal) =>
      view(profileId, { view: "neighbours", ...spec }, signal),
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
    "settings/get": () => ok(settings.settings),
    "settings/set": async (change) => {
      const changed = await settings.set(change);
      parts.onSettings(changed);
      return ok(changed);
    },
    "clipboard/write-text": async ({ text }) => {
      // A promise from Electron 41 on.
      await clipboard.writeText(text);
      return ok(null);
    },
  };
}
