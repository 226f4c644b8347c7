import type { SampleSet } from "#contract/samples.ts";
import type { ProfileId } from "#contract/profile-id.ts";
import { request } from "./backend.ts";
import { closeGuide } from "./guide.ts";
import { chooseLeaks } from "./leak-choice.ts";
import { activateProfile } from "./profiles.ts";
import { settled } from "./settled.ts";
import { adjust, tabView } from "./tabs.ts";

/**
 * Opens a sample: one file, or a base and what came after it, with the verdicts of the pair in front.
 */
export async function openSampleSet({ files }: SampleSet): Promise<void> {
  closeGuide();
  const ids: ProfileId[] = [];
  for (const name of files) {
    const opened = await request("profile/open-sample", { name });
    if (opened.ok) ids.push(opened.value);
  }
  const current = ids.at(-1);
  if (current === undefined) return;
  if (ids.length > 1) chooseLeaks(current, { base: ids[0] });
  activateProfile(current);
  if (ids.length < 2) return;
  await Promise.all(ids.map(settled));
  activateProfile(current);
  if (tabView(current) !== null) adjust(current, { view: "leaks" });
}
