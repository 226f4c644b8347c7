import { useMemo, type ReactNode } from "react";
import type { LeakFinding } from "#analysis/leaks/leak-finding.ts";
import type { ProfileId } from "#contract/profile-id.ts";
import { titleOf } from "../../state/finding-words.ts";
import {
  chooseLeaks,
  NO_FILTERS,
  useLeakChoice,
  type LeakFilters,
} from "../../state/leak-choice.ts";
import { useRules } from "../../state/rules.ts";
import type { TabView } from "../../state/tab-view.ts";
import { adjust } from "../../state/tabs.ts";
import { useText } from "../../state/text.ts";
import { Chip } from "../../widgets/chip.tsx";
import { Choice } from "../../widgets/choice.tsx";
import { TextButton } from "../../widgets/text-button.tsx";
import type { ConfidenceLevel } from "../../widgets/confidence-dot.tsx";
import { filterValues } from "./leak-rows.ts";

export interface LeakFilterBarProps {
  readonly profileId: ProfileId;
  readonly view: TabView;
  readonly findings: readonly LeakFinding[];
}

/** Names of the filters with the fields they set. */
const FILTERS = {
  category: "category",
  confidence: "confidence",
  package: "packagePath",
  label: "label",
} as const satisfies Record<string, keyof LeakFilters>;

type FilterName = keyof typeof FILTERS;
const NAMES = Object.keys(FILTERS) as readonly FilterName[];

/** Below this many findings there is nothing to filter. */
const FILTERED_MIN = 2;

/** Filters as choices, the ones that are on as chips one click from off. */
export function LeakFilterBar(props: LeakFilterBarProps): ReactNode {
  const { profileId, view, findings } = props;
  const { t, format } = useText();
  const rules = useRules((state) => state.rules);
  const { filters } = useLeakChoice(profileId);
  const values = useMemo(() => filterValues(findings), [findings]);
  if (findings.length < FILTERED_MIN) return null;
  const set = (name: FilterName, value: string): void =>
    chooseLeaks(profileId, { filters: { ...filters, [FILTERS[name]]: value } });
  const labelOf = (name: FilterName, value: string): string => {
    if (name === "category") return titleOf(value, format.locale, rules);
    return name === "confidence"
      ? t(`leaks.confidence.${value as ConfidenceLevel}`)
      : value;
  };
  const active = NAMES.filter((name) => filters[FILTERS[name]] !== "");
  const hasText = view.search.text !== "";
  const clear = (): void => {
    chooseLeaks(profileId, { filters: NO_FILTERS });
    adjust(profileId, { search: { ...view.search, text: "" } });
  };
  return (
    <div
      className="ls-leaks__filters"
      role="group"
      aria-label={t("leaks.filter.title")}
    >
      {NAMES.filter(
        (name) => !active.includes(name) && values[FILTERS[name]].length > 1,
      ).map((name) => (
        <Choice
          key={name}
          label={t(`leaks.filter.${name}`)}
          value=""
          items={[
            {
              value: "",
              label: t(`leaks.filter.${name}`),
              detail: t("leaks.filter.all"),
            },
            ...values[FILTERS[name]].map((value) => ({
              value,
              label: labelOf(name, value),
            })),
          ]}
          onChange={(value) => set(name, value)}
        />
      ))}
      {active.map((name) => (
        <Chip
          key={name}
          text={labelOf(name, filters[FILTERS[name]])}
          label={t("leaks.filter.remove", {
            name: labelOf(name, filters[FILTERS[name]]),
          })}
          onRemove={() => set(name, "")}
        />
      ))}
      {hasText && (
        <Chip
          text={t("leaks.filter.text", { text: view.search.text })}
          label={t("leaks.filter.remove", { name: view.search.text })}
          onRemove={() =>
            adjust(profileId, { search: { ...view.search, text: "" } })
          }
        />
      )}
      {active.length + Number(hasText) > 1 && (
        <TextButton onClick={clear}>{t("leaks.filter.clear")}</TextButton>
      )}
    </div>
  );
}
