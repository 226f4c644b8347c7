import { ByteBudget } from "#base/byte-budget.ts";
import { JobControl } from "#base/cancel-flag.ts";
import { ok } from "#base/result.ts";
import type { DecodeJob, DecodeReply } from "#contract/worker-messages.ts";
import { removeUninteresting } from "#profile/transform/prune.ts";
import { openProfile } from "./open/open-profile.ts";
import { shareProfile } from "./share-profile.ts";
import { summarizeProfile } from "./summarize-profile.ts";

/**
 * What a decode worker does: reads, inflates and decodes one input, drops the frames the file itself
 * asks to drop (as pprof does with every file it opens, rules D1-D4), and shares the columns.
 */
export async function runDecodeJob(job: DecodeJob): Promise<DecodeReply> {
  const start = performance.now();
  const opened = await openProfile(job.source, {
    control: new JobControl(job.control),
    budget: new ByteBudget(job.limitBytes),
    shareMemory: true,
  });
  if (!opened.ok) return opened;
  const { compression, sizeBytes, inflatedBytes, warnings } = opened.value;
  const profile = removeUninteresting(opened.value.profile);
  const shared = shareProfile(profile);
  return ok({
    profile: shared,
    summary: summarizeProfile(profile, {
      compression,
      sizeBytes,
      inflatedBytes,
      warnings,
      decodeMs: performance.now() - start,
    }),
  });
}
