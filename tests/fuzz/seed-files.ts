import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { gunzipSync } from "node:zlib";

const ROOT = resolve(import.meta.dirname, "../..");

/** Where captured inputs lie, from the project's root. */
export const SEED_FOLDERS = {
  profiles: "tests/fixtures/pprof",
  badProfiles: "tests/fixtures/pprof/bad",
  samples: "resources/samples",
  texts: "tests/fixtures/leaks/texts",
  captures: "tests/fixtures/leaks/captures",
} as const;

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())
    .sort();
}

/** Longer captures are left out or cut: small inputs run hundreds of times as fast. */
const MAX_SEED_BYTES = 6 * 1024;

/** Files of `folders` whose name fits, as they are, those of at most `MAX_SEED_BYTES`. */
export function seedFiles(
  folders: readonly string[],
  pattern: RegExp,
): Uint8Array[] {
  return folders
    .flatMap((folder) => filesBelow(join(ROOT, folder)))
    .filter((path) => pattern.test(path))
    .map((path) => new Uint8Array(readFileSync(path)))
    .filter((bytes) => bytes.length <= MAX_SEED_BYTES);
}

/** As `seedFiles`, gzip taken off; long ones are cut. */
export function inflatedSeedFiles(
  folders: readonly string[],
  pattern: RegExp,
): Uint8Array[] {
  return seedFiles(folders, pattern).map((bytes) => {
    if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
    try {
      return new Uint8Array(gunzipSync(bytes)).slice(0, MAX_SEED_BYTES);
    } catch {
      // A damaged one: mutated as it is.
      return bytes;
    }
  });
}
