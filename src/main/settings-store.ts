import { readFileSync } from "node:fs";
import { mkdir, rename, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import {
  DEFAULT_SETTINGS,
  type Settings,
  settingsFromUnknown,
} from "#contract/settings.ts";
import { log } from "./logger.ts";

/** Format of the file: raise on a change that older versions would misread. */
const FORMAT_VERSION = 1;

function readSettings(path: string): Settings {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    // Absent at the first start; anything else is worth a line, and no reason not to start.
    if (!(error instanceof Error && "code" in error && error.code === "ENOENT"))
      log.warn("settings", String(error));
    return DEFAULT_SETTINGS;
  }
  try {
    const parsed = JSON.parse(text) as { settings?: unknown };
    return settingsFromUnknown(parsed.settings);
  } catch (error) {
    log.warn(
      "settings",
      `${path} is no JSON, using defaults: ${String(error)}`,
    );
    return DEFAULT_SETTINGS;
  }
}

/**
 * The user's settings, in a small JSON file. Read once, synchronously: theme and language are needed
 * before the window shows. Writes replace the file whole, one after the other.
 */
export class SettingsStore {
  private current: Settings;
  private lastWrite: Promise<void> = Promise.resolve();

  constructor(private readonly path: string) {
    this.current = readSettings(path);
  }

  get settings(): Settings {
    return this.current;
  }

  /** Changes the given fields; resolves when the file holds them. */
  async set(change: Partial<Settings>): Promise<Settings> {
    const settings = settingsFromUnknown(
      { ...this.current, ...change },
      this.current,
    );
    this.current = settings;
    this.lastWrite = this.lastWrite.then(() => this.write(settings));
    await this.lastWrite;
    return settings;
  }

  private async write(settings: Settings): Promise<void> {
    const text = JSON.stringify({ version: FORMAT_VERSION, settings }, null, 2);
    try {
      await mkdir(dirname(this.path), { recursive: true });
      await writeFile(`${this.path}.new`, text);
      await rename(`${this.path}.new`, this.path);
    } catch (error) {
      log.warn("settings", `not saved: ${String(error)}`);
    }
  }
}
