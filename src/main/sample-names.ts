import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { type SampleSet, sampleSetsFrom } from "#contract/samples.ts";
import { log } from "./logger.ts";

const INDEX = "samples.json";

/** File names of the shipped sample captures. */
export async function sampleNames(samplesDir: string): Promise<string[]> {
  const names = await readdir(samplesDir);
  return names.filter(
    (name) => !name.startsWith(".") && name !== "README.md" && name !== INDEX,
  );
}

/** What the samples show; empty, with a line in the log, where the list can't be read. */
export async function sampleSets(
  samplesDir: string,
): Promise<readonly SampleSet[]> {
  try {
    const text = await readFile(join(samplesDir, INDEX), "utf8");
    return sampleSetsFrom(JSON.parse(text));
  } catch (error) {
    log.warn("samples", String(error));
    return [];
  }
}
