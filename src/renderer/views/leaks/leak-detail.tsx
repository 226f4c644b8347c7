import type { ReactNode } from "react";
import type { LeakFinding } from "#analysis/leaks/leak-finding.ts";
import type { LeakSpec, LeaksView } from "#contract/goroutines.ts";
import type { ProfileId } from "#contract/profile-id.ts";
import { findingText } from "#text/leaks/finding-text.ts";
import type { Locale } from "#text/locale.ts";
import { DetailPane } from "../../state/detail-pane.tsx";
import {
  levelOf,
  titleOf,
  useFindingWords,
} from "../../state/finding-words.ts";
import { useLeakDetail } from "../../state/leak-data.ts";
import { useRules } from "../../state/rules.ts";
import { navigate } from "../../state/tabs.ts";
import { useText } from "../../state/text.ts";
import { ConfidenceDot } from "../../widgets/confidence-dot.tsx";
import { Notice } from "../../widgets/notice.tsx";
import { StackList } from "../../widgets/stack-list.tsx";
import { FindingSeries } from "./finding-series.tsx";
import { LeakActions } from "./leak-actions.tsx";
import { SnippetPair } from "../../widgets/snippet-pair.tsx";

export interface LeakDetailProps {
  readonly profileId: ProfileId;
  readonly spec: LeakSpec;
  /** Index of the finding; -1 for none. */
  readonly index: number;
  readonly leaks: LeaksView;
  readonly onSelect: (index: number) => void;
  /** Escape: back to the list. */
  readonly onBack: () => void;
}

/** Why a finding is one, what would make it harmless, and what to change. */
export function LeakDetail(props: LeakDetailProps): ReactNode {
  const { profileId, spec, index, leaks, onSelect } = props;
  const { t } = useText();
  const known = index < 0 || index >= leaks.findings.length ? null : index;
  const { data, retry } = useLeakDetail(
    known === null ? null : { ...spec, index: known },
  );
  if (known === null) {
    return (
      <div className="ls-leak ls-leak--empty">
        {leaks.findings.length > 0 && <Notice title={t("leaks.pick")} />}
      </div>
    );
  }
  return (
    <DetailPane
      className="ls-leak"
      label={t("leaks.detail")}
      data={data}
      onRetry={retry}
      backKeys={["ArrowLeft"]}
      onBack={props.onBack}
    >
      {(shown) => (
        <Finding
          profileId={profileId}
          finding={shown}
          leaks={leaks}
          onSelect={onSelect}
        />
      )}
    </DetailPane>
  );
}

interface FindingProps {
  readonly profileId: ProfileId;
  readonly finding: LeakFinding;
  readonly leaks: LeaksView;
  readonly onSelect: (index: number) => void;
}

function otherLocale(locale: Locale): Locale {
  return locale === "en" ? "zh-CN" : "en";
}

function Finding(props: FindingProps): ReactNode {
  const { profileId, finding } = props;
  const { t, format } = useText();
  const rules = useRules((state) => state.rules);
  const { locale } = format;
  const level = levelOf(finding);
  const own = rules.rules.filter((rule) => rule.kind === "category");
  const text = findingText(finding, locale, own);
  const second = titleOf(finding.category, otherLocale(locale), rules);
  return (
    <article className={`ls-leak__body ls-leak__body--${level}`}>
      <header className="ls-leak__header">
        <h2 className="ls-leak__title">
          {level === "low"
            ? t("leaks.perhaps", { title: text.title })
            : text.title}
          {second !== text.title && (
            <span className="ls-leak__second" lang={otherLocale(locale)}>
              {" · "}
              {second}
            </span>
          )}
        </h2>
        <p
          className="ls-leak__confidence"
          title={t(`leaks.confidenceHint.${level}`)}
        >
          <ConfidenceDot level={level} />
          {t(`leaks.confidence.${level}`)}
          <span className="ls-muted">{t(`leaks.confidenceHint.${level}`)}</span>
        </p>
        <p className="ls-leak__summary">{text.summary}</p>
        <LeakActions profileId={profileId} finding={finding} />
      </header>
      <Evidence finding={finding} sentences={text.evidence} />
      {/* Two snapshots are in the evidence. */}
      {finding.series.length > 2 && (
        <Block title={t("leaks.series")}>
          <FindingSeries finding={finding} />
        </Block>
      )}
      {text.harmlessIf !== "" && (
        <Block title={t("leaks.harmlessIf")}>
          <p>{text.harmlessIf}</p>
        </Block>
      )}
      {text.fix !== "" && (
        <Block title={t("leaks.fix")}>
          <p>{text.fix}</p>
          {text.snippet !== null && (
            <SnippetPair
              {...text.snippet}
              wrongTitle={t("leaks.wrong")}
              rightTitle={t("leaks.right")}
            />
          )}
        </Block>
      )}
      <Facts {...props} />
    </article>
  );
}

