import { readFile } from "node:fs/promises";
import { gunzipSync } from "node:zlib";
import { err, ok } from "#base/result.ts";
import type { DecodeJob, DecodeReply } from "#contract/worker-messages.ts";
import { decodeProfile } from "#profile/decode/decode-profile.ts";
import { shareProfile } from "./share-profile.ts";
import { summarizeProfile } from "./summarize-profile.ts";

/** What a decode worker does: reads, decodes, and shares the columns. Never rejects for bad input. */
export async function runDecodeJob(job: DecodeJob): Promise<DecodeReply> {
  const start = performance.now();
  const { source } = job;
  const bytes =
    source.type === "path" ? await readFile(source.path) : source.bytes;
  const inflated = bytes[0] === 0x1f ? gunzipSync(bytes) : bytes;
  const decoded = decodeProfile(inflated);
  if (!decoded.ok) return err(decoded.error);
  const { profile, warnings } = decoded.value;
  return ok({
    profile: shareProfile(profile),
    summary: summarizeProfile(profile, {
      compression: bytes === inflated ? "none" : "gzip",
      sizeBytes: bytes.length,
      inflatedBytes: inflated.length,
      warnings,
      decodeMs: performance.now() - start,
    }),
  });
}
