import { readFileSync } from "node:fs";
import { mkdir, rename, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { log } from "./logger.ts";

/**
 * A small JSON file of the app's own state: read once, synchronously; replaced whole, one write after
 * the other. A missing or damaged file is `undefined`, never a reason not to start.
 */
export class StateFile {
  private lastWrite: Promise<void> = Promise.resolve();

  constructor(private readonly path: string) {}

  read(): unknown {
    try {
      return JSON.parse(readFileSync(this.path, "utf8")) as unknown;
    } catch (error) {
      const isAbsent =
        error instanceof Error && "code" in error && error.code === "ENOENT";
      if (!isAbsent) log.warn("state", `${this.path}: ${String(error)}`);
      return undefined;
    }
  }

  /** Resolves when the file holds `value`; a failure is logged. */
  write(value: unknown): Promise<void> {
    const text = JSON.stringify(value);
    this.lastWrite = this.lastWrite.then(async () => {
      try {
        await mkdir(dirname(this.path), { recursive: true });
        await writeFile(`${this.path}.new`, text);
        await rename(`${this.path}.new`, this.path);
      } catch (error) {
        log.warn("state", `not saved: ${String(error)}`);
      }
    });
    return this.lastWrite;
  }
}