function Block({
  title,
  isWide,
  children,
}: {
  readonly title: string;
  /** The content below its heading, over the whole width. */
  readonly isWide?: boolean;
  readonly children: ReactNode;
}): ReactNode {
  return (
    <section
      className={`ls-leak__block${isWide === true ? " ls-leak__block--wide" : ""}`}
    >
      <h3 className="ls-leak__heading">{title}</h3>
      <div className="ls-leak__content">{children}</div>
    </section>
  );
}

function Evidence({
  finding,
  sentences,
}: {
  readonly finding: LeakFinding;
  readonly sentences: readonly string[];
}): ReactNode {
  const { t } = useText();
  if (sentences.length === 0) return null;
  return (
    <Block title={t("leaks.evidence")}>
      <ul>
        {sentences.map((sentence, i) => (
          <li key={`${finding.evidence[i].code}-${i}`}>{sentence}</li>
        ))}
      </ul>
    </Block>
  );
}

/** Where, from where, with what, and what else. */
function Facts({
  profileId,
  finding,
  leaks,
  onSelect,
}: FindingProps): ReactNode {
  const { t, format } = useText();
  const words = useFindingWords();
  const { site, createdBy, labels, stack, stackCount, relatedTo } = finding;
  const markedAt =
    site === null
      ? -1
      : stack.findIndex(
          ({ func, line }) => func === site.func && line === site.line,
        );
  const labelTexts = Object.entries(labels).map(
    ([key, values]) => `${key}: ${values.join(", ")}`,
  );
  return (
    <>
      {site !== null && markedAt < 0 && (
        <Block title={t("leaks.site")}>
          <p className="ls-code ls-leak__code">{placed(site)}</p>
        </Block>
      )}
      <Block
        isWide
        title={
          stackCount > 1
            ? t("leaks.stackOf", { count: stackCount })
            : t("leaks.stack")
        }
      >
        {stack.length === 0 ? (
          <p className="ls-muted">{t("leaks.noStack")}</p>
        ) : (
          <StackList
            key={finding.key}
            frames={stack}
            markedAt={markedAt}
            foldedText={(count) => t("leaks.runtimeFrames", { count })}
            onFrame={({ func }) =>
              navigate(profileId, {
                view: "flame",
                highlightedName: func,
                zoom: null,
              })
            }
          />
        )}
      </Block>
      {createdBy !== null && (
        <Block title={t("leaks.createdBy")}>
          <p className="ls-code ls-leak__code">{placed(createdBy)}</p>
        </Block>
      )}
      {labelTexts.length > 0 && (
        <Block title={t("leaks.labels")}>
          {labelTexts.map((label) => (
            <p key={label} className="ls-code ls-leak__code">
              {label}
            </p>
          ))}
        </Block>
      )}
      {relatedTo.length > 0 && (
        <Block title={t("leaks.related")}>
          <ul aria-label={t("leaks.cause")}>
            {relatedTo.map((index) => {
              const other = leaks.findings.at(index);
              if (other === undefined) return null;
              return (
                <li key={index}>
                  <button
                    type="button"
                    className="ls-leak__link"
                    onClick={() => onSelect(index)}
                  >
                    <ConfidenceDot level={levelOf(other)} />
                    {words.title(other)}
                    <span className="ls-muted">
                      {words.amount(other)} · {words.site(other)}
                    </span>
                  </button>
                </li>
              );
            })}
          </ul>
        </Block>
      )}
      {finding.lockedCount > 0 && (
        <p className="ls-muted">
          {format.count(finding.lockedCount)} {t("goroutines.locked")}
        </p>
      )}
    </>
  );
}

function placed({
  func,
  file,
  line,
}: {
  readonly func: string;
  readonly file: string;
  readonly line: number;
}): string {
  const place = line > 0 ? `${file}:${line}` : file;
  return place === "" ? func : `${func}\n${place}`;
}
