import type { Translate } from "#text/translator.ts";
import {
  displayNames,
  activateProfile,
  useProfiles,
} from "../state/profiles.ts";
import { changeSettings } from "../state/settings.ts";
import { navigate } from "../state/tabs.ts";
import { COMMANDS } from "./commands.ts";
import { VIEWS } from "./view-registry.ts";

/** A line of the command palette. */
export interface PaletteEntry {
  readonly id: string;
  readonly label: string;
  readonly shortcut?: string;
  readonly run: () => void;
}

function viewEntries(t: Translate): PaletteEntry[] {
  const { profiles, activeId } = useProfiles.getState();
  const state = profiles.find(({ id }) => id === activeId)?.state;
  if (activeId === null || state?.status !== "ready") return [];
  const { summary } = state;
  const views = VIEWS.filter(
    ({ canShow }) => canShow === undefined || canShow(summary),
  ).map(({ id, title }, i): PaletteEntry => ({
    id: `view-${id}`,
    label: t("commands.goToView", { name: t(title) }),
    shortcut: String(i + 1),
    run: () => navigate(activeId, { view: id }),
  }));
  const sampleTypes = summary.sampleTypes.map(
    ({ type }, sampleTypeIndex): PaletteEntry => ({
      id: `sample-type-${sampleTypeIndex}`,
      label: t("commands.showSampleType", { type }),
      run: () => navigate(activeId, { sampleTypeIndex }),
    }),
  );
  return [...views, ...sampleTypes];
}

function fileEntries(t: Translate): PaletteEntry[] {
  const { profiles } = useProfiles.getState();
  const names = displayNames(profiles);
  return profiles.map(({ id }, i) => ({
    id: `file-${id}`,
    label: t("commands.goToFile", { name: names[i] }),
    run: () => activateProfile(id),
  }));
}

function settingEntries(t: Translate): PaletteEntry[] {
  return [
    {
      id: "theme-light",
      label: t("commands.themeLight"),
      run: () => changeSettings({ theme: "light" }),
    },
    {
      id: "theme-dark",
      label: t("commands.themeDark"),
      run: () => changeSettings({ theme: "dark" }),
    },
    {
      id: "theme-system",
      label: t("commands.themeSystem"),
      run: () => changeSettings({ theme: "system" }),
    },
    {
      id: "language-en",
      label: t("commands.languageEn"),
      run: () => changeSettings({ language: "en" }),
    },
    {
      id: "language-zh",
      label: t("commands.languageZh"),
      run: () => changeSettings({ language: "zh-CN" }),
    },
  ];
}

/** Everything the palette offers now. */
export function paletteEntries(t: Translate): PaletteEntry[] {
  const commands = COMMANDS.filter(({ id }) => id !== "command-palette").map(
    ({ id, title, keys, run }): PaletteEntry => ({
      id,
      label: t(title),
      shortcut: keys.at(0),
      run,
    }),
  );
  return [
    ...commands,
    ...viewEntries(t),
    ...fileEntries(t),
    ...settingEntries(t),
  ];
}

/** Entries whose label has all words of the text, in any order. */
export function filterEntries(
  entries: readonly PaletteEntry[],
  text: string,
): PaletteEntry[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return entries.filter(({ label }) => {
    const lower = label.toLowerCase();
    return words.every((word) => lower.includes(word));
  });
}
