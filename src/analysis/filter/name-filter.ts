import { checkpoint, FEW } from "#base/checkpoint.ts";
import type { GoRegexp } from "#profile/go-regexp.ts";
import type { Profile } from "#profile/profile.ts";
import {
  dropStackRows,
  keepLines,
  keepSamples,
  rowsThrough,
} from "./filtered-profile.ts";
import { FrameMatcher } from "./frame-matcher.ts";

/** The filters of one pass (rule F4): each may be left out. */
export interface NameFilters {
  readonly focus?: GoRegexp;
  readonly ignore?: GoRegexp;
  readonly hide?: GoRegexp;
  readonly show?: GoRegexp;
}

/** A profile after filters, and which of them met nothing: `focus`, `tagIgnore`, … */
export interface Filtered<Name extends string> {
  readonly profile: Profile;
  readonly unmatched: readonly Name[];
}

/** Lines that stay after hide and show, and whether each met anything. */
function linesKept(
  profile: Profile,
  hide: FrameMatcher | undefined,
  show: FrameMatcher | undefined,
): { isKept: Uint8Array; hidden: Uint8Array; hit: Set<keyof NameFilters> } {
  const { locations } = profile;
  const { lineStart } = locations;
  const isKept = new Uint8Array(profile.lines.length).fill(1);
  const hidden = new Uint8Array(locations.length);
  const hit = new Set<keyof NameFilters>();
  for (let location = 0; location < locations.length; location += 1) {
    if ((location & FEW) === 0) checkpoint();
    const start = lineStart[location];
    const end = lineStart[location + 1];
    const keepIf = (keeps: (line: number) => boolean): void => {
      for (let line = start; line < end; line += 1) {
        if (isKept[line] === 1 && !keeps(line)) isKept[line] = 0;
      }
    };
    const isEmpty = (): boolean => !isKept.subarray(start, end).includes(1);
    if (hide?.matchesLocation(location) === true) {
      hit.add("hide");
      const isWhole = hide.matchesMapping(location);
      keepIf((line) => !isWhole && !hide.matchesLine(line));
      if (isEmpty()) hidden[location] = 1;
    }
    if (show !== undefined) {
      const isWhole = show.matchesMapping(location);
      keepIf((line) => isWhole || show.matchesLine(line));
      if (isEmpty()) hidden[location] = 1;
      else hit.add("show");
    }
  }
  return { isKept, hidden, hit };
}

/** Samples with a focused location and no ignored one; ignore beats focus, location by location. */
function focusSamples(
  profile: Profile,
  focus: FrameMatcher | undefined,
  ignore: FrameMatcher | undefined,
  hit: Set<keyof NameFilters>,
): Profile {
  const { length } = profile.locations;
  const isFocused = new Uint8Array(length);
  const isIgnored = new Uint8Array(length);
  for (let location = 0; location < length; location += 1) {
    if ((location & FEW) === 0) checkpoint();
    if (ignore?.matchesLocation(location) === true) {
      hit.add("ignore");
      isIgnored[location] = 1;
    } else if (focus === undefined || focus.matchesLocation(location)) {
      hit.add("focus");
      isFocused[location] = 1;
    }
  }
  const focused = rowsThrough(profile.stacks, isFocused);
  const ignored = rowsThrough(profile.stacks, isIgnored);
  const { stack } = profile.samples;
  return keepSamples(
    profile,
    (sample) =>
      stack[sample] >= 0 &&
      focused[stack[sample]] === 1 &&
      ignored[stack[sample]] === 0,
  );
}

/**
 * focus, ignore, hide and show in one pass, as pprof applies them (profile/filter.go,
 * FilterSamplesByName; rules F1, F2): focus and ignore choose samples by the unfiltered locations,
 * hide and show take lines away, a location without lines left goes, and a sample without locations
 * too. Without any filter the profile itself comes back.
 */
export function filterByName(
  profile: Profile,
  filters: NameFilters,
): Filtered<keyof NameFilters> {
  const given = (["focus", "ignore", "hide", "show"] as const).filter(
    (name) => filters[name] !== undefined,
  );
  if (given.length === 0) return { profile, unmatched: [] };
  const matcher = (regexp?: GoRegexp): FrameMatcher | undefined =>
    regexp === undefined ? undefined : new FrameMatcher(profile, regexp);
  const { isKept, hidden, hit } = linesKept(
    profile,
    matcher(filters.hide),
    matcher(filters.show),
  );
  let filtered = focusSamples(
    profile,
    matcher(filters.focus),
    matcher(filters.ignore),
    hit,
  );
  filtered = keepLines(filtered, isKept);
  if (hidden.includes(1)) {
    const { location } = filtered.stacks;
    filtered = dropStackRows(filtered, (row) => hidden[location[row]] === 1);
    const { stack } = filtered.samples;
    filtered = keepSamples(filtered, (sample) => stack[sample] >= 0);
  }
  return {
    profile: filtered,
    unmatched: given.filter((name) => !hit.has(name)),
  };
}
