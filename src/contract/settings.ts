import { tableLayoutsFrom, type TableLayouts } from "./table-layouts.ts";

/** Languages the app speaks; `system` follows the operating system. */
export const LANGUAGES = ["system", "en", "zh-CN"] as const;
/** See `LANGUAGES`. */
export type LanguageSetting = (typeof LANGUAGES)[number];

/** Colour themes; `system` follows the operating system. */
export const THEMES = ["system", "light", "dark"] as const;
/** See `THEMES`. */
export type ThemeSetting = (typeof THEMES)[number];

/** Units for byte values: `auto` scales each number as pprof does. */
export const BYTE_UNITS = ["auto", "B", "kB", "MB", "GB"] as const;
/** See `BYTE_UNITS`. */
export type ByteUnitSetting = (typeof BYTE_UNITS)[number];

/** Units for time values: `auto` scales each number as pprof does. */
export const TIME_UNITS = ["auto", "ns", "us", "ms", "s"] as const;
/** See `TIME_UNITS`. */
export type TimeUnitSetting = (typeof TIME_UNITS)[number];

/** Most memory one file may take, in GB: `auto` is half of the machine's. */
export const FILE_MEMORY = ["auto", "1", "2", "4", "8", "16"] as const;
/** See `FILE_MEMORY`. */
export type FileMemorySetting = (typeof FILE_MEMORY)[number];

/** Where flame graphs have their root: `icicle` at the top, `flame` at the bottom. */
export const FLAME_ORIENTATIONS = ["icicle", "flame"] as const;
/** See `FLAME_ORIENTATIONS`. */
export type FlameOrientation = (typeof FLAME_ORIENTATIONS)[number];

/** Longest path accepted. */
const MAX_PATH = 32 * 1024;

/** What the user chose; kept between runs. Format changes: see `settingsFromUnknown`. */
export interface Settings {
  readonly language: LanguageSetting;
  readonly theme: ThemeSetting;
  readonly byteUnit: ByteUnitSetting;
  readonly timeUnit: TimeUnitSetting;
  readonly fileMemory: FileMemorySetting;
  /** Where captures are saved; "" for the folder the app chooses. */
  readonly captureFolder: string;
  /** Whether the files of the last run are opened again at the start. */
  readonly reopensFiles: boolean;
  readonly flameOrientation: FlameOrientation;
  /** Widths and sorting of tables. */
  readonly tables: TableLayouts;
}

/** What a fresh install starts with. */
export const DEFAULT_SETTINGS: Settings = {
  language: "system",
  theme: "system",
  byteUnit: "auto",
  timeUnit: "auto",
  fileMemory: "auto",
  captureFolder: "",
  reopensFiles: true,
  flameOrientation: "icicle",
  tables: {},
};

function oneOf<T extends string>(
  allowed: readonly T[],
  value: unknown,
  fallback: T,
): T {
  return allowed.find((choice) => choice === value) ?? fallback;
}

/** Fields of an object from outside; `{}` for anything that is none. */
function fieldsOf(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? { ...value } : {};
}

/**
 * Settings from persisted or received data: unknown fields are dropped, bad or missing ones take
 * their value from `base`. Never fails: settings are no reason not to start.
 */
export function settingsFromUnknown(
  value: unknown,
  base: Settings = DEFAULT_SETTINGS,
): Settings {
  const fields = fieldsOf(value);
  return {
    language: oneOf(LANGUAGES, fields.language, base.language),
    theme: oneOf(THEMES, fields.theme, base.theme),
    byteUnit: oneOf(BYTE_UNITS, fields.byteUnit, base.byteUnit),
    timeUnit: oneOf(TIME_UNITS, fields.timeUnit, base.timeUnit),
    fileMemory: oneOf(FILE_MEMORY, fields.fileMemory, base.fileMemory),
    captureFolder:
      typeof fields.captureFolder === "string" &&
      fields.captureFolder.length <= MAX_PATH
        ? fields.captureFolder
        : base.captureFolder,
    reopensFiles:
      typeof fields.reopensFiles === "boolean"
        ? fields.reopensFiles
        : base.reopensFiles,
    flameOrientation: oneOf(
      FLAME_ORIENTATIONS,
      fields.flameOrientation,
      base.flameOrientation,
    ),
    tables:
      fields.tables === undefined
        ? base.tables
        : tableLayoutsFrom(fields.tables),
  };
}
