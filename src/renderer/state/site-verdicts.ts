import { useMemo } from "react";
import { isGoroutineKind } from "#contract/goroutines.ts";
import type { ProfileId } from "#contract/profile-id.ts";
import { levelOf, useFindingWords } from "./finding-words.ts";
import { useLeakSetting } from "./leak-choice.ts";
import { useLeaks } from "./leak-data.ts";
import { useProfiles } from "./profiles.ts";
import { useText } from "./text.ts";

/**
 * What is said of a function that a finding points to: "Blocked channel send: high"; "" for others.
 * Asks for the findings of goroutine files, and of heaps that have a base.
 */
export function useSiteVerdicts(
  profileId: ProfileId,
): (func: string) => string {
  const { t } = useText();
  const words = useFindingWords();
  const setting = useLeakSetting(profileId);
  const state = useProfiles(
    ({ profiles }) => profiles.find(({ id }) => id === profileId)?.state,
  );
  const isJudged =
    state?.status === "ready" &&
    (isGoroutineKind(state.summary.kind) || setting.base !== "none");
  const { data } = useLeaks(isJudged ? setting.spec : null);
  return useMemo(() => {
    const verdicts = new Map<string, string>();
    const findings = data.status === "ready" ? data.value.findings : [];
    for (const finding of findings) {
      const func = finding.site?.func ?? finding.key;
      if (verdicts.has(func)) continue;
      const confidence = t(`leaks.confidence.${levelOf(finding)}`);
      verdicts.set(func, `${words.title(finding)}: ${confidence}`);
    }
    return (func) => verdicts.get(func) ?? "";
  }, [data, words, t]);
}
