import { BookOpen, Check, Copy, Flame, ListTree, Undo2 } from "lucide-react";
import type { ReactNode } from "react";
import type { LeakFinding } from "#analysis/leaks/leak-finding.ts";
import type { ProfileId } from "#contract/profile-id.ts";
import { reportFinding } from "#text/report/report-finding.ts";
import { findingAsMarkdown } from "#text/report/report-markdown.ts";
import { copyText } from "../../state/clipboard.ts";
import { openGuide } from "../../state/guide.ts";
import { chooseLeaks, useLeakSetting } from "../../state/leak-choice.ts";
import { useLeaks } from "../../state/leak-data.ts";
import { expectFindings, useRules } from "../../state/rules.ts";
import { findingId } from "../../state/finding-words.ts";
import { showNote } from "../../state/shell.ts";
import { navigate } from "../../state/tabs.ts";
import { useText } from "../../state/text.ts";
import { TextButton } from "../../widgets/text-button.tsx";

export interface LeakActionsProps {
  readonly profileId: ProfileId;
  readonly finding: LeakFinding;
}

/** Category a mark took a finding from; "" where it has no mark. */
function markedCategory({ category, evidence }: LeakFinding): string {
  if (category !== "benign-expected") return "";
  const mark = evidence.find(({ code }) => code === "marked-expected");
  return String(mark?.values["category"] ?? "");
}

/** What can be done with a finding. */
export function LeakActions({
  profileId,
  finding,
}: LeakActionsProps): ReactNode {
  const { t, format } = useText();
  const rules = useRules((state) => state.rules);
  const setting = useLeakSetting(profileId);
  const { data } = useLeaks(setting.spec);
  const marked = markedCategory(finding);
  const { key, category, site, stack } = finding;
  const shownFunction = site?.func ?? (key === "" ? stack.at(0)?.func : key);

  const copy = (): void => {
    const own = rules.rules.filter((rule) => rule.kind === "category");
    const markdown = findingAsMarkdown(reportFinding(finding, own), {
      locale: format.locale,
      minCount: 0,
      showsAll: true,
      failOn: null,
    });
    void copyText(markdown, t("leaks.copied"));
  };
  const mark = async (isExpected: boolean): Promise<void> => {
    const of = isExpected ? category : marked;
    chooseLeaks(profileId, { selected: findingId(finding) });
    await expectFindings(of, key, isExpected);
    showNote(t(isExpected ? "leaks.marked" : "leaks.unmarked", { key }));
  };
  const showGoroutines = (): void => {
    const findings = data.status === "ready" ? data.value.findings : [];
    const findingIndex = findings.findIndex(
      (other) =>
        findingId(other) === findingId(finding) && other.category === category,
    );
    chooseLeaks(profileId, {
      findingIndex,
      granularity: "stack",
      groupRow: -1,
    });
    navigate(profileId, { view: "goroutines" });
  };
  return (
    <div className="ls-leak__actions">
      <TextButton onClick={copy}>
        <Copy size={14} strokeWidth={1.5} aria-hidden />
        {t("leaks.copyMarkdown")}
      </TextButton>
      {shownFunction !== undefined && (
        <TextButton
          onClick={() =>
            navigate(profileId, {
              view: "flame",
              highlightedName: shownFunction,
              zoom: null,
            })
          }
        >
          <Flame size={14} strokeWidth={1.5} aria-hidden />
          {t("leaks.showInFlame")}
        </TextButton>
      )}
      {finding.kind === "goroutine" && (
        <TextButton onClick={showGoroutines}>
          <ListTree size={14} strokeWidth={1.5} aria-hidden />
          {t("leaks.showGoroutines")}
        </TextButton>
      )}
      <TextButton onClick={() => openGuide(marked === "" ? category : marked)}>
        <BookOpen size={14} strokeWidth={1.5} aria-hidden />
        {t("leaks.openGuide")}
      </TextButton>
      {marked !== "" && (
        <TextButton onClick={() => void mark(false)}>
          <Undo2 size={14} strokeWidth={1.5} aria-hidden />
          {t("leaks.unmark")}
        </TextButton>
      )}
      {finding.verdict !== "benign" && (
        <TextButton onClick={() => void mark(true)}>
          <Check size={14} strokeWidth={1.5} aria-hidden />
          {t("leaks.markExpected")}
        </TextButton>
      )}
    </div>
  );
}
