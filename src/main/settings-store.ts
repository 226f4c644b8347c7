import { type Settings, settingsFromUnknown } from "#contract/settings.ts";
import type { NotSaved } from "#contract/not-saved.ts";
import { StateFile } from "./state-file.ts";

/** Format of the file: raise on a change that older versions would misread. */
const FORMAT_VERSION = 1;

/**
 * The user's settings, in a small JSON file. Read once, synchronously: theme and language are needed
 * before the window shows.
 */
export class SettingsStore {
  private readonly file: StateFile;
  private current: Settings;

  constructor(path: string, onFailed?: (failure: NotSaved) => void) {
    this.file = new StateFile(path, { onFailed });
    const saved = this.file.read() as { settings?: unknown } | null | undefined;
    this.current = settingsFromUnknown(saved?.settings);
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
    await this.file.write({ version: FORMAT_VERSION, settings });
    return settings;
  }
}
