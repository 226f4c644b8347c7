import type { ReactNode } from "react";
import type { LeaksView } from "#contract/goroutines.ts";
import type { ProfileId } from "#contract/profile-id.ts";
import { useFindingWords } from "../../state/finding-words.ts";
import {
  chooseLeaks,
  useLeakChoice,
  type LeakChoice,
} from "../../state/leak-choice.ts";
import { useText } from "../../state/text.ts";
import { Chip } from "../../widgets/chip.tsx";
import { Choice } from "../../widgets/choice.tsx";
import { Segments } from "../../widgets/segments.tsx";

export interface GroupingBarProps {
  readonly profileId: ProfileId;
  readonly leaks: LeaksView;
}

type Grouping = LeakChoice["granularity"];

const GROUPINGS: readonly Grouping[] = [
  "stack",
  "functions",
  "creator",
  "state",
  "label",
  "tree",
];

/** How goroutines are put together, and which of them. */
export function GroupingBar({ profileId, leaks }: GroupingBarProps): ReactNode {
  const { t } = useText();
  const words = useFindingWords();
  const { granularity, labelKey, findingIndex } = useLeakChoice(profileId);
  const finding = findingIndex < 0 ? undefined : leaks.findings[findingIndex];
  const title =
    finding === undefined
      ? ""
      : t("goroutines.ofFinding", {
          title: `${words.title(finding)} ${words.site(finding)}`,
        });
  return (
    <div className="ls-goroutines__bar">
      <Segments
        label={t("goroutines.grouping")}
        value={granularity}
        items={GROUPINGS.map((value) => ({
          value,
          label: t(`goroutines.by.${value}`),
        }))}
        onChange={(value) =>
          chooseLeaks(profileId, { granularity: value, groupRow: -1 })
        }
      />
      {granularity === "label" && leaks.labelKeys.length > 1 && (
        <Choice
          label={t("goroutines.by.label")}
          value={labelKey === null ? "*" : `=${labelKey}`}
          items={[
            { value: "*", label: t("goroutines.labelAll") },
            ...leaks.labelKeys.map((key) => ({ value: `=${key}`, label: key })),
          ]}
          onChange={(value) =>
            chooseLeaks(profileId, {
              labelKey: value === "*" ? null : value.slice(1),
              groupRow: -1,
            })
          }
        />
      )}
      {finding !== undefined && granularity !== "tree" && (
        <Chip
          text={title}
          label={t("leaks.filter.remove", { name: title })}
          onRemove={() =>
            chooseLeaks(profileId, { findingIndex: -1, groupRow: -1 })
          }
        />
      )}
    </div>
  );
}
