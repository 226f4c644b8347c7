import { join } from "node:path";
import { BrowserWindow, nativeTheme, type WebContents } from "electron";
import type { EventChannel, EventMap } from "#contract/channels.ts";
import type { Settings } from "#contract/settings.ts";
import type { AppOrigin } from "./app-origin.ts";
import { PAGE_PATH } from "./content-policy.ts";
import { log } from "./logger.ts";
import { windowIcon } from "./resources.ts";
import type { WindowPlace } from "./window-place.ts";

/** Background of the page (`src/renderer/theme`), so that the first frame does not flash. */
const BACKGROUND = { light: "#ffffff", dark: "#16181d" } as const;

/** No page but ours, in no window but ours, with no permission. */
function lockDown(contents: WebContents, origin: AppOrigin): void {
  contents.setWindowOpenHandler(() => ({ action: "deny" }));
  contents.on("will-navigate", (event) => {
    if (!origin.has(event.url)) event.preventDefault();
  });
  contents.on("will-redirect", (event) => {
    if (!origin.has(event.url)) event.preventDefault();
  });
  contents.on("will-attach-webview", (event) => event.preventDefault());
  contents.session.setPermissionRequestHandler((_contents, _name, reply) =>
    reply(false),
  );
  contents.session.setPermissionCheckHandler(() => false);
}

/** More crashes than this within a minute, and loading the page again will not help. */
const MAX_CRASHES_PER_MINUTE = 3;

/**
 * A page that crashed is loaded again: what is open is known to main, so nothing is lost but the
 * place in a view.
 */
function reloadAfterCrash(contents: WebContents): void {
  let crashes: number[] = [];
  contents.on("render-process-gone", (_event, { reason, exitCode }) => {
    if (reason === "clean-exit") return;
    log.warn("window", `page gone: ${reason} (${exitCode})`);
    const now = Date.now();
    crashes = [...crashes.filter((time) => now - time < 60_000), now];
    if (crashes.length <= MAX_CRASHES_PER_MINUTE) contents.reload();
  });
}

/** Applies the theme to native parts (menus, dialogs) and to `prefers-color-scheme` in the page. */
export function applyTheme(settings: Settings): void {
  nativeTheme.themeSource = settings.theme;
}

/** The one window. Shown with its first frame, never before: no white flash. */
export function createMainWindow(
  origin: AppOrigin,
  place: WindowPlace | undefined,
): BrowserWindow {
  const window = new BrowserWindow({
    width: 1280,
    height: 800,
    ...place?.bounds,
    minWidth: 720,
    minHeight: 480,
    show: false,
    title: "Leakscope",
    // macOS and Windows take it from the program.
    ...(process.platform === "linux" ? { icon: windowIcon() } : {}),
    backgroundColor: nativeTheme.shouldUseDarkColors
      ? BACKGROUND.dark
      : BACKGROUND.light,
    webPreferences: {
      preload: join(import.meta.dirname, "../preload/index.cjs"),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      spellcheck: false,
      // A second launch may come while the window is covered; its files must load all the same.
      backgroundThrottling: false,
    },
  });
  lockDown(window.webContents, origin);
  reloadAfterCrash(window.webContents);
  window.once("ready-to-show", () => {
    if (place?.isMaximized === true) window.maximize();
    window.show();
  });
  window
    .loadURL(origin.url(PAGE_PATH))
    .catch((error: unknown) => log.error("window", error));
  return window;
}

/** Sends an event to the page of `window`; nothing when it is gone. */
export function sendEvent<C extends EventChannel>(
  window: BrowserWindow | undefined,
  channel: C,
  payload: EventMap[C],
): void {
  if (window === undefined || window.isDestroyed()) return;
  window.webContents.send(channel, payload);
}
