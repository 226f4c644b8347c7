import { app, clipboard } from "electron";
import { ok } from "#base/result.ts";
import type { Settings } from "#contract/settings.ts";
import type { BulkTickets } from "../bulk-tickets.ts";
import {
  createCaptureHandlers,
  createWatchHandlers,
  type CaptureParts,
} from "../capture/capture-handlers.ts";
import type { Handlers } from "../ipc/register-handlers.ts";
import { sampleNames, sampleSets } from "../sample-names.ts";
import type { SettingsStore } from "../settings-store.ts";
import { systemLocale } from "../system-locale.ts";
import type { UserRulesStore } from "../user-rules-store.ts";
import { gatherDiagnostics } from "../gather-diagnostics.ts";
import {
  createComparisonHandlers,
  type ComparisonHandlerParts,
} from "./comparison-handlers.ts";
import { createLeakHandlers } from "./leak-handlers.ts";
import {
  createProfileHandlers,
  type ProfileHandlerParts,
} from "./profile-handlers.ts";
import {
  createSessionHandlers,
  type SessionHandlerParts,
} from "./session-handlers.ts";
import { createViewHandlers } from "./view-handlers.ts";

/** What the handlers work on. */
export interface HandlerParts
  extends ProfileHandlerParts, SessionHandlerParts, ComparisonHandlerParts {
  readonly tickets: BulkTickets;
  readonly settings: SettingsStore;
  readonly rules: UserRulesStore;
  readonly onSettings: (settings: Settings) => void;
  readonly capture: CaptureParts;
  readonly workerCount: () => number;
}

/** Answers of main to the page. Computes nothing: files, workers, settings and native parts. */
export function createHandlers(parts: HandlerParts): Handlers {
  const { profiles, tickets, settings } = parts;
  return {
    ...createProfileHandlers(parts),
    ...createViewHandlers(profiles, tickets),
    ...createCaptureHandlers(parts.capture),
    ...createWatchHandlers(parts.capture),
    ...createLeakHandlers(parts),
    ...createSessionHandlers(parts),
    ...createComparisonHandlers(parts),
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
        sampleSets: await sampleSets(parts.samplesDir),
      }),
    "app/diagnostics": async () => ok({ text: await gatherDiagnostics(parts) }),
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
