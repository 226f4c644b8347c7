import { randomBytes } from "node:crypto";
import {
  mkdir,
  readFile,
  realpath,
  rename,
  rm,
  writeFile,
} from "node:fs/promises";
import { basename, dirname } from "node:path";
import type { CaptureRecord, CaptureTotal } from "#contract/capture.ts";

/**
 * File format of the capture history: `{"schema": "leakscope-captures/1", "records": [...]}`,
 * newest first. Holds no secret (see `CaptureRecord`).
 *
 * Changes: 1 = first.
 */
const SCHEMA = "leakscope-captures/1";
/** Rows kept; files of older ones stay where they are. */
const MAX_RECORDS = 2000;

function isTotal(value: unknown): boolean {
  if (value === null) return true;
  if (typeof value !== "object") return false;
  const { type, unit, value: sum } = value as Record<string, unknown>;
  return (
    typeof type === "string" &&
    typeof unit === "string" &&
    typeof sum === "string" &&
    /^-?\d+$/.test(sum)
  );
}

function isRecord(value: unknown): value is CaptureRecord {
  if (typeof value !== "object" || value === null) return false;
  const record = value as Record<string, unknown>;
  return (
    ["path", "host", "indexUrl", "kind", "takenAt"].every(
      (key) => typeof record[key] === "string",
    ) &&
    ["seconds", "debug", "sizeBytes"].every(
      (key) => typeof record[key] === "number",
    ) &&
    typeof record.isPartial === "boolean" &&
    isTotal(record.total)
  );
}

function isSameTotal(a: CaptureTotal | null, b: CaptureTotal): boolean {
  return a?.type === b.type && a.unit === b.unit && a.value === b.value;
}

/** Rows of a history file's text; rows that are not as they should be are left out. */
export function parseHistory(text: string): CaptureRecord[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    // A damaged history loses its list, never the captures: they are ordinary files.
    return [];
  }
  if (typeof parsed !== "object" || parsed === null) return [];
  const { schema, records } = parsed as { schema?: unknown; records?: unknown };
  if (schema !== SCHEMA || !Array.isArray(records)) return [];
  return (records as unknown[]).filter(isRecord);
}

/** Captures made so far, newest first, in one JSON file that is always replaced whole. */
export class CaptureHistory {
  private records: CaptureRecord[] = [];
  private pending: Promise<void> = Promise.resolve();

  /** @param onFailed told of each write that failed: the list goes on, the captures are not touched */
  constructor(
    private readonly path: string,
    private readonly onFailed: (error: unknown) => void = () => undefined,
  ) {}

  /** Reads the file; a missing or damaged one is an empty history. */
  async load(): Promise<void> {
    let text = "";
    try {
      text = await readFile(this.path, "utf8");
    } catch (error) {
      if ((error as { code?: string }).code !== "ENOENT") throw error;
    }
    this.records = parseHistory(text);
  }

  get all(): readonly CaptureRecord[] {
    return this.records;
  }

  add(record: CaptureRecord): Promise<void> {
    this.records = [
      record,
      ...this.records.filter(({ path }) => path !== record.path),
    ].slice(0, MAX_RECORDS);
    return this.save();
  }

  /**
   * Notes the total of the default sample type once the file was opened. `path` may be the real path
   * of one in a linked folder. Resolves to the row, where there is one and it changed.
   */
  async setTotal(
    path: string,
    total: CaptureTotal,
  ): Promise<CaptureRecord | undefined> {
    const known = await this.find(path);
    if (known === undefined || isSameTotal(known.total, total)) {
      return undefined;
    }
    const changed = { ...known, total };
    this.records = this.records.map((record) =>
      record.path === known.path ? changed : record,
    );
    await this.save();
    return changed;
  }

  private async find(path: string): Promise<CaptureRecord | undefined> {
    const exact = this.records.find((record) => record.path === path);
    if (exact !== undefined) return exact;
    const name = basename(path);
    for (const record of this.records) {
      if (basename(record.path) !== name) continue;
      // Gone from the disk: then it is not the one that was opened.
      const real = await realpath(record.path).catch(() => "");
      if (real === path) return record;
    }
    return undefined;
  }

  /** Forgets a capture and deletes its file; a file that is gone already is no error. */
  async remove(path: string): Promise<void> {
    if (!this.records.some((record) => record.path === path)) return;
    this.records = this.records.filter((record) => record.path !== path);
    await rm(path, { force: true });
    await this.save();
  }

  private save(): Promise<void> {
    const text = JSON.stringify({ schema: SCHEMA, records: this.records });
    // One after the other: two writers would rename each other's half.
    this.pending = this.pending.then(async () => {
      const part = `${this.path}.${randomBytes(4).toString("hex")}.part`;
      try {
        await mkdir(dirname(this.path), { recursive: true });
        await writeFile(part, text);
        await rename(part, this.path);
      } catch (error) {
        this.onFailed(error);
        // Where it was never made, there is nothing to take away.
        await rm(part, { force: true }).catch(() => undefined);
      }
    });
    return this.pending;
  }
}
