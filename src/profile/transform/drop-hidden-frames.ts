import type { Profile } from "../profile.ts";

/**
 * The profile without the leaf-side locations that have no lines, for views: heap debug=1 text keeps
 * the PCs of hidden runtime frames (see `locationsOfRecord`), and only the heap leak rules want to
 * count them. A stack without any line keeps its addresses. Shares every other column.
 */
export function dropHiddenFrames(profile: Profile): Profile {
  const { stacks, locations, samples } = profile;
  const stack = samples.stack.slice();
  let isChanged = false;
  for (let i = 0; i < stack.length; i += 1) {
    let row = stack[i];
    while (row >= 0) {
      const location = stacks.location[row];
      if (locations.lineStart[location] < locations.lineStart[location + 1]) {
        break;
      }
      row = stacks.parent[row];
    }
    if (row >= 0 && row !== stack[i]) {
      stack[i] = row;
      isChanged = true;
    }
  }
  return isChanged ? { ...profile, samples: { ...samples, stack } } : profile;
}
