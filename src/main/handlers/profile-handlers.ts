import { isAbsolute, join } from "node:path";
import { type BrowserWindow, dialog } from "electron";
import { err, ok } from "#base/result.ts";
import type { Bundle } from "#contract/bundle.ts";
import type { ProfileId } from "#contract/profile-id.ts";
import type { Handlers } from "../ipc/register-handlers.ts";
import type { ProfileStore } from "../profiles/profile-store.ts";
import { sampleNames } from "../sample-names.ts";
import type { Uploads } from "../uploads.ts";

/** What opening works on. */
export interface ProfileHandlerParts {
  readonly profiles: ProfileStore;
  /** Opens files, zips, folders and saved comparisons. */
  readonly openPaths: (paths: readonly string[]) => Promise<ProfileId[]>;
  readonly takeBundles: () => readonly Bundle[];
  readonly uploads: Uploads;
  /** Folder of the shipped sample captures. */
  readonly samplesDir: string;
  readonly window: () => BrowserWindow | undefined;
}

async function pick(
  window: BrowserWindow | undefined,
  properties: Electron.OpenDialogOptions["properties"],
): Promise<readonly string[]> {
  const options: Electron.OpenDialogOptions = { properties };
  const picked = await (window === undefined
    ? dialog.showOpenDialog(options)
    : dialog.showOpenDialog(window, options));
  return picked.filePaths;
}

/** Opening, cancelling, closing. */
export function createProfileHandlers({
  profiles,
  openPaths,
  takeBundles,
  uploads,
  samplesDir,
  window,
}: ProfileHandlerParts): Pick<
  Handlers,
  Extract<keyof Handlers, `profile/${string}` | "bundle/take">
> {
  return {
    "profile/open": async ({ paths }) =>
      ok(await openPaths(paths.filter((path) => isAbsolute(path)))),
    "profile/open-entry": async ({ path, entry }) =>
      isAbsolute(path)
        ? ok(await profiles.openEntry(path, entry))
        : err({ code: "not-found" }),
    "profile/open-dialog": async () =>
      ok(
        await openPaths(await pick(window(), ["openFile", "multiSelections"])),
      ),
    "profile/open-folder": async () =>
      ok(
        await openPaths(
          await pick(window(), ["openDirectory", "multiSelections"]),
        ),
      ),
    "profile/open-sample": async ({ name }) => {
      const names = await sampleNames(samplesDir);
      return names.includes(name)
        ? ok(profiles.openSample(name, join(samplesDir, name)))
        : err({ code: "not-found" });
    },
    "bundle/take": () => ok(takeBundles()),
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
    "profile/reopen": ({ profileId, allowsAnySize = false }) => {
      profiles.reopen(profileId, allowsAnySize);
      return ok(null);
    },
    "profile/keep": ({ profileId }) => {
      profiles.keepAsRead(profileId);
      return ok(null);
    },
  };
}
