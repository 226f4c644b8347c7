import { checkpoint, EVERY } from "#base/checkpoint.ts";
import { compileGoRegexp } from "../go-regexp.ts";
import type { Profile } from "../profile.ts";

/** Whether a function name (simplified, see `simplifyFunctionName`) is meant. */
export type NameMatcher = (name: string) => boolean;

const BRACKETS = /\(anonymous namespace\)|operator\(\)|\(/g;

/**
 * Name as drop and keep patterns see it (rule D1, prune.go: simplifyFunc): without a leading '.'
 * and cut before its argument list.
 */
export function simplifyFunctionName(name: string): string {
  const simple = name.startsWith(".") ? name.slice(1) : name;
  for (const match of simple.matchAll(BRACKETS)) {
    if (match[0] === "(") return simple.slice(0, match.index);
  }
  return simple;
}

/** Per function: 1 where it has a name and `isMeant` says so of it. */
function matchFunctions(
  { functions, strings }: Profile,
  isMeant: NameMatcher,
): Uint8Array {
  const byName = new Map<number, boolean>();
  const matched = new Uint8Array(functions.length);
  for (let func = 0; func < functions.length; func += 1) {
    const name = functions.name[func];
    let isMatch = byName.get(name);
    if (isMatch === undefined) {
      const text = strings.get(name);
      isMatch = text !== "" && isMeant(simplifyFunctionName(text));
      byName.set(name, isMatch);
    }
    if (isMatch) matched[func] = 1;
  }
  return matched;
}

/** The profile with locations cut to `[start, end)` of their lines and samples moved to other stacks. */
function withCuts(
  profile: Profile,
  lineRanges: { readonly start: Uint32Array; readonly end: Uint32Array },
  leafByStack: Int32Array,
): Profile {
  const { locations, lines, samples } = profile;
  const lineStart = new Uint32Array(locations.length + 1);
  for (let i = 0; i < locations.length; i += 1) {
    lineStart[i + 1] = lineStart[i] + lineRanges.end[i] - lineRanges.start[i];
  }
  const length = lineStart[locations.length];
  const rows = new Uint32Array(length);
  for (let i = 0; i < locations.length; i += 1) {
    for (let to = lineStart[i]; to < lineStart[i + 1]; to += 1) {
      rows[to] = lineRanges.start[i] + to - lineStart[i];
    }
  }
  return {
    ...profile,
    locations: { ...locations, lineStart },
    lines: {
      length,
      func: rows.map((row) => lines.func[row]),
      line: Float64Array.from(rows, (row) => lines.line[row]),
      column: Float64Array.from(rows, (row) => lines.column[row]),
    },
    samples: {
      ...samples,
      stack: samples.stack.map((stack) =>
        stack < 0 ? -1 : leafByStack[stack],
      ),
    },
  };
}

const MATCHES_NOT = 0;
/** Only inlined frames of the location match: what they were inlined into stays. */
const MATCHES_BENEATH = 1;
const MATCHES_WHOLE = 2;

/**
 * Cuts from each stack the first dropped frame below user code and everything it calls (rules D1,
 * D2; prune.go: Prune). Scanning starts at the root and pays no heed to matches before the first
 * frame that does not match, so that no stack is emptied by mistake.
 *
 * ```
 *   drop = malloc|runtime.*        main -> work -> malloc -> sysAlloc    becomes   main -> work
 *                                  runtime.main -> main -> work          stays
 * ```
 * Of an inlined location the lines from its outermost match inwards go, wherever it occurs. Samples
 * keep their number and values: equal ones are not merged. Stacks nobody ends in stay in the table.
 * When nothing matches the profile itself comes back.
 */
export function pruneProfile(
  profile: Profile,
  isDropped: NameMatcher,
): Profile {
  const { locations, lines, stacks } = profile;
  const dropped = matchFunctions(profile, isDropped);
  if (!dropped.includes(1)) return profile;
  const start = locations.lineStart.slice(0, locations.length);
  const end = locations.lineStart.slice(1);
  const kind = new Uint8Array(locations.length);
  for (let i = 0; i < locations.length; i += 1) {
    let line = end[i] - 1;
    while (line >= start[i] && dropped[lines.func[line]] === 0) line -= 1;
    if (line < start[i]) continue;
    if (line === end[i] - 1) {
      kind[i] = MATCHES_WHOLE;
    } else {
      kind[i] = MATCHES_BENEATH;
      start[i] = line + 1;
    }
  }
  const leaf = new Int32Array(stacks.length);
  const isCut = new Uint8Array(stacks.length);
  const hasUser = new Uint8Array(stacks.length);
  for (let row = 0; row < stacks.length; row += 1) {
    if ((row & EVERY) === 0) checkpoint();
    const parent = stacks.parent[row];
    const match = kind[stacks.location[row]];
    leaf[row] = row;
    if (parent >= 0 && isCut[parent] === 1) {
      isCut[row] = 1;
      leaf[row] = leaf[parent];
    } else if (match === MATCHES_NOT) {
      hasUser[row] = 1;
    } else if (parent >= 0 && hasUser[parent] === 1) {
      isCut[row] = 1;
      if (match === MATCHES_WHOLE) leaf[row] = parent;
    }
  }
  return withCuts(profile, { start, end }, leaf);
}

/**
 * Cuts from each stack what the match nearest the leaf calls (prune.go: PruneFrom, the filter
 * `prune_from`); the match itself stays. Of an inlined location the lines inside its innermost match
 * go.
 */
export function pruneProfileFrom(
  profile: Profile,
  isMeant: NameMatcher,
): Profile {
  const { locations, lines, stacks } = profile;
  const meant = matchFunctions(profile, isMeant);
  if (!meant.includes(1)) return profile;
  const start = locations.lineStart.slice(0, locations.length);
  const end = locations.lineStart.slice(1);
  const isMatch = new Uint8Array(locations.length);
  for (let i = 0; i < locations.length; i += 1) {
    let line = start[i];
    while (line < end[i] && meant[lines.func[line]] === 0) line += 1;
    if (line === end[i]) continue;
    isMatch[i] = 1;
    start[i] = line;
  }
  const lowest = new Int32Array(stacks.length);
  const leaf = new Int32Array(stacks.length);
  for (let row = 0; row < stacks.length; row += 1) {
    if ((row & EVERY) === 0) checkpoint();
    const parent = stacks.parent[row];
    lowest[row] =
      isMatch[stacks.location[row]] === 1
        ? row
        : parent < 0
          ? -1
          : lowest[parent];
    leaf[row] = lowest[row] < 0 ? row : lowest[row];
  }
  return withCuts(profile, { start, end }, leaf);
}

/**
 * Applies the profile's own `drop_frames` and `keep_frames` (rules D1-D4; prune.go:
 * RemoveUninteresting), as pprof does once after reading. Patterns are Go regular expressions that
 * must match a whole name; where one does not compile nothing is dropped, as in pprof.
 */
export function removeUninteresting(profile: Profile): Profile {
  if (profile.dropFrames === "") return profile;
  const drop = compileGoRegexp(`^(${profile.dropFrames})$`);
  if (!drop.ok) return profile;
  if (profile.keepFrames === "") {
    return pruneProfile(profile, (name) => drop.value.matches(name));
  }
  const keep = compileGoRegexp(`^(${profile.keepFrames})$`);
  if (!keep.ok) return profile;
  return pruneProfile(
    profile,
    (name) => drop.value.matches(name) && !keep.value.matches(name),
  );
}
