import {
  applyFilters as applyCompiled,
  compileFilters,
  type FilterName,
} from "#analysis/filter/apply-filters.ts";
import { FILTER_FLAGS } from "#contract/filter-flags.ts";
import { addLabelFrames } from "#analysis/filter/label-frames.ts";
import type { LabelUnits } from "#analysis/report/label-units.ts";
import type { Profile } from "#profile/profile.ts";
import { scaledLabel } from "#text/pprof/measurement.ts";
import type { CliIo } from "../cli-io.ts";
import { CliFailureError, failure } from "../failure.ts";
import type { FilterTexts } from "./report-settings.ts";

/** The name pprof gives a filter where it met nothing; "" where it says nothing. */
const WARNINGS: Readonly<Record<FilterName, string>> = {
  focus: "Focus",
  ignore: "Ignore",
  hide: "Hide",
  show: "Show",
  showFrom: "ShowFrom",
  tagFocus: "TagFocus",
  tagIgnore: "TagIgnore",
  pruneFrom: "",
  tagShow: "TagShow",
  tagHide: "TagHide",
};

function warnUnmatched(names: readonly string[], io: CliIo): void {
  for (const name of names) {
    io.writeStderr(`${name} expression matched no samples\n`);
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
  const { profile: framed, unmatched } = addLabelFrames(profile, {
    rootKeys: keysOf(texts.tagroot),
    leafKeys: keysOf(texts.tagleaf),
    formatNumber: (value, labelUnit) =>
      scaledLabel(value, labelUnit, labelUnit === "" ? "" : unit),
  });
  const names = { tagRoot: "TagRoot", tagLeaf: "TagLeaf" };
  warnUnmatched(
    unmatched.map((name) => names[name]),
    io,
  );
  return framed;
}

/** `profile` after all filters, telling on stderr which met nothing. */
export function applyFilters(
  profile: Profile,
  texts: FilterTexts,
  units: LabelUnits,
  io: CliIo,
): Profile {
  const filters = compileFilters(
    Object.fromEntries(
      Object.entries(FILTER_FLAGS).map(([name, flag]) => [name, texts[flag]]),
    ),
    units,
  );
  // A wrong expression ends the run before anything is said of others.
  if (!filters.ok) {
    const { filter, pattern, message } = filters.error;
    const option = `-${FILTER_FLAGS[filter]}`;
    throw new CliFailureError(
      failure("cli.bad-regexp", { option, pattern, detail: message }),
    );
  }
  const filtered = applyCompiled(profile, filters.value);
  warnUnmatched(
    filtered.unmatched
      .map((name) => WARNINGS[name])
      .filter((name) => name !== ""),
    io,
  );
  return filtered.profile;
}
