import { readdir } from "node:fs/promises";

/** File names of the sample captures shipped in `samplesDir`. */
export async function sampleNames(samplesDir: string): Promise<string[]> {
  const names = await readdir(samplesDir);
  return names.filter((name) => !name.startsWith(".") && name !== "README.md");
}
