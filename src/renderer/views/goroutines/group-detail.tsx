import type { ReactNode } from "react";
import type {
  GoroutineDetail,
  GoroutineDetailSpec,
  LeaksView,
} from "#contract/goroutines.ts";
import type { ProfileId } from "#contract/profile-id.ts";
import { DetailPane } from "../../state/detail-pane.tsx";
import { levelOf, useFindingWords } from "../../state/finding-words.ts";
import { openFinding } from "../../state/open-finding.ts";
import { useGoroutineDetail } from "../../state/leak-data.ts";
import { navigate } from "../../state/tabs.ts";
import { useText } from "../../state/text.ts";
import { ConfidenceDot } from "../../widgets/confidence-dot.tsx";
import { StackList } from "../../widgets/stack-list.tsx";
import { TextButton } from "../../widgets/text-button.tsx";
import { MembersGrid } from "./members-grid.tsx";

export interface GroupDetailProps {
  readonly profileId: ProfileId;
  readonly spec: GoroutineDetailSpec;
  readonly leaks: LeaksView;
  /** -1 for none. */
  readonly findingIndex: number;
  /** Escape: back to the groups. */
  readonly onBack: () => void;
}

/** A group's stack at the left, its single goroutines at the right. */
export function GroupDetail(props: GroupDetailProps): ReactNode {
  const { profileId, spec, leaks, findingIndex } = props;
  const { t } = useText();
  const { data, retry } = useGoroutineDetail(spec);
  return (
    <DetailPane
      className="ls-group"
      label={t("goroutines.membersLabel")}
      data={data}
      onRetry={retry}
      onBack={props.onBack}
    >
      {(shown) => (
        <>
          <GroupFacts
            profileId={profileId}
            detail={shown}
            leaks={leaks}
            findingIndex={findingIndex}
          />
          <div className="ls-group__members">
            {shown.members.length === 0 ? (
              <p className="ls-group__none">{t("goroutines.noMembers")}</p>
            ) : (
              <MembersGrid members={shown.members} />
            )}
          </div>
        </>
      )}
    </DetailPane>
  );
}

interface GroupFactsProps {
  readonly profileId: ProfileId;
  readonly detail: GoroutineDetail;
  readonly leaks: LeaksView;
  readonly findingIndex: number;
}

function GroupFacts(props: GroupFactsProps): ReactNode {
  const { profileId, detail, leaks, findingIndex } = props;
  const { t, format } = useText();
  const words = useFindingWords();
  const finding = findingIndex < 0 ? undefined : leaks.findings[findingIndex];
  const { frames, stackCount, states, creators, labels } = detail;
  const labelTexts = Object.entries(labels).map(
    ([key, values]) => `${key}: ${values.join(", ")}`,
  );
  return (
    <div className="ls-group__facts">
      {finding !== undefined && (
        <p className="ls-group__finding">
          <ConfidenceDot level={levelOf(finding)} />
          {words.title(finding)}
          <span className="ls-muted">
            {t(`leaks.confidence.${levelOf(finding)}`)}
          </span>
          <TextButton onClick={() => openFinding(profileId, finding)}>
            {t("goroutines.inFinding")}
          </TextButton>
        </p>
      )}
      {states.length > 1 && (
        <p className="ls-muted">
          {states
            .map(
              ({ waitReason, count }) =>
                `${waitReason ?? t("goroutines.unknownState")} ${format.count(count)}`,
            )
            .join(" · ")}
        </p>
      )}
      <h2 className="ls-group__heading">
        {stackCount > 1
          ? t("leaks.stackOf", { count: stackCount })
          : t("leaks.stack")}
      </h2>
      {frames.length === 0 ? (
        <p className="ls-muted">{t("leaks.noStack")}</p>
      ) : (
        <StackList
          frames={frames}
          markedAt={-1}
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
      {creators.length > 0 && (
        <>
          <h2 className="ls-group__heading">{t("leaks.createdBy")}</h2>
          {creators.slice(0, 20).map(({ creator, count }) => (
            <p
              key={`${creator.func}:${creator.file}:${creator.line}`}
              className="ls-code ls-group__creator"
            >
              {creator.func}
              <span className="ls-muted">
                {` ${creator.file}:${creator.line}`}
                {creators.length > 1 && ` · ${format.count(count)}`}
              </span>
            </p>
          ))}
        </>
      )}
      {labelTexts.length > 0 && (
        <>
          <h2 className="ls-group__heading">{t("leaks.labels")}</h2>
          {labelTexts.map((label) => (
            <p key={label} className="ls-code ls-group__creator">
              {label}
            </p>
          ))}
        </>
      )}
    </div>
  );
}
