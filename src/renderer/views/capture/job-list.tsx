import { Check, CircleAlert, X } from "lucide-react";
import type { ReactNode } from "react";
import type { CaptureProgress } from "#contract/capture.ts";
import type {
  CaptureAnswer,
  CaptureItem,
  CaptureJob,
} from "#contract/capture-job.ts";
import { captureErrorSentence } from "#text/capture-error-sentence.ts";
import { request } from "../../state/backend.ts";
import { forgetJob, showCapture, useCaptures } from "../../state/captures.ts";
import { useText } from "../../state/text.ts";
import { IconButton } from "../../widgets/icon-button.tsx";
import { ProgressBar } from "../../widgets/progress-bar.tsx";
import { TextButton } from "../../widgets/text-button.tsx";
import { useInView } from "./use-in-view.ts";

/** Captures under way, and those that ended until they are put away. */
export function JobList(): ReactNode {
  const { t } = useText();
  const jobs = useCaptures((state) => state.jobs);
  if (jobs.length === 0) return null;
  const isBusy = jobs.some(({ isDone }) => !isDone);
  return (
    <section>
      <h2 className="ls-capture__heading">
        {isBusy ? t("capture.jobs") : t("capture.jobsDone")}
      </h2>
      {[...jobs].reverse().map((job) => (
        <JobCard key={job.id} job={job} />
      ))}
    </section>
  );
}

function JobCard({ job }: { readonly job: CaptureJob }): ReactNode {
  const part = useInView<HTMLDivElement>();
  return (
    <div className="ls-capture__job" ref={part}>
      <div className="ls-capture__job-head">
        <span>{job.host}</span>
        <JobTools job={job} />
      </div>
      <ul>
        {job.items.map((item, i) => (
          <li key={i} className="ls-capture__item">
            <span className="ls-capture__item-kind">{item.kind}</span>
            <ItemState
              item={item}
              onAnswer={(answer) =>
                void request("capture/answer", {
                  jobId: job.id,
                  itemIndex: i,
                  answer,
                })
              }
            />
          </li>
        ))}
      </ul>
    </div>
  );
}

function JobTools({ job }: { readonly job: CaptureJob }): ReactNode {
  const { t } = useText();
  if (!job.isDone) {
    return (
      <TextButton
        onClick={() => void request("capture/cancel", { jobId: job.id })}
      >
        {t("action.cancel")}
      </TextButton>
    );
  }
  const hasFailed = job.items.some(({ state }) => state.status === "failed");
  return (
    <span className="ls-capture__tools">
      {hasFailed && (
        <TextButton
          onClick={() => void request("capture/retry", { jobId: job.id })}
        >
          {t("capture.retry")}
        </TextButton>
      )}
      <IconButton
        icon={X}
        label={t("action.dismiss")}
        onClick={() => forgetJob(job.id)}
      />
    </span>
  );
}

interface ItemProps {
  readonly item: CaptureItem;
  readonly onAnswer: (answer: CaptureAnswer) => void;
}

function ItemState({ item, onAnswer }: ItemProps): ReactNode {
  const { t, format } = useText();
  const { state } = item;
  switch (state.status) {
    case "waiting":
      return <span className="ls-muted">{t("capture.waiting")}</span>;
    case "running":
      return (
        <Running item={item} progress={state.progress} onAnswer={onAnswer} />
      );
    case "asking":
      return <Asking state={state} onAnswer={onAnswer} />;
    case "done":
      return (
        <span className="ls-capture__done">
          <Check size={14} strokeWidth={2} aria-hidden />
          <button
            type="button"
            className="ls-capture__link"
            onClick={() => {
              showCapture(false);
              void request("profile/open", { paths: [state.record.path] });
            }}
          >
            {t("capture.openFile")}
          </button>
          <span className="ls-muted">
            {format.bytes(state.record.sizeBytes)}
            {state.record.isPartial && ` · ${t("capture.partial")}`}
          </span>
        </span>
      );
    case "failed":
      return <Failed state={state} onAnswer={onAnswer} />;
  }
}

type StateOf<S extends CaptureItem["state"]["status"]> = Extract<
  CaptureItem["state"],
  { readonly status: S }
>;

interface StateProps<S extends CaptureItem["state"]["status"]> {
  readonly state: StateOf<S>;
  readonly onAnswer: (answer: CaptureAnswer) => void;
}

/** One sentence, the next step, and what came before it broke off. */
function Failed({ state, onAnswer }: StateProps<"failed">): ReactNode {
  const { t, format } = useText();
  const { sentence, next } = captureErrorSentence(t, format, state.error);
  return (
    <div>
      <p className="ls-capture__failed" role="alert">
        <CircleAlert size={14} strokeWidth={1.5} aria-hidden />
        {sentence} <span className="ls-muted">{next}</span>
      </p>
      {state.heldBytes > 0 && (
        <p className="ls-capture__answers">
          <TextButton onClick={() => onAnswer("keep")}>
            {t("capture.keepPart", { size: format.bytes(state.heldBytes) })}
          </TextButton>
          <TextButton onClick={() => onAnswer("discard")}>
            {t("capture.discardPart")}
          </TextButton>
        </p>
      )}
    </div>
  );
}

/** The body is larger than it may be: go on, or stop with or without what came. */
function Asking({ state, onAnswer }: StateProps<"asking">): ReactNode {
  const { t, format } = useText();
  const { limitBytes, receivedBytes, expectedBytes } = state;
  const limit = format.bytes(limitBytes);
  return (
    <div>
      <p className="ls-capture__question" role="alert">
        <CircleAlert size={14} strokeWidth={1.5} aria-hidden />
        {expectedBytes === null
          ? t("capture.asksLimitUnknown", { limit })
          : t("capture.asksLimit", {
              limit,
              expected: format.bytes(expectedBytes),
            })}
      </p>
      <p className="ls-capture__answers">
        <TextButton kind="primary" onClick={() => onAnswer("continue")}>
          {t("capture.goOn")}
        </TextButton>
        {receivedBytes > 0 && (
          <TextButton onClick={() => onAnswer("keep")}>
            {t("capture.stopKeep", { size: format.bytes(receivedBytes) })}
          </TextButton>
        )}
        <TextButton onClick={() => onAnswer("discard")}>
          {t("capture.stopDiscard")}
        </TextButton>
      </p>
    </div>
  );
}

interface RunningProps extends ItemProps {
  readonly progress: CaptureProgress;
}

function Running({ item, progress, onAnswer }: RunningProps): ReactNode {
  const { t, format } = useText();
  const totalMillis = item.request.seconds * 1000;
  const { receivedBytes, expectedBytes } = progress;
  const isCountdown = progress.phase === "collecting";
  const text = isCountdown
    ? t("capture.secondsLeft", {
        count: Math.ceil(progress.remainingMillis / 1000),
      })
    : receivedBytes === 0
      ? t("capture.connecting")
      : expectedBytes === null
        ? format.bytes(receivedBytes)
        : t("capture.bytesOf", {
            received: format.bytes(receivedBytes),
            expected: format.bytes(expectedBytes),
          });
  const ratio = isCountdown
    ? 1 - progress.remainingMillis / totalMillis
    : expectedBytes === null
      ? null
      : receivedBytes / expectedBytes;
  return (
    <span className="ls-capture__running">
      <ProgressBar label={item.kind} ratio={ratio} valueText={text} />
      <span className="ls-muted">{text}</span>
      {receivedBytes > 0 && (
        <TextButton onClick={() => onAnswer("keep")}>
          {t("capture.stopKeepRunning")}
        </TextButton>
      )}
    </span>
  );
}
