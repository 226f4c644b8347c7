import type { ReactNode } from "react";
import type { OpenProfile } from "#contract/open-profile.ts";
import { request } from "../state/backend.ts";
import { useText } from "../state/text.ts";
import { TextButton } from "../widgets/text-button.tsx";
import "./disk-change-bar.css";

export interface DiskChangeBarProps {
  readonly profile: OpenProfile;
}

/** Says that the file is no longer what was read, and offers to read it again. */
export function DiskChangeBar({ profile }: DiskChangeBarProps): ReactNode {
  const { t } = useText();
  const { id, name, diskChange, state } = profile;
  if (diskChange === undefined || state.status === "loading") return null;
  return (
    <section className="ls-disk-change" aria-label={t("disk.label")}>
      <p className="ls-disk-change__text" role="status">
        {t(`disk.${diskChange}`, { name })}
      </p>
      {diskChange === "changed" && (
        <TextButton
          kind="primary"
          onClick={() => void request("profile/reopen", { profileId: id })}
        >
          {t("disk.reload")}
        </TextButton>
      )}
      <TextButton
        onClick={() => void request("profile/keep", { profileId: id })}
      >
        {t("action.dismiss")}
      </TextButton>
    </section>
  );
}
