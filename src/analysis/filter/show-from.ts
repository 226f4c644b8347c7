import { checkpoint, EVERY, FEW } from "#base/checkpoint.ts";
import type { GoRegexp } from "#profile/go-regexp.ts";
import type { Profile } from "#profile/profile.ts";
import { dropStackRows, keepLines, keepSamples } from "./filtered-profile.ts";
import { FrameMatcher } from "./frame-matcher.ts";
import type { Filtered } from "./name-filter.ts";

/**
 * Drops what is above the match nearest the root, and samples without a match (rule F3;
 * profile/filter.go, ShowFrom). Of the matching location the lines up to its outermost match stay;
 * all of them where its mapping matches.
 *
 * ```
 *   show_from = b      a b c b   ->   b c b
 *                      a d       ->   (gone)
 * ```
 */
export function showFrom(
  profile: Profile,
  regexp: GoRegexp,
): Filtered<"showFrom"> {
  const { locations, stacks } = profile;
  const matcher = new FrameMatcher(profile, regexp);
  const isMatch = new Uint8Array(locations.length);
  const isKept = new Uint8Array(profile.lines.length).fill(1);
  for (let location = 0; location < locations.length; location += 1) {
    if ((location & FEW) === 0) checkpoint();
    if (matcher.matchesMapping(location)) {
      isMatch[location] = 1;
      continue;
    }
    const start = locations.lineStart[location];
    let line = locations.lineStart[location + 1] - 1;
    while (line >= start && !matcher.matchesLine(line)) line -= 1;
    if (line < start) continue;
    isMatch[location] = 1;
    isKept.fill(0, line + 1, locations.lineStart[location + 1]);
  }
  // 1 from the first match on.
  const isShown = new Uint8Array(stacks.length);
  for (let row = 0; row < stacks.length; row += 1) {
    if ((row & EVERY) === 0) checkpoint();
    const caller = stacks.parent[row];
    const isBelow = caller >= 0 && isShown[caller] === 1;
    if (isBelow || isMatch[stacks.location[row]] === 1) isShown[row] = 1;
  }
  const { stack } = profile.samples;
  let filtered = keepSamples(
    profile,
    (sample) => stack[sample] >= 0 && isShown[stack[sample]] === 1,
  );
  filtered = dropStackRows(
    keepLines(filtered, isKept),
    (row) => isShown[row] === 0,
  );
  return {
    profile: filtered,
    unmatched: isMatch.includes(1) ? [] : ["showFrom"],
  };
}
