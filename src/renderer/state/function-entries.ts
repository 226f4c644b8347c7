import type { ProfileId } from "#contract/profile-id.ts";
import type { ViewFilterName } from "#contract/view-filters.ts";
import type { Translate } from "#text/translator.ts";
import type { MenuEntry } from "../widgets/point-menu.tsx";
import { copyText } from "./clipboard.ts";
import { exactPattern, isFilterable } from "./filter-patterns.ts";
import { addFilter } from "./filters.ts";
import { navigate } from "./tabs.ts";

/** Filters that can be made of a function by its menu. */
const OFFERED = ["focus", "ignore", "hide", "showFrom"] as const;

/** Menu lines that filter by a function; they begin a group. */
export function filterEntries(
  t: Translate,
  profileId: ProfileId,
  name: string,
): MenuEntry[] {
  const pattern = exactPattern(name);
  return OFFERED.map((filter: ViewFilterName, i) => ({
    id: `filter-${filter}`,
    label: t(`filter.menu.${filter as (typeof OFFERED)[number]}`),
    isDisabled: !isFilterable(name),
    startsGroup: i === 0,
    onSelect: () => addFilter(profileId, { name: filter, pattern }),
  }));
}

/** Menu lines that go to a function in other views, but not to `without`. */
export function placeEntries(
  t: Translate,
  profileId: ProfileId,
  name: string,
  without: "flame" | "top" | "callers",
): MenuEntry[] {
  const entries: MenuEntry[] = [
    {
      id: "show-in-flame",
      label: t("top.showInFlame"),
      onSelect: () =>
        navigate(profileId, {
          view: "flame",
          highlightedName: name,
          zoom: null,
        }),
    },
    {
      id: "show-in-top",
      label: t("flame.menu.showInTop"),
      onSelect: () =>
        navigate(profileId, { view: "top", highlightedName: name }),
    },
    {
      id: "show-callers",
      label: t("flame.menu.showCallers"),
      onSelect: () =>
        navigate(profileId, { view: "callers", calledName: name }),
    },
  ];
  const own = {
    flame: "show-in-flame",
    top: "show-in-top",
    callers: "show-callers",
  };
  return entries
    .filter(({ id }) => id !== own[without])
    .map((entry, i) => ({ ...entry, startsGroup: i === 0 }));
}

/** The menu line that copies a function's name. */
export function copyNameEntry(t: Translate, name: string): MenuEntry {
  return {
    id: "copy-name",
    label: t("flame.menu.copyName"),
    startsGroup: true,
    onSelect: () => void copyText(name, t("action.copied")),
  };
}
