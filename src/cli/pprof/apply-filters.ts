import {
  applyFilters as applyCompiled,
  compileFilters,
  type FilterName,
} from "#analysis/filter/apply-filters.ts";
import { addLabelFrames } from "#analysis/filter/label-frames.ts";
import type { LabelUnits } from "#analysis/report/label-units.ts";
import type { Profile } from "#profile/profile.ts";
import { scaledLabel } from "#text/pprof/measurement.ts";
import type { CliIo } from "../cli-io.ts";
import { CliFailureError, failure } from "../failure.ts";
import type { FilterFlag, FilterTexts } from "./report-settings.ts";

/** Flag of each filter, and the name pprof gives it where it met nothing; "" where it says nothing. */
const FLAGS: Readonly<
  Record<FilterName, { readonly flag: FilterFlag; readonly warning: string }>
> = {
  focus: { flag: "focus", warning: "Focus" },
  ignore: { flag: "ignore", warning: "Ignore" },
  hide: { flag: "hide", warning: "Hide" },
  show: { flag: "show", warning: "Show" },
  showFrom: { flag: "show_from", warning: "ShowFrom" },
  tagFocus: { flag: "tagfocus", warning: "TagFocus" },
  tagIgnore: { flag: "tagignore", warning: "TagIgnore" },
  pruneFrom: { flag: "prune_from", warning: "" },
  tagShow: { flag: "tagshow", warning: "TagShow" },
  tagHide: { flag: "taghide", warning: "TagHide" },
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
      Object.entries(FLAGS).map(([name, { flag }]) => [name, texts[flag]]),
    ),
    units,
  );
  // A wrong expression ends the run before anything is said of others.
  if (!filters.ok) {
    const { filter, pattern, message } = filters.error;
    const option = `-${FLAGS[filter].flag}`;
    throw new CliFailureError(
      failure("cli.bad-regexp", { option, pattern, detail: message }),
    );
  }
  const filtered = applyCompiled(profile, filters.value);
  warnUnmatched(
    filtered.unmatched
      .map((name) => FLAGS[name].warning)
      .filter((name) => name !== ""),
    io,
  );
  return filtered.profile;
}
