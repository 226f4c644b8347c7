/**
 * Start of the app. One window, one instance: a second launch hands its files to the first. Nothing
 * is computed here; files are decoded and views made in workers.
 */
import { availableParallelism, totalmem } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { app, type BrowserWindow, ipcMain, protocol } from "electron";
import type { EventChannel, EventMap } from "#contract/channels.ts";
import { resolveLocale } from "#text/locale.ts";
import { createI18n, translateWith } from "#text/translator.ts";
import type { NotSaved } from "#contract/not-saved.ts";
import type { CaptureJob } from "#contract/capture-job.ts";
import type { OpenProfile } from "#contract/open-profile.ts";
import type { Settings } from "#contract/settings.ts";
import { AppOrigin } from "./app-origin.ts";
import { handleAppScheme } from "./app-scheme.ts";
import { BulkTickets } from "./bulk-tickets.ts";
import { Bundles } from "./bundles/bundles.ts";
import type { CaptureParts } from "./capture/capture-handlers.ts";
import { createCapture } from "./capture/create-capture.ts";
import { createHandlers } from "./handlers/create-handlers.ts";
import { FileWatch } from "./file-watch.ts";
import { registerHandlers } from "./ipc/register-handlers.ts";
import {
  launchDataFrom,
  type LaunchData,
  launchFiles,
} from "./launch-files.ts";
import { log } from "./logger.ts";
import { applyTheme, createMainWindow, sendEvent } from "./main-window.ts";
import { noteProblem } from "./problem-log.ts";
import { DecodeQueue } from "./profiles/decode-queue.ts";
import { ProfileStore } from "./profiles/profile-store.ts";
import { WorkerCensus } from "./profiles/worker-census.ts";
import { installAppMenu } from "./app-menu.ts";
import { RecentFiles } from "./recent-files.ts";
import { samplesDir } from "./resources.ts";
import { StateFile } from "./state-file.ts";
import { keepPlace, savedPlace } from "./window-place.ts";
import { SettingsStore } from "./settings-store.ts";
import { SharedGarbage } from "./shared-garbage.ts";
import { systemLocale } from "./system-locale.ts";
import { TaskbarProgress } from "./taskbar-progress.ts";
import { Uploads } from "./uploads.ts";
import { UserRulesStore } from "./user-rules-store.ts";
import { threadWorkers } from "./worker-host.ts";

/** Columns of one profile may take up to half of the machine's memory, where no limit is set. */
const COLUMN_LIMIT_BYTES = totalmem() / 2;
/** Trees and views of all profiles together; they can be made again. */
const KEPT_LIMIT_BYTES = Math.min(totalmem() / 4, 2 * 1024 ** 3);
const SESSION_WORKERS = 4;
/** How long captures and workers may take to end when the app quits, each. */
const QUIT_LIMIT_MS = 1000;

let window: BrowserWindow | undefined;
/** Files that arrive before there is a window (macOS sends `open-file` before `ready`). */
const earlyFiles: string[] = [];

/** Set when the app is ready. */
let recent: RecentFiles | undefined;
let capture: CaptureParts | undefined;
let settings: SettingsStore | undefined;
let showMenu: () => void = () => undefined;

const emit = <C extends EventChannel>(channel: C, payload: EventMap[C]): void =>
  sendEvent(window, channel, payload);

const taskbar = new TaskbarProgress((value) => {
  if (window?.isDestroyed() === false) window.setProgressBar(value);
});

/** As `emit`; a file that could be read is one to be found again, an error one to be told about. */
const emitProfile: typeof emit = (channel, payload) => {
  emit(channel, payload);
  if ("source" in payload) {
    profileChanged(payload);
    bundles.onProfile(payload);
  } else if (channel === "profile/closed" && "profileId" in payload) {
    taskbar.profileClosed(payload.profileId);
    bundles.onClosed(payload.profileId);
  }
};

function profileChanged(profile: OpenProfile): void {
  const { source, state } = profile;
  taskbar.profileChanged(profile);
  if (state.status === "failed" || state.status === "lost") {
    noteProblem("profile", state.error.code);
  } else if (state.status === "ready" && source.type === "file") {
    // A zip is what is found again, not each of its files.
    if (source.entry === undefined) noteRecent(source.path);
    capture?.onReady(source.path, state.summary);
  }
}

function captureChanged(job: CaptureJob): void {
  taskbar.captureChanged(job);
  if (!job.isDone) return;
  for (const { state } of job.items) {
    if (state.status === "failed") noteProblem("capture", state.error.code);
  }
}

/** The most memory a file may take, as the settings say. */
function fileLimitBytes(): number {
  const chosen = settings?.settings.fileMemory ?? "auto";
  return chosen === "auto" ? COLUMN_LIMIT_BYTES : Number(chosen) * 1024 ** 3;
}

function noteRecent(path: string): void {
  app.addRecentDocument(path);
  void recent?.add(path).then((isChanged) => {
    if (isChanged) showMenu();
  });
}

const garbage = new SharedGarbage();
const tickets = new BulkTickets(garbage);
const uploads = new Uploads();
const workers = new WorkerCensus(threadWorkers);
const profiles = new ProfileStore({
  workers,
  queue: new DecodeQueue(
    workers,
    Math.max(1, availableParallelism() - 1),
    fileLimitBytes,
  ),
  sessionLimits: { workers: SESSION_WORKERS, keptBytes: KEPT_LIMIT_BYTES },
  emit: emitProfile,
  garbage,
  onForget: (id) => tickets.forget(id),
  files: {
    watch: (id, path) => fileWatch.watch(id, path),
    unwatch: (id) => fileWatch.unwatch(id),
  },
});
const fileWatch = new FileWatch((id, change) =>
  profiles.noteDiskChange(id, change),
);

