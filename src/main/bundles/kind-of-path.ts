import { open, stat } from "node:fs/promises";
import { COMPARISON_EXTENSION } from "#contract/comparison-file.ts";

/** What opening a path means. */
export type PathKind = "file" | "folder" | "zip" | "comparison";

/** First bytes of a zip with files in it, and of an empty one (APPNOTE.TXT, 4.3.7 and 4.3.16). */
const ZIP_STARTS = ["504b0304", "504b0506"];

async function startOf(path: string): Promise<string> {
  const file = await open(path, "r");
  try {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(4), 0, 4, 0);
    return buffer.subarray(0, bytesRead).toString("hex");
  } finally {
    await file.close();
  }
}

/**
 * Told by content, but for saved comparisons, which are text as many others are. What can't be looked at
 * is a file: its tab then says what is wrong.
 */
export async function kindOfPath(path: string): Promise<PathKind> {
  try {
    const stats = await stat(path);
    if (stats.isDirectory()) return "folder";
    if (!stats.isFile()) return "file";
    if (path.toLowerCase().endsWith(COMPARISON_EXTENSION)) return "comparison";
    return ZIP_STARTS.includes(await startOf(path)) ? "zip" : "file";
  } catch (error) {
    if (!(error instanceof Error) || !("code" in error)) throw error;
    return "file";
  }
}
