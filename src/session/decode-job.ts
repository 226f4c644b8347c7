import { ByteBudget } from "#base/byte-budget.ts";
import { JobControl } from "#base/cancel-flag.ts";
import { ok, type Result } from "#base/result.ts";
import type { AppError } from "#contract/app-error.ts";
import type { DecodeJob, DecodeReply } from "#contract/worker-messages.ts";
import { withVisibleTexts } from "#profile/goroutines/visible-snapshot.ts";
import { withVisibleStrings } from "#profile/visible-text.ts";
import { removeUninteresting } from "#profile/transform/prune.ts";
import {
  openInput,
  type OpenedProfile,
  type OpenedText,
} from "./open/open-profile.ts";
import { readText, type ReadText } from "./read-text.ts";
import { shareProfile } from "./share-profile.ts";
import { shareSnapshots } from "./share-snapshots.ts";
import { summarizeProfile } from "./summarize-profile.ts";

type Content = Omit<ReadText, "unparsed"> & Pick<OpenedProfile, "warnings">;

/** Drops the frames a protobuf file itself asks to drop, as pprof does with every file (rules D1-D4). */
function contentOf(
  opened: OpenedProfile | OpenedText,
): Result<Content, AppError> {
  if (opened.kind === "profile") {
    return ok({
      format: "pprof",
      profile: removeUninteresting(opened.profile),
      snapshots: [],
      memStats: {},
      unparsedCount: 0,
      warnings: opened.warnings,
    });
  }
  const read = readText(opened);
  return read.ok ? ok({ ...read.value, warnings: [] }) : read;
}

/**
 * What a decode worker does: reads, inflates and decodes one input, whatever Go wrote it, and shares
 * its columns and snapshots.
 */
export async function runDecodeJob(job: DecodeJob): Promise<DecodeReply> {
  const start = performance.now();
  const control = new JobControl(job.control);
  const opened = await openInput(job.source, {
    control,
    budget: new ByteBudget(job.limitBytes),
    shareMemory: true,
  });
  if (!opened.ok) return opened;
  const content = contentOf(opened.value);
  if (!content.ok) return content;
  const snapshots = content.value.snapshots.map(withVisibleTexts);
  const profile = withVisibleStrings(content.value.profile);
  const { compression, sizeBytes, inflatedBytes } = opened.value;
  return ok({
    profile: shareProfile(profile, content.value.format !== "pprof"),
    snapshots: snapshots.length === 0 ? null : shareSnapshots(snapshots),
    summary: summarizeProfile(profile, {
      ...content.value,
      compression,
      sizeBytes,
      inflatedBytes,
      decodeMs: performance.now() - start,
    }),
  });
}
