/** Files that ship with the app: beside its archive when packaged, in the source tree otherwise. */
import { join } from "node:path";
import { app } from "electron";

/** Folder of the sample captures. Not in the archive: workers read them as they read any file. */
export function samplesDir(): string {
  return app.isPackaged
    ? join(process.resourcesPath, "samples")
    : join(app.getAppPath(), "resources/samples");
}

/** Icon of windows on Linux, a PNG. */
export function windowIcon(): string {
  return app.isPackaged
    ? join(process.resourcesPath, "icon.png")
    : join(app.getAppPath(), "build/icons/256x256.png");
}
