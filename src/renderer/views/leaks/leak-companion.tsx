import { ArrowRight } from "lucide-react";
import type { ReactNode } from "react";
import { isHeapKind } from "#contract/goroutines.ts";
import type { ProfileId } from "#contract/profile-id.ts";
import type { ReadyProfile } from "../../state/compare-pair.ts";
import { useCompanion, useLeakSetting } from "../../state/leak-choice.ts";
import { useLeaks } from "../../state/leak-data.ts";
import { activateProfile } from "../../state/profiles.ts";
import { navigate } from "../../state/tabs.ts";
import { useText } from "../../state/text.ts";
import { TextButton } from "../../widgets/text-button.tsx";

/** The way to the verdicts of the same moment's heap, or of its goroutines, and how many they are. */
export function LeakCompanion({
  profileId,
}: {
  readonly profileId: ProfileId;
}): ReactNode {
  const companion = useCompanion(profileId);
  return companion === undefined ? null : <Link companion={companion} />;
}

function Link({ companion }: { readonly companion: ReadyProfile }): ReactNode {
  const { t, format } = useText();
  const { id } = companion.profile;
  const { spec } = useLeakSetting(id);
  const { data } = useLeaks(spec);
  const count =
    data.status === "ready"
      ? data.value.findings.filter(({ verdict }) => verdict !== "benign").length
      : undefined;
  const key = isHeapKind(companion.summary.kind) ? "heap" : "goroutines";
  return (
    <TextButton
      onClick={() => {
        navigate(id, { view: "leaks" });
        activateProfile(id);
      }}
    >
      {count === undefined
        ? t(`leaks.companion.${key}`)
        : t(`leaks.companion.${key}Count`, {
            count,
            findings: format.count(count),
          })}
      <ArrowRight size={14} strokeWidth={1.5} aria-hidden />
    </TextButton>
  );
}
