import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { decodeProfile } from "#profile/decode/decode-profile.ts";
import { parseGoroutineText } from "#profile/decode/text/parse-goroutine-text.ts";
import type { GoroutineSnapshot } from "#profile/goroutines/goroutine-snapshot.ts";
import { goroutineSnapshotFromProfile } from "#profile/goroutines/goroutine-snapshot-from-profile.ts";
import type { Profile } from "#profile/profile.ts";

/** A line of truth: what a group of goroutines or an allocation site of one file really is. */
export interface CorpusEntry {
  readonly file: string;
  readonly program: string;
  readonly kind: "goroutine" | "goroutineleak" | "heap";
  readonly format: string;
  readonly phase?: string;
  /** Which dump of a log, from 1; absent where the file has one. */
  readonly part?: number;
  readonly base?: string;
  readonly key: string;
  readonly alt_key?: string;
  readonly wait?: string;
  readonly category: string;
  readonly pattern?: string;
  readonly leak: boolean;
  readonly grows?: boolean;
  readonly count: number;
  readonly accept?: readonly string[];
  readonly transient?: boolean;
  readonly proved?: boolean;
  readonly shape?: string;
}

/** A set of captures with its manifest. */
export interface Corpus {
  readonly root: string;
  readonly entries: readonly CorpusEntry[];
  /** Entries of the manifest whose captures are not on disk. */
  readonly missingCount: number;
}

/** undefined where the folder has no manifest (a fresh clone has no `../shared`). */
export function loadCorpus(root: string): Corpus | undefined {
  const path = join(root, "manifest.json");
  if (!existsSync(path)) return undefined;
  const manifest = JSON.parse(readFileSync(path, "utf8")) as {
    entries: CorpusEntry[];
  };
  const isHere = (file: string | undefined): boolean =>
    file === undefined || existsSync(join(root, file));
  const entries = manifest.entries.filter(
    ({ file, base }) => isHere(file) && isHere(base),
  );
  return {
    root,
    entries,
    missingCount: manifest.entries.length - entries.length,
  };
}

/** Bytes of a capture, unpacked. */
export function readCapture(corpus: Corpus, file: string): Uint8Array {
  const raw = readFileSync(join(corpus.root, file));
  return raw[0] === 0x1f && raw[1] === 0x8b ? gunzipSync(raw) : raw;
}

/** A pprof capture; throws where it can't be decoded. */
export function readProfile(corpus: Corpus, file: string): Profile {
  const decoded = decodeProfile(readCapture(corpus, file));
  if (!decoded.ok) throw new Error(`${file}: ${decoded.error.code}`);
  return decoded.value.profile;
}

/** All goroutine snapshots of a capture; throws where there is none. */
export function readSnapshots(
  corpus: Corpus,
  file: string,
): GoroutineSnapshot[] {
  if (/\.pb(\.gz)?$/.test(file)) {
    return [goroutineSnapshotFromProfile(readProfile(corpus, file))];
  }
  const snapshots = parseGoroutineText(readCapture(corpus, file));
  if (snapshots.length === 0) throw new Error(`${file}: no goroutines`);
  return snapshots;
}

/** The last goroutine snapshot of a capture. */
export function readSnapshot(corpus: Corpus, file: string): GoroutineSnapshot {
  const snapshots = readSnapshots(corpus, file);
  return snapshots[snapshots.length - 1];
}

/** Files of one kind in manifest order. */
export function filesOf(
  corpus: Corpus,
  test: (entry: CorpusEntry) => boolean,
): string[] {
  return [...new Set(corpus.entries.filter(test).map((entry) => entry.file))];
}
