/** The way of a whole file: told by its first bytes, inflated, decoded, and shown in every view. */
import fc from "fast-check";
import { ByteBudget } from "#base/byte-budget.ts";
import { JobControl } from "#base/cancel-flag.ts";
import { commonSampleTypes } from "#contract/compare.ts";
import { isGoroutineKind, isHeapKind } from "#contract/goroutines.ts";
import type { ProfileId } from "#contract/profile-id.ts";
import type {
  Decoded,
  LeakView,
  SeriesView,
  SessionJob,
  SessionView,
} from "#contract/worker-messages.ts";
import { NO_USER_RULES } from "#contract/user-rules.ts";
import { encodeUtf8 } from "#profile/utf8.ts";
import { runDecodeJob } from "#session/decode-job.ts";
import { openInput } from "#session/open/open-profile.ts";
import { profileFromShared } from "#session/share-profile.ts";
import {
  type AnswerView,
  createSession,
} from "#session/view/create-session.ts";
import { inflatedSeedFiles, seedFiles, SEED_FOLDERS } from "../seed-files.ts";
import { type FuzzTarget, type Outcome } from "../target.ts";
import { arbitraryGzip, arbitraryZstd } from "./containers.ts";
import { arbitraryProfileBytes } from "./protobuf-target.ts";
import { arbitraryRecordText, arbitraryTraceText } from "./text-arbitraries.ts";
import { wordOf } from "./word-of.ts";

/** As the app has it on a small machine. */
const LIMIT_BYTES = 2 ** 30;

const content: fc.Arbitrary<Uint8Array> = fc.oneof(
  { weight: 3, arbitrary: arbitraryProfileBytes },
  { weight: 2, arbitrary: arbitraryTraceText.map(encodeUtf8) },
  { weight: 1, arbitrary: arbitraryRecordText.map(encodeUtf8) },
);

const { profiles, badProfiles, samples, texts, captures } = SEED_FOLDERS;

/** gzip and zstd framing, and telling formats apart. */
export const containerTarget: FuzzTarget = {
  name: "container",
  weight: 1,
  seeds: () => seedFiles([profiles, badProfiles], /\.(gz|zst|pb|txt|zip|elf)$/),
  structured: fc.oneof(arbitraryGzip(content), arbitraryZstd(content)),
  run: async (input): Promise<Outcome> => {
    const opened = await openInput(
      { type: "bytes", bytes: input },
      { control: new JobControl(), budget: new ByteBudget(LIMIT_BYTES) },
    );
    if (!opened.ok) {
      return { word: wordOf(opened.error), inflatedBytes: input.length };
    }
    const { kind, compression, inflatedBytes } = opened.value;
    return { word: `${kind} ${compression}`, inflatedBytes };
  },
};

function ask(
  answer: AnswerView,
  view: SessionView | SeriesView | LeakView,
): void {
  const reply = answer(view, new JobControl().buffer);
  if (!reply.ok) wordOf(reply.error);
}

const GRANULARITIES = [
  "stack",
  "functions",
  "creator",
  "state",
  "label",
] as const;

function viewGoroutines(job: SessionJob): void {
  const answer = createSession(job);
  const userRules = NO_USER_RULES;
  ask(answer, { view: "leaks", userRules });
  ask(answer, { view: "creators", userRules });
  for (const granularity of GRANULARITIES) {
    ask(answer, {
      view: "goroutine-groups",
      granularity,
      labelKey: null,
      findingIndex: -1,
      userRules,
    });
  }
}

/** One input in so many is compared with itself, too. */
const COMPARE_EVERY = 4;

function viewAll(decoded: Decoded, isCompared: boolean): void {
  const { profile, snapshots, summary } = decoded;
  const limitBytes = LIMIT_BYTES;
  const answer = createSession({ profile, limitBytes });
  const types = Math.min(summary.sampleTypes.length, 3);
  const { strings, functions } = profileFromShared(profile);
  for (let sampleTypeIndex = 0; sampleTypeIndex < types; sampleTypeIndex += 1) {
    ask(answer, { view: "flame", sampleTypeIndex, inverted: false });
    ask(answer, { view: "flame", sampleTypeIndex, inverted: true });
    ask(answer, { view: "top", sampleTypeIndex });
    const func = functions.length === 0 ? "" : strings.get(functions.name[0]);
    ask(answer, { view: "neighbours", sampleTypeIndex, func });
  }
  const id = "p1" as ProfileId;
  const current = { id, role: "current" as const, profile, snapshots };
  const base = { ...current, role: "base" as const };
  if (isGoroutineKind(summary.kind)) {
    viewGoroutines({
      profile,
      inputs: [current, base],
      usesEarlier: true,
      limitBytes,
    });
  }
  if (isHeapKind(summary.kind)) {
    const heaps = createSession({
      profile,
      inputs: [current, base],
      limitBytes,
    });
    ask(heaps, { view: "leaks", userRules: NO_USER_RULES });
  }
  if (isCompared) viewComparison(decoded, types);
}

/** The file compared with itself. */
function viewComparison({ profile, summary }: Decoded, types: number): void {
  const [sampleType] = commonSampleTypes(summary, summary);
  if (types === 0) return;
  const answer = createSession({
    profile,
    earlier: [profile],
    limitBytes: LIMIT_BYTES,
  });
  for (const isFolded of [false, true]) {
    const values = { sampleTypeIndex: 0, isNormalised: isFolded, isFolded };
    for (const isCoarse of [false, true]) {
      const view = "compare-flame";
      ask(answer, { view, ...values, width: "larger", isCoarse });
    }
    ask(answer, { view: "compare-table", ...values, isNet: true });
  }
  ask(answer, { view: "compare-goroutines" });
  ask(answer, { view: "trend", sampleType });
}

/** A file of any kind to every view of it. */
export const viewsTarget: FuzzTarget = {
  name: "views",
  weight: 1,
  seeds: () =>
    inflatedSeedFiles([profiles, samples, texts, captures], /\.(gz|pb|txt)$/),
  structured: content,
  run: async (input): Promise<Outcome> => {
    const reply = await runDecodeJob({
      source: { type: "bytes", bytes: input },
      control: new JobControl().buffer,
      limitBytes: LIMIT_BYTES,
    });
    if (!reply.ok) {
      return { word: wordOf(reply.error), inflatedBytes: input.length };
    }
    viewAll(reply.value, input.length % COMPARE_EVERY === 0);
    const { kind, format } = reply.value.summary;
    return { word: `${kind} ${format}`, inflatedBytes: input.length };
  },
};
