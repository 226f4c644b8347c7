import { X } from "lucide-react";
import type { ReactNode } from "react";
import type { OpenProfile } from "#contract/open-profile.ts";
import { request } from "../state/backend.ts";
import { showCapture } from "../state/captures.ts";
import {
  activateProfile,
  displayNames,
  useProfiles,
} from "../state/profiles.ts";
import { useText } from "../state/text.ts";

/** One line per open file. */
export function FileList(): ReactNode {
  const { profiles, activeId } = useProfiles();
  const names = displayNames(profiles);
  return (
    <ul>
      {profiles.map((profile, i) => (
        <FileItem
          key={profile.id}
          profile={profile}
          name={names[i]}
          isActive={profile.id === activeId}
        />
      ))}
    </ul>
  );
}

interface FileItemProps {
  readonly profile: OpenProfile;
  readonly name: string;
  readonly isActive: boolean;
}

function FileItem({ profile, name, isActive }: FileItemProps): ReactNode {
  const { t } = useText();
  const { id, state, source, diskChange } = profile;
  const detail =
    "summary" in state ? t(`kind.${state.summary.kind}`) : undefined;
  const stateTexts = {
    loading: t("files.loading"),
    ready: diskChange === undefined ? undefined : t(`files.${diskChange}`),
    failed: t("files.failed"),
    lost: t("files.lost"),
  };
  return (
    <li className="ls-file" data-active={isActive ? "" : undefined}>
      <button
        type="button"
        className="ls-file__button"
        aria-current={isActive ? "page" : undefined}
        title={source.type === "file" ? source.path : source.name}
        onClick={() => {
          showCapture(false);
          activateProfile(id);
        }}
      >
        <span
          className={`ls-file__dot ls-file__dot--${state.status}`}
          aria-hidden
        />
        <span className="ls-file__name">{name}</span>
        <span className="ls-file__detail">
          {stateTexts[state.status] ?? detail}
        </span>
      </button>
      <button
        type="button"
        className="ls-file__close"
        aria-label={t("action.closeFile", { name })}
        onClick={() => void request("profile/close", { profileId: id })}
      >
        <X size={14} strokeWidth={1.5} aria-hidden />
      </button>
    </li>
  );
}
