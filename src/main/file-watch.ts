import { watch, type FSWatcher } from "node:fs";
import { stat } from "node:fs/promises";
import { basename, dirname } from "node:path";
import type { DiskChange } from "#contract/open-profile.ts";
import type { ProfileId } from "#contract/profile-id.ts";
import { log } from "./logger.ts";

interface Watched {
  readonly path: string;
  /** The file's stamp when it was read. */
  readonly asRead: Promise<string>;
  change: DiskChange | undefined;
}

interface Folder {
  readonly watcher: FSWatcher;
  timer: NodeJS.Timeout | undefined;
}

const GONE = "gone";

/** Tells one state of a file from another. What is no file (a pipe) never changes. */
async function stampOf(path: string): Promise<string> {
  try {
    const stats = await stat(path);
    return stats.isFile()
      ? `${stats.ino} ${stats.size} ${stats.mtimeMs}`
      : "no file";
  } catch {
    // Whatever the reason: it can't be read now.
    return GONE;
  }
}

/**
 * Notices when open files change on disk or go. Folders are watched, not files: whoever saves by
 * renaming a new file over the old one is seen too. The file system tells; after a burst of its events
 * there is one look at each file, `settleMs` later, however long the writing goes on. Where a folder
 * can't be watched (some network drives), `check` on the window's return to the front still notices.
 */
export class FileWatch {
  private readonly files = new Map<ProfileId, Watched>();
  private readonly folders = new Map<string, Folder>();

  /** @param onChange undefined: the file is again as it was read */
  constructor(
    private readonly onChange: (
      id: ProfileId,
      change: DiskChange | undefined,
    ) => void,
    private readonly settleMs = 400,
  ) {}

  /** Call before the file is read; again for each reading. Resolves when it is known what the file was. */
  async watch(id: ProfileId, path: string): Promise<void> {
    const asRead = stampOf(path);
    this.files.set(id, { path, asRead, change: undefined });
    this.watchFolder(dirname(path));
    await asRead;
  }

  unwatch(id: ProfileId): void {
    const path = this.files.get(id)?.path;
    this.files.delete(id);
    if (path === undefined) return;
    const folder = dirname(path);
    const isNeeded = [...this.files.values()].some(
      (other) => dirname(other.path) === folder,
    );
    if (!isNeeded) this.leaveFolder(folder);
  }

  /** Looks at every file now. */
  async check(): Promise<void> {
    await Promise.all([...this.files].map((entry) => this.look(...entry)));
  }

  dispose(): void {
    this.files.clear();
    for (const folder of [...this.folders.keys()]) this.leaveFolder(folder);
  }

  private watchFolder(path: string): void {
    if (this.folders.has(path)) return;
    try {
      const watcher = watch(path, { persistent: false }, (_event, name) =>
        this.onEvent(path, name),
      );
      watcher.on("error", () => this.leaveFolder(path));
      this.folders.set(path, { watcher, timer: undefined });
    } catch (error) {
      const code = error instanceof Error && "code" in error ? error.code : "";
      log.warn("file-watch", `folder not watched: ${String(code)}`);
    }
  }

  private leaveFolder(path: string): void {
    const folder = this.folders.get(path);
    if (folder === undefined) return;
    this.folders.delete(path);
    clearTimeout(folder.timer);
    folder.watcher.close();
  }

  private onEvent(path: string, name: string | null): void {
    const folder = this.folders.get(path);
    if (folder === undefined || folder.timer !== undefined) return;
    const concerned = [...this.files].filter(
      ([, file]) =>
        dirname(file.path) === path &&
        (name === null || basename(file.path) === name),
    );
    if (concerned.length === 0) return;
    folder.timer = setTimeout(() => {
      folder.timer = undefined;
      for (const [id, file] of this.files)
        if (dirname(file.path) === path) void this.look(id, file);
    }, this.settleMs);
  }

  private async look(id: ProfileId, file: Watched): Promise<void> {
    const [now, asRead] = await Promise.all([stampOf(file.path), file.asRead]);
    // Closed or read again in the meantime.
    if (this.files.get(id) !== file) return;
    const change =
      now === asRead ? undefined : now === GONE ? "gone" : "changed";
    if (change === file.change) return;
    file.change = change;
    this.onChange(id, change);
  }
}
