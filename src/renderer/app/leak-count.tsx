import type { ReactNode } from "react";
import { isGoroutineKind } from "#contract/goroutines.ts";
import type { ProfileId } from "#contract/profile-id.ts";
import type { ProfileSummary } from "#contract/profile-summary.ts";
import { useLeakSetting } from "../state/leak-choice.ts";
import { useLeaks } from "../state/leak-data.ts";
import { useText } from "../state/text.ts";

/** How many findings are more than a doubt, beside the name of the tab; nothing for none. */
export function LeakCount(props: {
  readonly profileId: ProfileId;
  readonly summary: ProfileSummary;
}): ReactNode {
  const { t, format } = useText();
  const { spec, base } = useLeakSetting(props.profileId);
  const isJudged = isGoroutineKind(props.summary.kind) || base !== "none";
  const { data } = useLeaks(isJudged ? spec : null);
  if (data.status !== "ready") return null;
  const count = data.value.findings.filter(
    ({ verdict, confidence, isCompanion }) =>
      verdict !== "benign" && confidence !== "low" && !isCompanion,
  ).length;
  if (count === 0) return null;
  const findings = format.count(count);
  return (
    <span
      className="ls-tabs__count"
      title={t("leaks.tabCount", { count, findings })}
      aria-hidden
    >
      {findings}
    </span>
  );
}
