import { access } from "node:fs/promises";
import { MAX_RECENT_FILES, type RecentFile } from "#contract/recent.ts";
import type { StateFile } from "./state-file.ts";

interface Row {
  readonly path: string;
  readonly openedMs: number;
}

/** Rows of a file of recent files; rows that are not as they should be are left out. */
export function rowsFrom(value: unknown): Row[] {
  const rows = (value as { files?: unknown } | undefined)?.files;
  if (!Array.isArray(rows)) return [];
  return (rows as unknown[]).filter(
    (row): row is Row =>
      typeof row === "object" &&
      row !== null &&
      "path" in row &&
      typeof row.path === "string" &&
      "openedMs" in row &&
      typeof row.openedMs === "number",
  );
}

/** Files opened before, newest first; kept between runs. */
export class RecentFiles {
  private rows: Row[];

  constructor(
    private readonly file: StateFile,
    private readonly now: () => number = Date.now,
  ) {
    this.rows = rowsFrom(file.read()).slice(0, MAX_RECENT_FILES);
  }

  get paths(): readonly string[] {
    return this.rows.map(({ path }) => path);
  }

  /** Puts a file first. Returns whether the list changed its order or content. */
  async add(path: string): Promise<boolean> {
    const isFirst = this.rows.at(0)?.path === path;
    this.rows = [
      { path, openedMs: this.now() },
      ...this.rows.filter((row) => row.path !== path),
    ].slice(0, MAX_RECENT_FILES);
    await this.save();
    return !isFirst;
  }

  async clear(): Promise<void> {
    this.rows = [];
    await this.save();
  }

  /** The list, with what is gone from the disk marked. */
  list(): Promise<RecentFile[]> {
    return Promise.all(
      this.rows.map(async (row) => ({
        ...row,
        isMissing: !(await access(row.path).then(
          () => true,
          () => false,
        )),
      })),
    );
  }

  private save(): Promise<void> {
    return this.file.write({ version: 1, files: this.rows });
  }
}
