import { addLabelFrames } from "#analysis/filter/label-frames.ts";
import { filterByName, type Filtered } from "#analysis/filter/name-filter.ts";
import { showFrom } from "#analysis/filter/show-from.ts";
import {
  compileTagFilter,
  filterByTag,
  type TagMatcher,
} from "#analysis/filter/tag-filter.ts";
import { filterTagNames } from "#analysis/filter/tag-names.ts";
import type { LabelUnits } from "#analysis/report/label-units.ts";
import type { Result } from "#base/result.ts";
import {
  compileGoRegexp,
  type GoRegexp,
  type RegexpError,
} from "#profile/go-regexp.ts";
import type { Profile } from "#profile/profile.ts";
import { pruneProfileFrom } from "#profile/transform/prune.ts";
import { scaledLabel } from "#text/pprof/measurement.ts";
import type { CliIo } from "../cli-io.ts";
import { CliFailureError, failure } from "../failure.ts";
import type { FilterFlag, FilterTexts } from "./report-settings.ts";

/** The expression of a filter, or the end of the run where it is none. */
function ensureCompiled<T>(
  flag: FilterFlag,
  compiled: Result<T, RegexpError>,
): T {
  if (compiled.ok) return compiled.value;
  const { pattern, message } = compiled.error;
  throw new CliFailureError(
    failure("cli.bad-regexp", { option: `-${flag}`, pattern, detail: message }),
  );
}

/** Names pprof gives to filters that met nothing, by ours. */
const WARNING_NAMES = {
  focus: "Focus",
  ignore: "Ignore",
  hide: "Hide",
  show: "Show",
  showFrom: "ShowFrom",
  tagFocus: "TagFocus",
  tagIgnore: "TagIgnore",
  tagShow: "TagShow",
  tagHide: "TagHide",
  tagRoot: "TagRoot",
  tagLeaf: "TagLeaf",
} as const;

/** Applies one filter after the other, telling on stderr which met nothing. */
class FilterChain {
  constructor(
    public profile: Profile,
    private readonly texts: FilterTexts,
    private readonly io: CliIo,
  ) {}

  regexp(flag: FilterFlag): GoRegexp | undefined {
    const text = this.texts[flag];
    if (text === "") return undefined;
    return ensureCompiled(flag, compileGoRegexp(text));
  }

  tagMatcher(flag: FilterFlag, units: LabelUnits): TagMatcher | undefined {
    const text = this.texts[flag];
    if (text === "") return undefined;
    return ensureCompiled(flag, compileTagFilter(text, units));
  }

  apply(filtered: Filtered<keyof typeof WARNING_NAMES>): void {
    this.profile = filtered.profile;
    for (const name of filtered.unmatched) {
      this.io.writeStderr(
        `${WARNING_NAMES[name]} expression matched no samples\n`,
      );
    }
  }
}

function keysOf(text: string): string[] {
  return text.split(",").filter((key) => key !== "");
}

/** `profile` with the frames of -tagroot and -tagleaf, which come before all filters (rule F4). */
export function withLabelFrames(
  profile: Profile,
  texts: FilterTexts,
  unit: string,
  io: CliIo,
): Profile {
  if (texts.tagroot === "" && texts.tagleaf === "") return profile;
  const chain = new FilterChain(profile, texts, io);
  chain.apply(
    addLabelFrames(profile, {
      rootKeys: keysOf(texts.tagroot),
      leafKeys: keysOf(texts.tagleaf),
      formatNumber: (value, labelUnit) =>
        scaledLabel(value, labelUnit, labelUnit === "" ? "" : unit),
    }),
  );
  return chain.profile;
}

/** `profile` after all filters, in pprof's order (driver_focus.go, applyFocus; rule F4). */
export function applyFilters(
  profile: Profile,
  texts: FilterTexts,
  units: LabelUnits,
  io: CliIo,
): Profile {
  const chain = new FilterChain(profile, texts, io);
  // All expressions first: a wrong one ends the run before anything is said of others.
  const names = {
    focus: chain.regexp("focus"),
    ignore: chain.regexp("ignore"),
    hide: chain.regexp("hide"),
    show: chain.regexp("show"),
  };
  const from = chain.regexp("show_from");
  const tagFocus = chain.tagMatcher("tagfocus", units);
  const tagIgnore = chain.tagMatcher("tagignore", units);
  const pruneFrom = chain.regexp("prune_from");
  const tagShow = chain.regexp("tagshow");
  const tagHide = chain.regexp("taghide");
  chain.apply(filterByName(chain.profile, names));
  if (from !== undefined) chain.apply(showFrom(chain.profile, from));
  chain.apply(filterByTag(chain.profile, tagFocus, tagIgnore));
  if (tagShow !== undefined || tagHide !== undefined) {
    chain.apply(filterTagNames(chain.profile, tagShow, tagHide));
  }
  if (pruneFrom === undefined) return chain.profile;
  return pruneProfileFrom(chain.profile, (name) => pruneFrom.matches(name));
}
