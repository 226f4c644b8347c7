/** A file opened before. */
export interface RecentFile {
  readonly path: string;
  /** When it was opened last, milliseconds since 1970. */
  readonly openedMs: number;
  /** Nothing is at the path now. */
  readonly isMissing: boolean;
}

/** Most files remembered. */
export const MAX_RECENT_FILES = 20;

/**
 * What the page wants to find again after a restart, as JSON text of its own making: main keeps it
 * without looking inside.
 */
export interface SavedSession {
  /** "" where nothing is saved. */
  readonly text: string;
}

/** Longest `SavedSession.text`, in UTF-16 code units. */
export const MAX_SESSION_TEXT = 1024 * 1024;