const bundles: Bundles = new Bundles({
  profiles: () => profiles,
  emit,
  onOpened: noteRecent,
});

function openFiles(files: readonly string[]): void {
  void bundles.openPaths(files);
}

function bringToFront(): void {
  if (window === undefined) return;
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}

let isQuitting = false;

/**
 * Ends captures, which tidy up their files, then the workers, then the app; by force where one hangs,
 * which would keep the process alive.
 */
async function quit(): Promise<void> {
  await Promise.race([capture?.dispose(), delay(QUIT_LIMIT_MS)]);
  profiles.dispose();
  fileWatch.dispose();
  if (await workers.endAll(QUIT_LIMIT_MS)) {
    app.exit(0);
    return;
  }
  log.warn("quit", `${workers.size} workers hang`);
  process.kill(process.pid, "SIGKILL");
}

/** Menu in the language of the settings. */
function showMenuOf(settings: Settings): void {
  const locale = resolveLocale(settings.language, systemLocale());
  installAppMenu({
    t: translateWith(createI18n(locale)),
    recentPaths: recent?.paths ?? [],
    onCommand: (command) => emit("menu/command", { command }),
    onRecent: (path) => openFiles([path]),
  });
}

/** The window, and what its page is loaded from. */
function openWindow(origin: AppOrigin, placeFile: StateFile): BrowserWindow {
  handleAppScheme(protocol, {
    origin,
    pageDir: join(import.meta.dirname, "../renderer"),
    tickets,
    uploads,
    onUpload: (name, bytes) => profiles.openBytes(name, bytes),
  });
  const opened = createMainWindow(origin, savedPlace(placeFile));
  keepPlace(opened, placeFile);
  // What a watched folder did not tell: network drives, a machine that slept.
  opened.on("focus", () => void fileWatch.check());
  opened.on("closed", () => {
    window = undefined;
  });
  window = opened;
  return opened;
}

function start(origin: AppOrigin): void {
  const onFailed = (failure: NotSaved): void => emit("app/not-saved", failure);
  const stateFile = (name: string): StateFile =>
    new StateFile(join(app.getPath("userData"), name), { onFailed });
  const settingsStore = new SettingsStore(
    join(app.getPath("userData"), "settings.json"),
    onFailed,
  );
  settings = settingsStore;
  // First of all what the page waits for: its process starts while the rest is made.
  applyTheme(settingsStore.settings);
  const { webContents } = openWindow(origin, stateFile("window.json"));
  const recentFiles = new RecentFiles(stateFile("recent.json"));
  recent = recentFiles;
  showMenu = () => showMenuOf(settingsStore.settings);
  showMenu();
  const onSettings = (changed: Settings): void => {
    applyTheme(changed);
    showMenuOf(changed);
    emit("settings/changed", changed);
  };
  capture = createCapture({
    settings: settingsStore,
    emit: (channel, payload) => {
      emit(channel, payload);
      if (channel === "capture/changed") captureChanged(payload as CaptureJob);
    },
    openFiles,
    onFailed,
    window: () => window,
    onFolder: async (captureFolder) =>
      onSettings(await settingsStore.set({ captureFolder })),
  });
  const pending = registerHandlers(
    ipcMain,
    origin,
    createHandlers({
      profiles,
      openPaths: (paths) => bundles.openPaths(paths),
      takeBundles: () => bundles.take(),
      onSaved: noteRecent,
      tickets,
      uploads,
      settings: settingsStore,
      rules: new UserRulesStore(
        join(app.getPath("userData"), "leakscope-rules.json"),
        onFailed,
      ),
      samplesDir: samplesDir(),
      window: () => window,
      onSettings,
      capture,
      workerCount: () => workers.size,
      recent: recentFiles,
      session: stateFile("session.json"),
      onRecent: () => {
        app.clearRecentDocuments();
        showMenu();
      },
    }),
  );
  // A page that is loaded again has forgotten its requests.
  webContents.on("did-navigate", () => pending.cancelAll());
  openFiles(earlyFiles.splice(0));
}

function launch(): void {
  const files = launchFiles(
    process.argv,
    process.cwd(),
    process.defaultApp === true,
  );
  if (!app.requestSingleInstanceLock({ files } satisfies LaunchData)) {
    app.quit();
    return;
  }
  // Before the start there is no list of recent files yet to note them in, nor settings to open them by.
  const openOnceStarted = (paths: readonly string[]): void => {
    if (window === undefined) earlyFiles.push(...paths);
    else openFiles(paths);
  };
  openOnceStarted(files);
  const origin = AppOrigin.register(protocol);
  app.on("open-file", (event, path) => {
    event.preventDefault();
    openOnceStarted([path]);
  });
  app.on("second-instance", (_event, _argv, _cwd, data) => {
    openOnceStarted(launchDataFrom(data).files);
    bringToFront();
  });
  app.on("window-all-closed", () => app.quit());
  app.on("will-quit", (event) => {
    if (workers.size === 0 && capture?.isBusy() !== true) return;
    event.preventDefault();
    if (isQuitting) return;
    isQuitting = true;
    void quit();
  });
  // Not awaited at the top level: in an ES module that would hold back the event it waits for.
  app
    .whenReady()
    .then(() => start(origin))
    .catch((error: unknown) => {
      // Without a window there is nobody to tell but the one who started it.
      log.error("start", error);
      app.exit(1);
    });
}

// A bug: logged, and the app goes on, since what is open lives in workers and shared memory.
process.on("uncaughtException", (error) => log.error("main", error));
process.on("unhandledRejection", (reason) => log.error("main", reason));

launch();
