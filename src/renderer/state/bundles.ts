/** Zips, folders and saved comparisons: what to show once all their files are read. */
import { create } from "zustand";
import { MAX_BUNDLE_FILES, type Bundle } from "#contract/bundle.ts";
import type { ProfileId } from "#contract/profile-id.ts";
import { errorSentence } from "#text/error-sentence.ts";
import { onEvent, request } from "./backend.ts";
import { compareTogether, leaveGesture } from "./compare-on-open.ts";
import { showComparison } from "./compare-settings.ts";
import { addNotice } from "./notices.ts";
import { activateProfile } from "./profiles.ts";
import { currentText } from "./text.ts";
import { whenSettled } from "./when-settled.ts";

interface BundlesState {
  /** The zip or folder each profile came from. */
  readonly bundleOf: ReadonlyMap<ProfileId, Bundle>;
}

export const useBundles = create<BundlesState>(() => ({
  bundleOf: new Map(),
}));

/** Names of skipped files shown; the rest are counted. */
const NAMED_FILES = 8;

/** Call when the open profiles are known. */
export async function connectBundles(): Promise<void> {
  onEvent("bundle/changed", takeBundle);
  const taken = await request("bundle/take", {});
  if (taken.ok) taken.value.forEach(takeBundle);
}

function takeBundle(bundle: Bundle): void {
  const { kind, profileIds } = bundle;
  leaveGesture(profileIds);
  if (kind !== "comparison") {
    useBundles.setState(({ bundleOf }) => {
      const next = new Map(bundleOf);
      for (const id of profileIds) next.set(id, bundle);
      return { bundleOf: next };
    });
  }
  if (!bundle.isDone) return;
  tellOf(bundle);
  // News of the files and of their bundle come by ways of their own, in any order.
  whenSettled(profileIds, () => showTogether(bundle));
}

function showTogether({ profileIds, comparison }: Bundle): void {
  if (comparison === null) {
    compareTogether(profileIds);
    return;
  }
  activateProfile(comparison.currentId);
  showComparison(comparison, comparison.view);
}

function tellOf({ name, error, skipped, leftOut, profileIds }: Bundle): void {
  const { t, format } = currentText();
  if (error !== null) {
    const { sentence, next } = errorSentence(t, format, error, name);
    addNotice({ title: sentence, lines: [next], isError: true });
    return;
  }
  if (skipped.length > 0) {
    const lines = skipped
      .slice(0, NAMED_FILES)
      .map((file) => errorSentence(t, format, file.error, file.path).sentence);
    const more = skipped.length - lines.length;
    if (more > 0) lines.push(t("bundle.more", { count: more }));
    const title = t("bundle.skipped", { name, count: skipped.length });
    addNotice({ title, lines, isError: false });
  }
  if (leftOut > 0) {
    const limit = format.count(MAX_BUNDLE_FILES);
    const title = t("bundle.leftOut", { name, limit });
    addNotice({ title, lines: [], isError: false });
  }
  if (profileIds.length === 0) {
    addNotice({ title: t("bundle.empty", { name }), lines: [], isError: true });
  }
}
