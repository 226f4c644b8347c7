import { useMemo } from "react";
import type { LeakFinding } from "#analysis/leaks/leak-finding.ts";
import type { UserRules } from "#contract/user-rules.ts";
import { categoryTitle, placeText } from "#text/leaks/finding-text.ts";
import type { Format } from "#text/format.ts";
import type { Locale } from "#text/locale.ts";
import type { Translate } from "#text/translator.ts";
import type { ConfidenceLevel } from "../widgets/confidence-dot.tsx";
import { shortName } from "../canvas/flame-labels.ts";
import { useRules } from "./rules.ts";
import { useText } from "./text.ts";

/** What identifies a finding over judgements: its group, not its place in the list. */
export function findingId(finding: LeakFinding): string {
  const { key, waitReason, createdBy, kind, mechanism } = finding;
  return [kind, mechanism, key, waitReason, createdBy?.func ?? ""].join("\n");
}

export function levelOf({ confidence }: LeakFinding): ConfidenceLevel {
  return confidence ?? "benign";
}

/** Short texts about findings, in the language in use. */
export interface FindingWords {
  readonly title: (finding: LeakFinding) => string;
  /** Goroutines or bytes in use. */
  readonly amount: (finding: LeakFinding) => string;
  /** `+790`, `0`, `−3`; "" without a base. */
  readonly delta: (finding: LeakFinding) => string;
  /** `≥ 12 min`; "" where unknown. */
  readonly wait: (finding: LeakFinding) => string;
  /** `relay.go:88`, else the function; "" where there is neither. */
  readonly site: (finding: LeakFinding) => string;
}

/** Title of a category: ours, a harmless one, or the user's own. */
export function titleOf(
  category: string,
  locale: Locale,
  { rules }: UserRules,
): string {
  const own = rules.find(
    (rule) => rule.kind === "category" && rule.id === category,
  );
  return own?.kind === "category"
    ? own.title[locale]
    : categoryTitle(category, locale);
}

function signed(format: Format, delta: bigint | number, unit: string): string {
  const isBytes = unit === "bytes";
  const show = (value: bigint | number): string =>
    isBytes ? format.bytes(Number(value)) : format.count(value);
  if (delta > 0) return `+${show(delta)}`;
  return delta < 0 ? `−${show(-delta)}` : show(0);
}

function words(t: Translate, format: Format, rules: UserRules): FindingWords {
  const { locale } = format;
  return {
    title: ({ category }) => titleOf(category, locale, rules),
    amount: ({ count, bytes }) =>
      bytes === null ? format.count(count) : format.bytes(Number(bytes)),
    delta: ({ count, baseCount, bytes, baseBytes }) => {
      if (bytes !== null) {
        return baseBytes === null
          ? ""
          : signed(format, bytes - baseBytes, "bytes");
      }
      return baseCount === null ? "" : signed(format, count - baseCount, "");
    },
    wait: ({ waitMinutesAtLeast: minutes }) =>
      minutes === null
        ? ""
        : t("leaks.minutes", { minutes: format.count(minutes) }),
    site: ({ site, key }) =>
      site === null
        ? shortName(key)
        : placeText(site.file, site.line) || site.func,
  };
}

/** See `FindingWords`. */
export function useFindingWords(): FindingWords {
  const { t, format } = useText();
  const rules = useRules((state) => state.rules);
  return useMemo(() => words(t, format, rules), [t, format, rules]);
}
