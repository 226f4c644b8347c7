import { useCallback } from "react";
import type { ProfileId } from "#contract/profile-id.ts";
import {
  findingsInBox,
  isLeafBox,
  NO_FINDING,
  type FlameVerdicts,
} from "../../state/flame-verdicts.ts";
import { levelOf, useFindingWords } from "../../state/finding-words.ts";
import type { FlameModel } from "../../state/flame-model.ts";
import { openFinding } from "../../state/open-finding.ts";
import { displayNames, useProfiles } from "../../state/profiles.ts";
import { isMarked, type SiteFindings } from "../../state/site-findings.ts";
import { useText } from "../../state/text.ts";
import type { ConfidenceLevel } from "../../widgets/confidence-dot.tsx";

/** A finding of a box, in words. */
export interface BoxVerdict {
  readonly level: ConfidenceLevel;
  /** `Blocked channel send: high`. */
  readonly text: string;
  /** How much of the box, or the file it is of. */
  readonly detail: string;
  readonly open: () => void;
}

/** What findings say of a box. */
export interface BoxVerdicts {
  /** Surest first. */
  readonly lines: readonly BoxVerdict[];
  /** A click on the box opens the first one: it is the leaf of a judged stack. */
  readonly opensOnClick: boolean;
}

const NOTHING: BoxVerdicts = { lines: [], opensOnClick: false };

/**
 * The findings of a box: those of its goroutines, and in other inputs those that point to its
 * function.
 */
export function useBoxVerdicts(
  profileId: ProfileId,
  model: FlameModel,
  verdicts: FlameVerdicts | null,
  sites: SiteFindings,
): (box: number) => BoxVerdicts {
  const { t, format } = useText();
  const words = useFindingWords();
  const profiles = useProfiles((state) => state.profiles);
  return useCallback(
    (box) => {
      if (box <= 0) return NOTHING;
      const wording = (
        finding: Parameters<typeof words.title>[0],
      ): Pick<BoxVerdict, "level" | "text"> => ({
        level: levelOf(finding),
        text: `${words.title(finding)}: ${t(`leaks.confidence.${levelOf(finding)}`)}`,
      });
      if (verdicts !== null) {
        if (verdicts.findingOfBox[box] === NO_FINDING) return NOTHING;
        const lines = findingsInBox(model.boxes, verdicts, box).map(
          ({ index, count }): BoxVerdict => {
            const finding = verdicts.leaks.findings[index];
            const goroutines = format.count(count);
            return {
              ...wording(finding),
              detail: t("goroutines.goroutineCount", { count, goroutines }),
              open: () => openFinding(profileId, finding),
            };
          },
        );
        return { lines, opensOnClick: isLeafBox(model, box) };
      }
      const names = displayNames(profiles);
      const lines = (sites.get(model.nameOf(model.boxes.frame[box])) ?? [])
        .filter(isMarked)
        .map(({ profileId: owner, finding, isElsewhere }): BoxVerdict => {
          const at = profiles.findIndex(({ id }) => id === owner);
          return {
            ...wording(finding),
            detail: isElsewhere ? (names[at] ?? "") : words.delta(finding),
            open: () => openFinding(owner, finding),
          };
        });
      return { lines, opensOnClick: false };
    },
    [profileId, model, verdicts, sites, profiles, words, t, format],
  );
}
