import { randomBytes } from "node:crypto";
import {
  mkdir,
  open,
  readdir,
  rename,
  rm,
  stat,
  type FileHandle,
} from "node:fs/promises";
import { join } from "node:path";
import type { CaptureError } from "#contract/capture-error.ts";
import { err, ok, type Result } from "#base/result.ts";
import { SinkError } from "./http-get.ts";

/** How much of the beginning is kept at hand, to tell what the file is. */
const HEAD_BYTES = 256;
/** A file being written this recently has an owner, wherever that runs. */
const LEFTOVER_AGE_MILLIS = 10 * 60_000;
/** `.<stem>.<process id>-<random>.part`, as `PartFile.create` names them. */
const PART_NAME = /^\..+-\d{8}T\d{6}Z\.(\d+)-[0-9a-f]{8}\.part$/;

function diskError(error: unknown, path: string): CaptureError {
  const { code } = error as { code?: string };
  if (code === "ENOSPC" || code === "EDQUOT")
    return { code: "disk-full", path };
  const reason =
    code ?? (error instanceof Error ? error.message : String(error));
  return { code: "not-writable", path, reason };
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: another user's process, so there is one.
    return (error as { code?: string }).code === "EPERM";
  }
}

/** Deletes what a killed process left half-written in a folder of captures. */
async function removeLeftovers(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const pid = PART_NAME.exec(name)?.[1];
    if (pid === undefined || isRunning(Number(pid))) continue;
    const path = join(folder, name);
    // Gone already: another one tidied up at the same time.
    const modifiedMs = await stat(path).then(
      ({ mtimeMs }) => mtimeMs,
      () => Number.POSITIVE_INFINITY,
    );
    if (Date.now() - modifiedMs > LEFTOVER_AGE_MILLIS) {
      await rm(path, { force: true });
    }
  }
}

/**
 * A capture being written: beside its final name and hidden, so that nothing half-written ever has
 * that name. Ends by `discard` or `keepAs`.
 */
export class PartFile {
  /** The first 256 bytes. */
  head = Buffer.alloc(0);
  sizeBytes = 0;

  private constructor(
    private readonly path: string,
    private readonly handle: FileHandle,
  ) {}

  /** Makes the folder too. Errors: `disk-full`, `not-writable`. */
  static async create(
    folder: string,
    stem: string,
  ): Promise<Result<PartFile, CaptureError>> {
    const owner = `${process.pid}-${randomBytes(4).toString("hex")}`;
    const path = join(folder, `.${stem}.${owner}.part`);
    try {
      await mkdir(folder, { recursive: true });
      await removeLeftovers(folder);
      return ok(new PartFile(path, await open(path, "wx")));
    } catch (error) {
      return err(diskError(error, folder));
    }
  }

  /** Throws a `SinkError`. */
  async write(chunk: Buffer): Promise<void> {
    if (this.head.length < HEAD_BYTES) {
      this.head = Buffer.concat([this.head, chunk]).subarray(0, HEAD_BYTES);
    }
    this.sizeBytes += chunk.length;
    try {
      await this.handle.writeFile(chunk);
    } catch (error) {
      throw new SinkError(diskError(error, this.path));
    }
  }

  async discard(): Promise<void> {
    await this.handle.close();
    await rm(this.path, { force: true });
  }

  /** Flushes and gives the file its name; a name taken in the same second gets `-2`, `-3`, … */
  async keepAs(
    folder: string,
    stem: string,
    ending: string,
  ): Promise<Result<string, CaptureError>> {
    try {
      await this.handle.sync();
      await this.handle.close();
      for (let n = 1; ; n += 1) {
        const path = join(folder, `${stem}${n === 1 ? "" : `-${n}`}${ending}`);
        // Reserves the name first: rename would replace a file of another capture.
        const reserved = await open(path, "wx").catch((error: unknown) => {
          if ((error as { code?: string }).code === "EEXIST") return undefined;
          throw error;
        });
        if (reserved === undefined) continue;
        await reserved.close();
        await rename(this.path, path).catch(async (error: unknown) => {
          await rm(path, { force: true });
          throw error;
        });
        return ok(path);
      }
    } catch (error) {
      await rm(this.path, { force: true });
      return err(diskError(error, folder));
    }
  }
}
