import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { findProfiles } from "./oracle.ts";

/** A folder of captures beside the project that a fresh clone does not have. */
export interface Corpus {
  readonly dir: string;
  /** Paths of its protobuf profiles relative to `dir`, sorted. */
  readonly profiles: readonly string[];
}

/** `$LEAKSCOPE_CORPUS`, else `../shared/corpus` beside the project; undefined when there is none. */
export async function findCorpus(): Promise<Corpus | undefined> {
  const root = fileURLToPath(new URL("../..", import.meta.url));
  const dir = resolve(
    process.env["LEAKSCOPE_CORPUS"] ?? join(root, "../shared/corpus"),
  );
  if (!existsSync(dir)) return undefined;
  return { dir, profiles: await findProfiles(dir) };
}
