import { readFileSync } from "node:fs";
import { copyFile, mkdir, open, rename } from "node:fs/promises";
import { basename, dirname } from "node:path";
import type { NotSaved } from "#contract/not-saved.ts";
import { log } from "./logger.ts";

/** How a state file is written; the defaults are those of a file only the app looks at. */
export interface StateFileOptions {
  /** Newest format this app understands: `version`, or the number of `schema` ("name/2"). */
  readonly version?: number;
  /** Permissions; 0o600 where others must not read it. */
  readonly mode?: number;
  /** Told of each write that failed; it is logged in any case. */
  readonly onFailed?: (failure: NotSaved) => void;
  /** Spaces to indent by: a file people edit wants some. */
  readonly indent?: number;
}

/** Format of a file's content: `{"version": 2}` or `{"schema": "leakscope-hosts/2"}`; 0 for none. */
function versionOf(value: unknown): number {
  if (typeof value !== "object" || value === null) return 0;
  const { version, schema } = value as { version?: unknown; schema?: unknown };
  if (typeof version === "number") return version;
  const digits = /\/(\d+)$/.exec(typeof schema === "string" ? schema : "")?.[1];
  return Number(digits ?? 0);
}

/** A failed write, as the page is told of it. */
export function notSaved(path: string, error: unknown): NotSaved {
  const code = error instanceof Error && "code" in error ? error.code : "";
  return { file: basename(path), reason: String(code) };
}

/**
 * A small JSON file of the app's own state: read once, synchronously; replaced whole, one write after
 * the other. A missing or damaged file is `undefined`, never a reason not to start. A file of a newer
 * version of the app is not read, and kept as `NAME.vN` before it is written over; a damaged one as
 * `NAME.damaged`.
 */
export class StateFile {
  private lastWrite: Promise<void> = Promise.resolve();
  /** Format of a file that is too new, until it is put aside; 0 for none. */
  private newerVersion = 0;
  private isDamaged = false;

  constructor(
    private readonly path: string,
    private readonly options: StateFileOptions = {},
  ) {}

  read(): unknown {
    try {
      const value = JSON.parse(readFileSync(this.path, "utf8")) as unknown;
      const version = versionOf(value);
      if (version <= (this.options.version ?? 1)) return value;
      this.newerVersion = version;
      log.warn("state", `${this.path}: of a newer version (${version})`);
      return undefined;
    } catch (error) {
      const isAbsent =
        error instanceof Error && "code" in error && error.code === "ENOENT";
      this.isDamaged = error instanceof SyntaxError;
      // Not the error itself: that of a parser quotes what it could not read.
      if (!isAbsent) log.warn("state", `${this.path} can't be read`);
      return undefined;
    }
  }

  /** Resolves when the file holds `value`, or has failed to: see `onFailed`. */
  write(value: unknown): Promise<void> {
    const { indent = 0 } = this.options;
    const text = JSON.stringify(value, null, indent) + (indent > 0 ? "\n" : "");
    this.lastWrite = this.lastWrite.then(async () => {
      try {
        await mkdir(dirname(this.path), { recursive: true });
        await this.keepUnread();
        await this.writePart(`${this.path}.new`, text);
        await rename(`${this.path}.new`, this.path);
      } catch (error) {
        log.warn("state", `not saved: ${String(error)}`);
        this.options.onFailed?.(notSaved(this.path, error));
      }
    });
    return this.lastWrite;
  }

  /** What could not be read is the user's all the same. */
  private async keepUnread(): Promise<void> {
    if (this.newerVersion > 0) {
      await copyFile(this.path, `${this.path}.v${this.newerVersion}`);
    }
    if (this.isDamaged) await copyFile(this.path, `${this.path}.damaged`);
    this.newerVersion = 0;
    this.isDamaged = false;
  }

  private async writePart(path: string, text: string): Promise<void> {
    const file = await open(path, "w", this.options.mode ?? 0o644);
    try {
      await file.writeFile(text);
      // On the disk before it takes the old one's name: a power cut leaves one or the other.
      await file.sync();
    } finally {
      await file.close();
    }
  }
}
