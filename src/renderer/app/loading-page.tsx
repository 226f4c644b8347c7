import type { ReactNode } from "react";
import type { OpenProfile, ProfileState } from "#contract/open-profile.ts";
import { request } from "../state/backend.ts";
import { useText } from "../state/text.ts";
import { ProgressBar } from "../widgets/progress-bar.tsx";
import { TextButton } from "../widgets/text-button.tsx";

export interface LoadingPageProps {
  readonly profile: OpenProfile;
  readonly state: Extract<ProfileState, { readonly status: "loading" }>;
}

/** A file on its way: how far, doing what, and a way out. */
export function LoadingPage({ profile, state }: LoadingPageProps): ReactNode {
  const { t, format } = useText();
  const { doneBytes, totalBytes, phase } = state;
  const done = format.bytes(doneBytes);
  const bytes =
    totalBytes > 0
      ? t("load.bytes", { done, total: format.bytes(totalBytes) })
      : t("load.bytesUnknown", { done });
  const phaseText = t(`load.phase.${phase}`);
  return (
    <div className="ls-loading" aria-busy="true">
      <div className="ls-loading__content">
        <p className="ls-loading__title">
          {t("load.title", { name: profile.name })}
        </p>
        <ProgressBar
          label={phaseText}
          ratio={totalBytes > 0 ? doneBytes / totalBytes : null}
          valueText={bytes}
        />
        <div className="ls-loading__facts">
          <span>{phaseText}</span>
          <span>{phase === "waiting" ? "" : bytes}</span>
        </div>
        <div>
          <TextButton
            onClick={() =>
              void request("profile/cancel", { profileId: profile.id })
            }
          >
            {t("action.cancel")}
          </TextButton>
        </div>
      </div>
    </div>
  );
}
