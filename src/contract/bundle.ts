import type { AppError, FileError } from "./app-error.ts";
import type { ComparisonSettings } from "./comparison-file.ts";
import type { ProfileId } from "./profile-id.ts";

/** Most files opened from one zip or folder. */
export const MAX_BUNDLE_FILES = 200;

/**
 * Something that was opened and stands for several profiles: a zip, a folder, or a saved comparison.
 * It is told again with each change; `isDone` when all its files are read.
 */
export interface Bundle {
  readonly id: number;
  readonly kind: "zip" | "folder" | "comparison";
  /** Base name of the path. */
  readonly name: string;
  readonly path: string;
  readonly isDone: boolean;
  /** Profiles of it that are open, in the order of their names. */
  readonly profileIds: readonly ProfileId[];
  /** Files that are no profiles; paths are those within it. */
  readonly skipped: readonly FileError[];
  /** Files beyond `MAX_BUNDLE_FILES`, which were not looked at. */
  readonly leftOut: number;
  /** Why there is nothing of it; null where it could be read. */
  readonly error: AppError | null;
  /** What a saved comparison compares, and how. */
  readonly comparison: {
    readonly baseId: ProfileId;
    readonly currentId: ProfileId;
    readonly view: ComparisonSettings;
  } | null;
}
