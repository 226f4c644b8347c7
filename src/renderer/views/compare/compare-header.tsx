import { ArrowLeftRight } from "lucide-react";
import type { ReactNode } from "react";
import type { ProfileId } from "#contract/profile-id.ts";
import {
  chooseComparison,
  useCompareChoice,
} from "../../state/compare-choice.ts";
import {
  byAge,
  type Pair,
  type ReadyProfile,
} from "../../state/compare-pair.ts";
import { saveComparison } from "../../state/compare-save.ts";
import { useText } from "../../state/text.ts";
import { Choice } from "../../widgets/choice.tsx";
import { IconButton } from "../../widgets/icon-button.tsx";
import { TextButton } from "../../widgets/text-button.tsx";
import { timeOf, type NameOf } from "./compare-names.ts";

export interface CompareHeaderProps {
  readonly profileId: ProfileId;
  /** The profile of the tab, and what it is compared with. */
  readonly one: ReadyProfile;
  readonly other: ReadyProfile;
  readonly pair: Pair;
  readonly ready: readonly ReadyProfile[];
  readonly nameOf: NameOf;
}

/** Names both profiles and their roles at all times; swaps them; chooses the other one. */
export function CompareHeader(props: CompareHeaderProps): ReactNode {
  const { profileId, pair } = props;
  const { t } = useText();
  const { isSwapped } = useCompareChoice(profileId);
  const order =
    isSwapped && pair.reason !== "given"
      ? t("compare.swapped")
      : t(`compare.order.${pair.reason}`);
  return (
    <div
      className="ls-compare__pair"
      role="group"
      aria-label={t("compare.pair")}
    >
      <Side {...props} role="base" side={pair.base} />
      <IconButton
        icon={ArrowLeftRight}
        label={t("compare.swap")}
        isPressed={isSwapped}
        onClick={() => chooseComparison(profileId, { isSwapped: !isSwapped })}
      />
      <Side {...props} role="current" side={pair.current} />
      <span className="ls-compare__order" title={order}>
        {order}
      </span>
      <TextButton onClick={() => void saveComparison(profileId)}>
        {t("bundle.save")}
      </TextButton>
    </div>
  );
}

interface SideProps extends CompareHeaderProps {
  readonly role: "base" | "current";
  readonly side: ReadyProfile;
}

function Side(props: SideProps): ReactNode {
  const { profileId, one, other, ready, nameOf, role, side } = props;
  const { t, format } = useText();
  const label = t(role === "base" ? "compare.base" : "compare.current");
  const isOther = side.profile.id === other.profile.id;
  return (
    <span className="ls-compare__side">
      <span className="ls-compare__role">{label}</span>
      {isOther ? (
        <Choice
          label={`${label}: ${t("compare.chooseBase")}`}
          value={other.profile.id}
          items={ready
            .filter(({ profile }) => profile.id !== one.profile.id)
            .sort(byAge)
            .map((each) => ({
              value: each.profile.id,
              label: nameOf(each),
              detail: timeOf(each, format),
            }))}
          onChange={(otherId) => chooseComparison(profileId, { otherId })}
        />
      ) : (
        <span className="ls-compare__name" title={nameOf(side)}>
          <b>{nameOf(side)}</b> <span>{timeOf(side, format)}</span>
        </span>
      )}
    </span>
  );
}
