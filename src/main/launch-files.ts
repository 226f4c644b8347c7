import { resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** What a second launch hands to the first (`requestSingleInstanceLock`). */
export interface LaunchData {
  readonly files: readonly string[];
}

/** A desktop may hand over `file:` URLs; anything else is a path. */
function pathFrom(argument: string, cwd: string): string {
  if (!argument.startsWith("file://")) return resolve(cwd, argument);
  try {
    return fileURLToPath(argument);
  } catch {
    // A URL of another machine, or half of one: opened as it is, and the tab says what is wrong.
    return argument;
  }
}

/**
 * Files named on a command line, absolute. Electron and Chromium switches are left out; while
 * developing, so is the application folder (`electron . FILE`). After `--` everything is a file.
 *
 * @param argv as `process.argv`
 * @param isDefaultApp true where argv holds the application folder
 */
export function launchFiles(
  argv: readonly string[],
  cwd: string,
  isDefaultApp: boolean,
): string[] {
  const files: string[] = [];
  let onlyFiles = false;
  let skipAppFolder = isDefaultApp;
  for (const argument of argv.slice(1)) {
    if (!onlyFiles && argument === "--") onlyFiles = true;
    else if (!onlyFiles && argument.startsWith("-")) continue;
    else if (skipAppFolder) skipAppFolder = false;
    else files.push(pathFrom(argument, cwd));
  }
  return files;
}

/** The data of a second launch, checked: another program may have sent it. */
export function launchDataFrom(value: unknown): LaunchData {
  if (typeof value !== "object" || value === null || !("files" in value)) {
    return { files: [] };
  }
  const { files } = value;
  return {
    files: Array.isArray(files)
      ? files.filter((file): file is string => typeof file === "string")
      : [],
  };
}
