import type { ReactNode } from "react";
import type { OpenProfile } from "#contract/open-profile.ts";
import type { AppError } from "#contract/app-error.ts";
import { errorSentence } from "#text/error-sentence.ts";
import { request } from "../state/backend.ts";
import { useTabView } from "../state/tabs.ts";
import { useText } from "../state/text.ts";
import { Notice } from "../widgets/notice.tsx";
import { TextButton } from "../widgets/text-button.tsx";
import { DiskChangeBar } from "./disk-change-bar.tsx";
import { LoadingPage } from "./loading-page.tsx";
import { ViewTabs } from "./view-tabs.tsx";

export interface ProfileAreaProps {
  readonly profile: OpenProfile;
}

/** The profile in front, wherever it is in its life. */
export function ProfileArea({ profile }: ProfileAreaProps): ReactNode {
  return (
    <>
      <h1 className="ls-visually-hidden">{profile.name}</h1>
      <DiskChangeBar profile={profile} />
      <ProfileBody profile={profile} />
    </>
  );
}

function ProfileBody({ profile }: ProfileAreaProps): ReactNode {
  const view = useTabView(profile.id);
  const { state } = profile;
  switch (state.status) {
    case "loading":
      return <LoadingPage profile={profile} state={state} />;
    case "failed":
    case "lost":
      return <FailedPage profile={profile} error={state.error} />;
    case "ready":
      return view === null ? null : (
        <ViewTabs profile={profile} summary={state.summary} view={view} />
      );
  }
}

interface FailedPageProps extends ProfileAreaProps {
  readonly error: AppError;
}

/** One sentence that says what the file looks like, and the next step. */
function FailedPage({ profile, error }: FailedPageProps): ReactNode {
  const { t, format } = useText();
  const { sentence, next } = errorSentence(t, format, error, profile.name);
  return (
    <Notice role="alert" title={sentence} hint={next}>
      <TextButton
        kind="primary"
        onClick={() =>
          void request("profile/reopen", { profileId: profile.id })
        }
      >
        {t("action.reopen")}
      </TextButton>
      {error.code === "decompression-bomb" && (
        <TextButton
          onClick={() =>
            void request("profile/reopen", {
              profileId: profile.id,
              allowsAnySize: true,
            })
          }
        >
          {t("action.openAnySize")}
        </TextButton>
      )}
      <TextButton
        onClick={() => void request("profile/close", { profileId: profile.id })}
      >
        {t("action.close")}
      </TextButton>
    </Notice>
  );
}
