import { X } from "lucide-react";
import { Fragment, type ReactNode } from "react";
import type { ProfileKind } from "#analysis/profile-kind.ts";
import type { Bundle } from "#contract/bundle.ts";
import type { OpenProfile } from "#contract/open-profile.ts";
import type { ProfileId } from "#contract/profile-id.ts";
import { request } from "../state/backend.ts";
import { useBundles } from "../state/bundles.ts";
import {
  byAge,
  readyProfiles,
  type ReadyProfile,
} from "../state/compare-pair.ts";
import { showCapture } from "../state/captures.ts";
import {
  activateProfile,
  displayNames,
  useProfiles,
} from "../state/profiles.ts";
import { useText } from "../state/text.ts";

/** One line per open file; those of a zip or folder under its name, a group per kind. */
export function FileList(): ReactNode {
  const { t } = useText();
  const { profiles, activeId } = useProfiles();
  const bundleOf = useBundles((state) => state.bundleOf);
  const names = displayNames(profiles);
  return fileGroups(profiles, bundleOf).map(({ bundle, kind, members }) => {
    const title =
      bundle === undefined || kind === ""
        ? undefined
        : t("bundle.group", { name: bundle.name, kind: t(`kind.${kind}`) });
    return (
      <Fragment key={members[0].id}>
        {title !== undefined && (
          <h3 className="ls-sidebar__group" title={bundle?.path}>
            {title}
          </h3>
        )}
        <ul aria-label={title}>
          {members.map((profile) => (
            <FileItem
              key={profile.id}
              profile={profile}
              name={names[profiles.indexOf(profile)]}
              isActive={profile.id === activeId}
            />
          ))}
        </ul>
      </Fragment>
    );
  });
}

interface FileGroup {
  readonly bundle: Bundle | undefined;
  /** "" outside of bundles and while loading. */
  readonly kind: ProfileKind | "";
  readonly members: OpenProfile[];
}

/** Files in the order of opening; those of one bundle and kind together, earliest first. */
function fileGroups(
  profiles: readonly OpenProfile[],
  bundleOf: ReadonlyMap<ProfileId, Bundle>,
): FileGroup[] {
  const groups = new Map<string, FileGroup>();
  for (const profile of profiles) {
    const bundle = bundleOf.get(profile.id);
    const kind =
      bundle === undefined || !("summary" in profile.state)
        ? ""
        : profile.state.summary.kind;
    const last = [...groups.keys()].at(-1) ?? "";
    const isLoose = bundle === undefined && last.startsWith("loose/");
    const key = isLoose
      ? last
      : `${bundle?.id ?? `loose/${profile.id}`}/${kind}`;
    const group = groups.get(key);
    if (group === undefined) {
      groups.set(key, { bundle, kind, members: [profile] });
    } else group.members.push(profile);
  }
  for (const { kind, members } of groups.values()) {
    if (kind !== "") {
      const order = readyProfiles(members).sort(byAge);
      members.sort((a, b) => placeOf(order, a) - placeOf(order, b));
    }
  }
  return [...groups.values()];
}

function placeOf(order: readonly ReadyProfile[], { id }: OpenProfile): number {
  return order.findIndex(({ profile }) => profile.id === id);
}

interface FileItemProps {
  readonly profile: OpenProfile;
  readonly name: string;
  readonly isActive: boolean;
}

/** A name of so many characters fits into the sidebar. */
const FITTING = 24;
/** Ends of names of captures are their times, e.g. `T150512Z.pb.gz`: what tells them apart. */
const KEPT_END = 14;

/** A name that may be too long for the sidebar: it is cut in the middle. Heard in one piece. */
function FileTitle({ name }: { readonly name: string }): ReactNode {
  if (name.length <= FITTING) {
    return <span className="ls-file__name">{name}</span>;
  }
  const cut = name.length - KEPT_END;
  return (
    <>
      <span className="ls-visually-hidden">{name}</span>
      <span className="ls-file__name ls-file__name--cut" aria-hidden>
        <span className="ls-file__start">{name.slice(0, cut)}</span>
        <span className="ls-file__end">{name.slice(cut)}</span>
      </span>
    </>
  );
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
        <FileTitle name={name} />
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
