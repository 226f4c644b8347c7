import { join } from "node:path";
import { app, dialog, safeStorage, shell, type BrowserWindow } from "electron";
import { CaptureHistory } from "#capture/history.ts";
import type { EventChannel, EventMap } from "#contract/channels.ts";
import { log } from "../logger.ts";
import type { NotSaved } from "#contract/not-saved.ts";
import type { SettingsStore } from "../settings-store.ts";
import { notSaved, StateFile } from "../state-file.ts";
import type { CaptureParts } from "./capture-handlers.ts";
import { CaptureJobs } from "./capture-jobs.ts";
import { HostConnections, type KeyStore } from "./host-connections.ts";
import { Watches } from "./watches.ts";

/** What capture needs from the rest of main. */
export interface CaptureContext {
  readonly settings: SettingsStore;
  readonly emit: <C extends EventChannel>(
    channel: C,
    payload: EventMap[C],
  ) => void;
  readonly openFiles: (paths: readonly string[]) => void;
  readonly window: () => BrowserWindow | undefined;
  readonly onFailed: (failure: NotSaved) => void;
  readonly onFolder: (folder: string) => Promise<void>;
}

const keyStore: KeyStore = {
  isReal: () => {
    if (!safeStorage.isEncryptionAvailable()) return false;
    // Only Linux has back ends that are none: `basic_text` encrypts with a key everyone knows.
    return (
      process.platform !== "linux" ||
      safeStorage.getSelectedStorageBackend() !== "basic_text"
    );
  },
  encrypt: (text) => safeStorage.encryptString(text),
  decrypt: (sealed) => safeStorage.decryptString(sealed),
};

async function pickFolder(
  window: BrowserWindow | undefined,
  defaultPath: string,
): Promise<string | undefined> {
  const options: Electron.OpenDialogOptions = {
    properties: ["openDirectory", "createDirectory"],
    defaultPath,
  };
  const picked = await (window === undefined
    ? dialog.showOpenDialog(options)
    : dialog.showOpenDialog(window, options));
  return picked.canceled ? undefined : picked.filePaths[0];
}

/** Captures and watches of the app; files go to the folder of the settings. */
export function createCapture(context: CaptureContext): CaptureParts {
  const stateDir = app.getPath("userData");
  const historyPath = join(stateDir, "captures.json");
  const history = new CaptureHistory(historyPath, (error) => {
    log.warn("capture", `history not saved: ${String(error)}`);
    context.onFailed(notSaved(historyPath, error));
  });
  history.load().catch((error: unknown) => log.warn("capture", String(error)));
  const folder = (): string => {
    const chosen = context.settings.settings.captureFolder;
    return chosen === "" ? join(app.getPath("documents"), "Leakscope") : chosen;
  };
  const jobs = new CaptureJobs({
    history,
    folder,
    onChanged: (job) => context.emit("capture/changed", job),
    openFiles: context.openFiles,
  });
  const watches = new Watches({
    history,
    folder,
    onChanged: (state) => context.emit("watch/changed", state),
  });
  return {
    history,
    folder,
    jobs,
    watches,
    hosts: new HostConnections(
      new StateFile(join(stateDir, "hosts.json"), {
        mode: 0o600,
        onFailed: context.onFailed,
      }),
      keyStore,
    ),
    reveal: (path) => shell.showItemInFolder(path),
    chooseFolder: async () => {
      const picked = await pickFolder(context.window(), folder());
      if (picked !== undefined) await context.onFolder(picked);
      return folder();
    },
    onReady: (path, summary) => {
      const sum = summary.sampleTypes.at(summary.defaultSampleTypeIndex);
      if (sum === undefined) return;
      const { type, unit, total: value } = sum;
      history
        .setTotal(path, { type, unit, value })
        .then((record) => {
          if (record !== undefined) context.emit("capture/recorded", record);
        })
        .catch((error: unknown) => log.warn("capture", String(error)));
    },
    isBusy: () => jobs.isBusy || watches.isBusy,
    dispose: async () => {
      await Promise.all([jobs.dispose(), watches.dispose()]);
    },
  };
}
