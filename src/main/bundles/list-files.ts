/** What a zip or a folder holds, by name only. */
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { openPromise } from "yauzl";
import { err, ok, type Result } from "#base/result.ts";
import type { AppError } from "#contract/app-error.ts";
import { MAX_BUNDLE_FILES } from "#contract/bundle.ts";

/** Names looked at before a zip or folder is taken for something else (a disk, a source tree). */
const MAX_NAMES = 20_000;
const MAX_DEPTH = 12;

/** Files of a zip or folder. */
export interface FileNames {
  /** With "/" between folders, sorted. */
  readonly names: readonly string[];
  /** Files beyond the limits. */
  readonly leftOut: number;
}

/** Left by file managers and version control: never profiles, and never meant. */
function isHidden(name: string): boolean {
  return name
    .split("/")
    .some((part) => part.startsWith(".") || part === "__MACOSX");
}

function limited(names: readonly string[], isCut: boolean): FileNames {
  const sorted = [...names].sort((a, b) =>
    a.localeCompare(b, "en", { numeric: true }),
  );
  const kept = sorted.slice(0, MAX_BUNDLE_FILES);
  return {
    names: kept,
    leftOut: sorted.length - kept.length + (isCut ? 1 : 0),
  };
}

/** Files of a folder and its folders, symbolic links not followed. */
export async function listFolder(
  path: string,
): Promise<Result<FileNames, AppError>> {
  const names: string[] = [];
  let isCut = false;
  const visit = async (prefix: string, depth: number): Promise<void> => {
    const entries = await readdir(join(path, prefix), { withFileTypes: true });
    for (const entry of entries) {
      const name = prefix === "" ? entry.name : `${prefix}/${entry.name}`;
      if (isHidden(name)) continue;
      isCut ||= names.length >= MAX_NAMES;
      if (isCut) return;
      if (entry.isFile()) names.push(name);
      else if (entry.isDirectory() && depth < MAX_DEPTH) {
        await visit(name, depth + 1);
      }
    }
  };
  try {
    await visit("", 0);
  } catch (error) {
    if (!(error instanceof Error) || !("code" in error)) throw error;
    return err({ code: "not-readable", reason: String(error.code) });
  }
  return ok(limited(names, isCut));
}

/** Files of a zip, from its table of contents. Nothing is unpacked. */
export async function listZip(
  path: string,
): Promise<Result<FileNames, AppError>> {
  const names: string[] = [];
  let isCut = false;
  try {
    const zip = await openPromise(path, { lazyEntries: true });
    for await (const { fileName } of zip.eachEntry()) {
      if (fileName.endsWith("/") || isHidden(fileName)) continue;
      isCut = names.length >= MAX_NAMES;
      if (isCut) break;
      names.push(fileName);
    }
    zip.close();
  } catch (error) {
    // yauzl has no codes: whatever it is, the zip is damaged or not one.
    if (!(error instanceof Error)) throw error;
    return err({ code: "bad-zip" });
  }
  return ok(limited(names, isCut));
}
