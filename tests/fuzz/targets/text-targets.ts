import { DumpReader } from "#profile/decode/text/dump-reader.ts";
import { parseTextProfile } from "#profile/decode/text/parse-text-profile.ts";
import { encodeProfile } from "#profile/encode/encode-profile.ts";
import type { GoroutineSnapshot } from "#profile/goroutines/goroutine-snapshot.ts";
import { profileFromSnapshot } from "#profile/goroutines/profile-from-snapshot.ts";
import { encodeUtf8 } from "#profile/utf8.ts";
import { checkInvariants } from "../../fixtures/describe-profile.ts";
import { inflatedSeedFiles, SEED_FOLDERS } from "../seed-files.ts";
import { type FuzzTarget, promise } from "../target.ts";
import { arbitraryRecordText, arbitraryTraceText } from "./text-arbitraries.ts";

const { samples, texts, captures } = SEED_FOLDERS;

/** One input in so many is read in pieces, too. */
const PIECES_EVERY = 4;

function readIn(
  input: Uint8Array,
  pieceBytes: number,
): readonly GoroutineSnapshot[] {
  const reader = new DumpReader();
  for (let at = 0; at < input.length; at += pieceBytes) {
    reader.push(input.slice(at, at + pieceBytes));
  }
  return reader.finish();
}

function countsOf(snapshots: readonly GoroutineSnapshot[]): string {
  return snapshots
    .map(({ source, goroutineCount, groups, isTruncated }) =>
      [source, goroutineCount, groups.length, isTruncated].join(" "),
    )
    .join("; ");
}

/** Goroutine texts: debug=1, debug=2, panics, SIGQUIT, goleak, and logs with those in them. */
export const dumpTarget: FuzzTarget = {
  name: "dump",
  weight: 1,
  seeds: () => inflatedSeedFiles([texts, samples, captures], /\.txt(\.gz)?$/),
  structured: arbitraryTraceText.map(encodeUtf8),
  run: (input) => {
    const whole = readIn(input, Math.max(1, input.length));
    if (input.length % PIECES_EVERY === 0) {
      const pieces = readIn(input, 97);
      promise(
        countsOf(whole) === countsOf(pieces),
        `chunks change nothing: ${countsOf(whole)} | ${countsOf(pieces)}`,
      );
    }
    for (const snapshot of whole) {
      const counted = snapshot.groups.reduce(
        (sum, { count }) => sum + count,
        0,
      );
      promise(counted === snapshot.goroutineCount, "groups add up");
      checkInvariants(profileFromSnapshot(snapshot));
    }
    const kinds = whole.map(({ source }) => source).join(" ");
    return { word: `${whole.length} ${kinds}`, inflatedBytes: input.length };
  },
};

/** debug=1 texts of heap, block, mutex, threadcreate and custom profiles. */
export const recordTextTarget: FuzzTarget = {
  name: "record-text",
  weight: 1,
  seeds: () =>
    inflatedSeedFiles(
      [captures, texts],
      /(heap|block|mutex|debug1).*\.txt(\.gz)?$/,
    ),
  structured: arbitraryRecordText.map(encodeUtf8),
  run: (input) => {
    const parsed = parseTextProfile(input);
    const inflatedBytes = input.length;
    if (!parsed.ok) return { word: parsed.error.code, inflatedBytes };
    const { profile, kind, unparsedCount } = parsed.value;
    checkInvariants(profile);
    encodeProfile(profile);
    return {
      word: `${kind} ${Math.min(unparsedCount, 2)} ${Math.min(profile.samples.count, 3)}`,
      inflatedBytes,
    };
  },
};
