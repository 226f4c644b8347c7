import { create } from "zustand";
import { DEFAULT_SETTINGS, type Settings } from "#contract/settings.ts";
import type { ThemeName } from "../theme/flame-colours.ts";
import { request } from "./backend.ts";

/** What the user chose, and what the system says where they chose `system`. */
interface SettingsState {
  readonly settings: Settings;
  readonly systemLocale: string;
  readonly systemTheme: ThemeName;
}

export const useSettings = create<SettingsState>(() => ({
  settings: DEFAULT_SETTINGS,
  systemLocale: "en",
  systemTheme: "light",
}));

/** Changes settings: shown at once, kept by main. */
export function changeSettings(change: Partial<Settings>): void {
  useSettings.setState(({ settings }) => ({
    settings: { ...settings, ...change },
  }));
  void request("settings/set", change);
}

const WRITE_AFTER_MILLIS = 300;
let writeTimer = 0;

/** As `changeSettings`, for what changes many times a second: main hears of it when it rests. */
export function changeSettingsSoon(change: Pick<Settings, "tables">): void {
  useSettings.setState(({ settings }) => ({
    settings: { ...settings, ...change },
  }));
  window.clearTimeout(writeTimer);
  writeTimer = window.setTimeout(() => {
    const { tables } = useSettings.getState().settings;
    void request("settings/set", { tables });
  }, WRITE_AFTER_MILLIS);
}

export function resolveTheme(state: SettingsState): ThemeName {
  return state.settings.theme === "system"
    ? state.systemTheme
    : state.settings.theme;
}

export function useThemeName(): ThemeName {
  return useSettings(resolveTheme);
}
