import type { AppFacts } from "#contract/channels.ts";
import type { NotSaved } from "#contract/not-saved.ts";
import type { OpenProfile } from "#contract/open-profile.ts";
import type { ProfileSummary } from "#contract/profile-summary.ts";
import type { ProfileId } from "#contract/profile-id.ts";
import { onEvent, request } from "./backend.ts";
import { connectBundles } from "./bundles.ts";
import { connectCaptures, leaveCapture } from "./captures.ts";
import { forgetComparison } from "./compare-choice.ts";
import { dropComparisons } from "./compare-data.ts";
import { compareWhatCameTogether } from "./compare-on-open.ts";
import { forgetGesture } from "./gestures.ts";
import { connectGuide } from "./guide.ts";
import { forgetLeakChoice } from "./leak-choice.ts";
import { dropLeaks } from "./leak-data.ts";
import { firstView } from "./first-view.ts";
import {
  activateProfile,
  useProfiles,
  withoutProfile,
  withProfile,
} from "./profiles.ts";
import { isRestored, restoreSession, restoreView } from "./session.ts";
import { connectRules } from "./rules.ts";
import { showNote } from "./shell.ts";
import { useSettings } from "./settings.ts";
import { adjust, forgetLayouts, forgetTab, startTab, tabView } from "./tabs.ts";
import { currentLocale, i18n, translate } from "./text.ts";
import { dropViews } from "./view-data.ts";

function takeProfile(profile: OpenProfile): void {
  const before = useProfiles.getState();
  const after = withProfile(before, profile);
  useProfiles.setState(after);
  const { id, state } = profile;
  if (after.loads.get(id) !== before.loads.get(id)) {
    dropViews(id);
    dropComparisons(id);
    dropLeaks(id);
    forgetLayouts(id);
  }
  if (state.status === "ready") {
    const { summary } = state;
    startTab(id, firstView(id), Math.max(0, summary.defaultSampleTypeIndex));
    restoreView(profile);
    keepSampleType(id, summary);
  }
  const isNew = before.profiles.every((known) => known.id !== id);
  compareWhatCameTogether(profile, isNew && !isRestored(profile));
}

/** Sample types of each profile as it was read last, by `type/unit`. */
const sampleTypes = new Map<ProfileId, readonly string[]>();

/** A file read again may have other sample types: the one shown is found by its name. */
function keepSampleType(id: ProfileId, summary: ProfileSummary): void {
  const types = summary.sampleTypes.map(({ type, unit }) => `${type}/${unit}`);
  const before = sampleTypes.get(id);
  sampleTypes.set(id, types);
  const view = tabView(id);
  if (before === undefined || view === null) return;
  const same = types.indexOf(before[view.sampleTypeIndex] ?? "");
  const index = same < 0 ? Math.max(0, summary.defaultSampleTypeIndex) : same;
  if (index !== view.sampleTypeIndex) adjust(id, { sampleTypeIndex: index });
}

function dropProfile(profileId: ProfileId): void {
  useProfiles.setState((state) => withoutProfile(state, profileId));
  forgetTab(profileId);
  sampleTypes.delete(profileId);
  dropViews(profileId);
  dropComparisons(profileId);
  forgetComparison(profileId);
  dropLeaks(profileId);
  forgetLeakChoice(profileId);
  forgetGesture(profileId);
}

/** Long enough to be read: nobody is waiting for this sentence. */
const NOT_SAVED_MILLIS = 15_000;

function tellNotSaved({ file, reason }: NotSaved): void {
  const note =
    reason === "ENOSPC"
      ? translate("notSaved.diskFull", { file })
      : translate("notSaved.other", { file, reason });
  showNote(note, NOT_SAVED_MILLIS);
}

/** Keeps language and theme of the document as the settings say. */
function followSettings(): void {
  const apply = (): void => {
    const { settings } = useSettings.getState();
    const root = document.documentElement;
    if (settings.theme === "system") delete root.dataset.theme;
    else root.dataset.theme = settings.theme;
    const locale = currentLocale();
    root.lang = locale;
    if (i18n.language !== locale) void i18n.changeLanguage(locale);
  };
  useSettings.subscribe(apply);
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  const followSystem = (): void =>
    useSettings.setState({ systemTheme: dark.matches ? "dark" : "light" });
  dark.addEventListener("change", followSystem);
  followSystem();
  apply();
}

/**
 * Listens to main, then asks for everything that was there before; call once, before the first
 * render. Resolves when language, theme and profiles are known.
 */
export async function connect(): Promise<AppFacts | null> {
  onEvent("profile/changed", takeProfile);
  onEvent("profile/closed", ({ profileId }) => dropProfile(profileId));
  onEvent("profile/focus", ({ profileId }) => activateProfile(profileId));
  onEvent("app/not-saved", tellNotSaved);
  onEvent("settings/changed", (settings) => useSettings.setState({ settings }));
  const [facts, settings, profiles] = await Promise.all([
    request("app/facts", {}),
    request("settings/get", {}),
    request("profile/list", {}),
  ]);
  if (settings.ok) useSettings.setState({ settings: settings.value });
  if (facts.ok) {
    useSettings.setState({ systemLocale: facts.value.systemLocale });
  }
  followSettings();
  void connectCaptures();
  void connectRules();
  connectGuide();
  useProfiles.subscribe((now, before) => {
    if (now.activeId !== before.activeId) leaveCapture();
  });
  if (profiles.ok) profiles.value.forEach(takeProfile);
  void connectBundles();
  void restoreSession();
  return facts.ok ? facts.value : null;
}
