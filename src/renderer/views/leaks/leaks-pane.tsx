import { useCallback, useEffect, useMemo, useRef, type ReactNode } from "react";
import type { LeakFinding } from "#analysis/leaks/leak-finding.ts";
import type { LeaksView } from "#contract/goroutines.ts";
import type { ProfileId } from "#contract/profile-id.ts";
import { compileQuery } from "../../canvas/flame-search.ts";
import {
  findingId,
  useFindingWords,
  type FindingWords,
} from "../../state/finding-words.ts";
import {
  chooseLeaks,
  useLeakChoice,
  type LeakSetting,
} from "../../state/leak-choice.ts";
import { reportSearch } from "../../state/search-report.ts";
import { showStatus } from "../../state/shell.ts";
import type { TabView } from "../../state/tab-view.ts";
import { useText } from "../../state/text.ts";
import { Notice } from "../../widgets/notice.tsx";
import { LeakDetail } from "./leak-detail.tsx";
import { LeakFilterBar } from "./leak-filter-bar.tsx";
import { LeakHead } from "./leak-head.tsx";
import { LeakList } from "./leak-list.tsx";
import { leakRows, passes, type LeakRow } from "./leak-rows.ts";
import "./leaks.css";

export interface LeaksPaneProps {
  readonly profileId: ProfileId;
  readonly view: TabView;
  readonly setting: LeakSetting;
  readonly leaks: LeaksView;
  readonly isHeap: boolean;
}

/** List left, detail right. */
export function LeaksPane(props: LeaksPaneProps): ReactNode {
  const { profileId, view, setting, leaks, isHeap } = props;
  const choice = useLeakChoice(profileId);
  const words = useFindingWords();
  const pane = useRef<HTMLDivElement>(null);
  const { findings } = leaks;
  const { rows, shown, badRegex } = useRows(profileId, view, findings, words);
  const selected = selectedIndex(findings, rows, choice.selected);
  useReport(shown, findings, badRegex);

  const select = useCallback(
    (index: number) => {
      const finding = findings[index];
      chooseLeaks(profileId, { selected: findingId(finding) });
      showStatus(statusOf(finding, words));
    },
    [profileId, findings, words],
  );
  const focusIn = (selector: string): void =>
    pane.current?.querySelector<HTMLElement>(selector)?.focus();
  return (
    <div className="ls-leaks" ref={pane}>
      <LeakHead
        profileId={profileId}
        setting={setting}
        leaks={leaks}
        isHeap={isHeap}
      />
      <LeakFilterBar profileId={profileId} view={view} findings={findings} />
      <div className="ls-leaks__panes">
        <div className="ls-leaks__list">
          {isNothingListed(rows) && (
            <Empty
              leaks={leaks}
              isHeap={isHeap}
              hasBase={leaks.moments.length > 1}
            />
          )}
          {rows.length > 0 && (
            <LeakList
              profileId={profileId}
              rows={rows}
              findings={findings}
              isHeap={isHeap}
              hasBase={leaks.moments.length > 1}
              selected={selected}
              onSelect={select}
              onOpen={() => focusIn(".ls-leak")}
            />
          )}
        </div>
        <LeakDetail
          profileId={profileId}
          spec={setting.spec}
          index={selected}
          leaks={leaks}
          onSelect={select}
          onBack={() => focusIn(".ls-leaks__list [role=treegrid]")}
        />
      </div>
    </div>
  );
}

/** Whether all that is shown is harmless. */
function isNothingListed(rows: readonly LeakRow[]): boolean {
  const first = rows.at(0);
  return (
    first === undefined || (first.kind === "fold" && first.what === "harmless")
  );
}

function statusOf(finding: LeakFinding, words: FindingWords): string {
  const { site, key } = finding;
  return [words.title(finding), site?.func ?? key, words.site(finding)].join(
    "   ",
  );
}

/** The finding in the detail pane: the one chosen, else the first of the list; -1 for none. */
function selectedIndex(
  findings: readonly LeakFinding[],
  rows: readonly LeakRow[],
  chosen: string,
): number {
  const index = findings.findIndex((finding) => findingId(finding) === chosen);
  if (chosen !== "" && index >= 0) return index;
  const first = rows.find((row) => row.kind === "finding");
  return first?.kind === "finding" ? first.index : -1;
}

function useRows(
  profileId: ProfileId,
  view: TabView,
  findings: readonly LeakFinding[],
  words: FindingWords,
): {
  readonly rows: readonly LeakRow[];
  /** How many findings pass the filters, harmless ones not counted. */
  readonly shown: number;
  readonly badRegex: string;
} {
  const { filters, showsLow, showsHarmless } = useLeakChoice(profileId);
  const { search } = view;
  return useMemo(() => {
    const test = compileQuery(search);
    const matchesText = (finding: LeakFinding): boolean => {
      if (test === null || !test.ok) return true;
      const { key, site, createdBy, category, labels, waitReason } = finding;
      return [
        key,
        site?.func ?? "",
        words.site(finding),
        createdBy?.func ?? "",
        category,
        words.title(finding),
        waitReason ?? "",
        ...Object.entries(labels).map(
          ([name, values]) => `${name}=${values.join(",")}`,
        ),
      ].some((text) => test.matches(text));
    };
    const isShown = (finding: LeakFinding): boolean =>
      passes(finding, filters, matchesText);
    return {
      rows: leakRows(findings, isShown, {
        low: showsLow,
        harmless: showsHarmless || filters.confidence === "benign",
      }),
      shown: findings.filter(
        (finding) => finding.verdict !== "benign" && isShown(finding),
      ).length,
      badRegex: test !== null && !test.ok ? test.reason : "",
    };
  }, [findings, search, filters, showsLow, showsHarmless, words]);
}

/** Tells the bar how many findings there are. */
function useReport(
  shown: number,
  findings: readonly LeakFinding[],
  badRegex: string,
): void {
  const { t, format } = useText();
  const total = findings.filter(({ verdict }) => verdict !== "benign").length;
  useEffect(() => {
    if (badRegex !== "") {
      reportSearch({ error: t("search.badRegex", { reason: badRegex }) });
    } else if (shown === total) {
      reportSearch({
        text: t("leaks.rows", { count: total, rows: format.count(total) }),
      });
    } else {
      reportSearch({
        text: t("leaks.rowsOf", {
          shown: format.count(shown),
          total: format.count(total),
        }),
      });
    }
    return () => reportSearch({});
  }, [shown, total, badRegex, t, format]);
}

interface EmptyProps {
  readonly leaks: LeaksView;
  readonly isHeap: boolean;
  readonly hasBase: boolean;
}

/** Says why there is nothing to list. */
function Empty({ leaks, isHeap, hasBase }: EmptyProps): ReactNode {
  const { t, format } = useText();
  if (leaks.findings.some(({ verdict }) => verdict !== "benign")) {
    return <Notice title={t("leaks.noMatch")} />;
  }
  if (isHeap) {
    return hasBase ? (
      <Notice
        title={t("leaks.heapNothing")}
        hint={t("leaks.heapNothingHint")}
      />
    ) : (
      <Notice title={t("leaks.heapAlone")} hint={t("leaks.heapAloneHint")} />
    );
  }
  if (leaks.goroutineCount === 0) {
    return (
      <Notice
        title={t("leaks.nothingProved")}
        hint={t("leaks.nothingProvedHint")}
      />
    );
  }
  return (
    <Notice
      title={t("leaks.nothing")}
      hint={t("leaks.nothingHint", {
        count: leaks.goroutineCount,
        goroutines: format.count(leaks.goroutineCount),
      })}
    />
  );
}
