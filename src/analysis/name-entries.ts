import { checkpoint, EVERY } from "#base/checkpoint.ts";
import type { Profile } from "#profile/profile.ts";
import type { StringIndex, StringTable } from "#profile/string-table.ts";
import type { FrameTable } from "./frame-table.ts";
import { assignFrames } from "./frame-table-builder.ts";
import { frameRanks } from "./frame-ranks.ts";
import { markOutermost, type OutermostMarks } from "./report/outermost.ts";

/** Functions by name alone (rule C4) among frames; frames without a function are entries by address. */
export interface FrameEntries {
  readonly entryCount: number;
  readonly strings: StringTable;
  /** String index of each entry's name. */
  readonly name: Uint32Array;
  /** String indices of the files the name occurs in. */
  readonly files: readonly (readonly StringIndex[])[];
  /** Place of each entry in the order of names by UTF-8 bytes. */
  readonly rank: Uint32Array;
  /** Entry of each frame. */
  readonly ofFrame: Int32Array;
}

/**
 * The functions of a profile by name alone, as Top and callers/callees show them (rule C4). What does
 * not depend on the sample type, made once per profile.
 */
export interface NameEntries extends Omit<FrameEntries, "ofFrame"> {
  /** Entries per location, innermost first; see `EntryAssignment`. */
  readonly start: Uint32Array;
  readonly list: Int32Array;
  readonly marks: OutermostMarks;
  /** 1 for entries some line of which was inlined. */
  readonly isInlinedAnywhere: Uint8Array;
}

const cache = new WeakMap<Profile, NameEntries>();

/** See `FrameEntries`. O(frames), plus sorting names the first time. */
export function entriesOfFrames(frames: FrameTable): FrameEntries {
  const frameRank = frameRanks(frames);
  const entryByName = new Map<StringIndex, number>();
  const ofFrame = new Int32Array(frames.length);
  const name: number[] = [];
  const files: number[][] = [];
  const rank: number[] = [];
  for (let frame = 0; frame < frames.length; frame += 1) {
    if ((frame & EVERY) === 0) checkpoint();
    let entry = entryByName.get(frames.name[frame]);
    if (entry === undefined) {
      entry = name.push(frames.name[frame]) - 1;
      entryByName.set(frames.name[frame], entry);
      files.push([]);
      // Frames of one name are neighbours in rank, so any of them orders the entry.
      rank.push(frameRank[frame]);
    }
    ofFrame[frame] = entry;
    if (frames.file[frame] !== 0) files[entry].push(frames.file[frame]);
  }
  return {
    entryCount: name.length,
    strings: frames.strings,
    name: Uint32Array.from(name),
    files,
    rank: Uint32Array.from(rank),
    ofFrame,
  };
}

function build(profile: Profile): NameEntries {
  const { locations } = profile;
  const { frames, ofLine, ofBareLocation } = assignFrames(profile);
  const { ofFrame, ...entries } = entriesOfFrames(frames);
  const { entryCount } = entries;
  const start = new Uint32Array(locations.length + 1);
  const list = new Int32Array(profile.lines.length + locations.length);
  const isInlinedAnywhere = new Uint8Array(entryCount);
  let length = 0;
  for (let location = 0; location < locations.length; location += 1) {
    if ((location & EVERY) === 0) checkpoint();
    start[location] = length;
    const last = locations.lineStart[location + 1] - 1;
    const bare = ofBareLocation[location];
    if (bare >= 0) list[length++] = ofFrame[bare];
    for (let line = locations.lineStart[location]; line <= last; line += 1) {
      const entry = ofFrame[ofLine[line]];
      if (line < last) isInlinedAnywhere[entry] = 1;
      list[length++] = entry;
    }
  }
  start[locations.length] = length;
  return {
    ...entries,
    start,
    list,
    marks: markOutermost(profile, { start, list }, entryCount),
    isInlinedAnywhere,
  };
}

/** The entries of `profile`, kept for as long as the profile is. O(trie rows) the first time. */
export function nameEntriesOf(profile: Profile): NameEntries {
  let entries = cache.get(profile);
  if (entries === undefined) {
    entries = build(profile);
    cache.set(profile, entries);
  }
  return entries;
}
