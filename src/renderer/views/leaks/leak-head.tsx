import { Link2, Unlink2 } from "lucide-react";
import type { ReactNode } from "react";
import type { LeaksView } from "#contract/goroutines.ts";
import type { ProfileId } from "#contract/profile-id.ts";
import type { Format } from "#text/format.ts";
import type { Translate } from "#text/translator.ts";
import { request } from "../../state/backend.ts";
import {
  chooseLeaks,
  useLeakChoice,
  type LeakSetting,
} from "../../state/leak-choice.ts";
import { displayNames, useProfiles } from "../../state/profiles.ts";
import { useRules } from "../../state/rules.ts";
import { useText } from "../../state/text.ts";
import { Choice, type ChoiceItem } from "../../widgets/choice.tsx";
import { IconButton } from "../../widgets/icon-button.tsx";
import { TextButton } from "../../widgets/text-button.tsx";
import { LeakCompanion } from "./leak-companion.tsx";

export interface LeakHeadProps {
  readonly profileId: ProfileId;
  readonly setting: LeakSetting;
  readonly leaks: LeaksView;
  readonly isHeap: boolean;
}

/** What was judged: against which base, joined with what, and that the counts add up. */
export function LeakHead(props: LeakHeadProps): ReactNode {
  const { profileId, setting, leaks, isHeap } = props;
  const { t, format } = useText();
  const problem = useRules((rules) => rules.problem);
  return (
    <header className="ls-leaks__head">
      <BaseChoice profileId={profileId} setting={setting} />
      <span className="ls-leaks__sum" role="status">
        {sumText(t, format, leaks, isHeap)}
      </span>
      {leaks.goMinorAtLeast > 0 && (
        <span className="ls-muted">
          {t("leaks.goVersion", { minor: String(leaks.goMinorAtLeast) })}
        </span>
      )}
      <JoinNote profileId={profileId} setting={setting} leaks={leaks} />
      <LeakCompanion profileId={profileId} />
      {leaks.isTruncated && (
        <span className="ls-leaks__warning">{t("leaks.truncated")}</span>
      )}
      {problem !== "" && (
        <span className="ls-leaks__warning">
          {t("leaks.rulesProblem", { problem })}{" "}
          <TextButton onClick={() => void request("rules/reveal", {})}>
            {t("leaks.rulesReveal")}
          </TextButton>
        </span>
      )}
    </header>
  );
}

function sumText(
  t: Translate,
  format: Format,
  { findings, goroutineCount }: LeaksView,
  isHeap: boolean,
): string {
  const listed = findings.filter(({ verdict }) => verdict !== "benign");
  if (isHeap) {
    const sites = format.count(listed.length);
    return t("leaks.sumHeap", { count: listed.length, sites });
  }
  const count = listed.reduce((sum, finding) => sum + finding.count, 0);
  return t("leaks.sum", {
    count: goroutineCount,
    listed: format.count(count),
    harmless: format.count(goroutineCount - count),
    goroutines: format.count(goroutineCount),
  });
}

function useNames(): (id: ProfileId) => string {
  const profiles = useProfiles((state) => state.profiles);
  const names = displayNames(profiles);
  return (id) =>
    names[profiles.findIndex((profile) => profile.id === id)] ?? "";
}

interface BaseChoiceProps {
  readonly profileId: ProfileId;
  readonly setting: LeakSetting;
}

function BaseChoice({ profileId, setting }: BaseChoiceProps): ReactNode {
  const { t } = useText();
  const nameOf = useNames();
  const { bases, base, earlierCount } = setting;
  const items: ChoiceItem<string>[] = [
    { value: "none", label: t("leaks.baseNone") },
    ...(earlierCount > 0
      ? [
          {
            value: "earlier",
            label: t("leaks.baseEarlier", { count: earlierCount }),
          },
        ]
      : []),
    ...bases.map(({ profile }) => ({
      value: profile.id,
      label: nameOf(profile.id),
    })),
  ];
  return (
    <span className="ls-leaks__base">
      <span className="ls-muted">{t("leaks.base")}</span>
      <Choice
        label={t("leaks.base")}
        items={items}
        value={base}
        onChange={(value) =>
          chooseLeaks(profileId, {
            base: value as "none" | "earlier" | ProfileId,
            findingIndex: -1,
          })
        }
      />
    </span>
  );
}

/** Says which files are one picture with this one, and takes them apart. */
function JoinNote({
  profileId,
  setting,
  leaks,
}: Omit<LeakHeadProps, "isHeap">): ReactNode {
  const { t } = useText();
  const nameOf = useNames();
  const { isJoined } = useLeakChoice(profileId);
  const others = [setting.partner, setting.proof].flatMap((file) =>
    file === undefined ? [] : [file],
  );
  if (others.length === 0) return null;
  if (!isJoined) {
    const names = others.map(({ profile }) => nameOf(profile.id));
    return (
      <TextButton onClick={() => chooseLeaks(profileId, { isJoined: true })}>
        <Link2 size={14} strokeWidth={1.5} aria-hidden />
        {t("leaks.join", { name: names.join(" + ") })}
      </TextButton>
    );
  }
  const joinedIds = leaks.moments.at(-1)?.profileIds ?? [];
  const notes = others
    .filter(({ profile }) => joinedIds.includes(profile.id))
    .map((file) => {
      const name = nameOf(file.profile.id);
      return file === setting.proof
        ? { short: t("leaks.provenShort", { name }), long: t("leaks.proven") }
        : { short: t("leaks.joinedShort", { name }), long: t("leaks.joined") };
    });
  if (notes.length === 0) return null;
  return (
    <span
      className="ls-leaks__join"
      title={notes.map(({ long }) => long).join("\n")}
    >
      {notes.map(({ short }) => short).join(" · ")}
      <IconButton
        icon={Unlink2}
        label={t("leaks.unjoin")}
        onClick={() => chooseLeaks(profileId, { isJoined: false })}
      />
    </span>
  );
}
