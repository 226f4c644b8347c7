import type { GoRegexp } from "#profile/go-regexp.ts";
import type {
  FunctionIndex,
  LocationIndex,
  Profile,
} from "#profile/profile.ts";
import type { StringIndex } from "#profile/string-table.ts";

/**
 * What one regular expression matches in a profile: function names, file names and the files of
 * mappings, anywhere in the text (rule F1; profile/filter.go). Each string is tried once.
 */
export class FrameMatcher {
  private readonly known: Int8Array;

  constructor(
    private readonly profile: Profile,
    private readonly regexp: GoRegexp,
  ) {
    this.known = new Int8Array(profile.strings.length).fill(-1);
  }

  /** By the function's name or file. */
  matchesFunction(func: FunctionIndex): boolean {
    const { name, filename } = this.profile.functions;
    return this.matches(name[func]) || this.matches(filename[func]);
  }

  /** By the file of the location's mapping. */
  matchesMapping(location: LocationIndex): boolean {
    const mapping = this.profile.locations.mapping[location];
    return (
      mapping >= 0 && this.matches(this.profile.mappings.filename[mapping])
    );
  }

  matchesLine(line: number): boolean {
    return this.matchesFunction(this.profile.lines.func[line]);
  }

  /** By any of its lines, or its mapping. */
  matchesLocation(location: LocationIndex): boolean {
    const { lineStart } = this.profile.locations;
    for (
      let line = lineStart[location];
      line < lineStart[location + 1];
      line += 1
    ) {
      if (this.matchesLine(line)) return true;
    }
    return this.matchesMapping(location);
  }

  private matches(text: StringIndex): boolean {
    if (this.known[text] < 0) {
      const { strings } = this.profile;
      this.known[text] = this.regexp.matches(strings.get(text)) ? 1 : 0;
    }
    return this.known[text] === 1;
  }
}
