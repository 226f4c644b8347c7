import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";

/** Removes a folder; what an ended app left open may take a moment to go. */
export function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}

/**
 * A folder of one test. It goes when the test is over: behind `afterEach`, where apps end, which
 * write to it until then.
 */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "leakscope-e2e-"));
  onTestFinished(() => removeFolder(folder));
  return folder;
}
