import { Check, CircleAlert, X } from "lucide-react";
import type { ReactNode } from "react";
import type { CaptureProgress } from "#contract/capture.ts";
import type { CaptureItem, CaptureJob } from "#contract/capture-job.ts";
import { captureErrorSentence } from "#text/capture-error-sentence.ts";
import { request } from "../../state/backend.ts";
import { forgetJob, showCapture, useCaptures } from "../../state/captures.ts";
import { useText } from "../../state/text.ts";
import { IconButton } from "../../widgets/icon-button.tsx";
import { ProgressBar } from "../../widgets/progress-bar.tsx";
import { TextButton } from "../../widgets/text-button.tsx";

/** Captures under way, and those that ended until they are put away. */
export function JobList(): ReactNode {
  const { t } = useText();
  const jobs = useCaptures((state) => state.jobs);
  if (jobs.length === 0) return null;
  return (
    <section>
      <h2 className="ls-capture__heading">{t("capture.jobs")}</h2>
      {[...jobs].reverse().map((job) => (
        <JobCard key={job.id} job={job} />
      ))}
    </section>
  );
}

function JobCard({ job }: { readonly job: CaptureJob }): ReactNode {
  const { t } = useText();
  return (
    <div className="ls-capture__job">
      <div className="ls-capture__job-head">
        <span>{job.host}</span>
        {job.isDone ? (
          <IconButton
            icon={X}
            label={t("action.dismiss")}
            onClick={() => forgetJob(job.id)}
          />
        ) : (
          <TextButton
            onClick={() => void request("capture/cancel", { jobId: job.id })}
          >
            {t("action.cancel")}
          </TextButton>
        )}
      </div>
      <ul>
        {job.items.map((item, i) => (
          <li key={i} className="ls-capture__item">
            <span className="ls-capture__item-kind">{item.kind}</span>
            <ItemState item={item} />
          </li>
        ))}
      </ul>
    </div>
  );
}

function ItemState({ item }: { readonly item: CaptureItem }): ReactNode {
  const { t, format } = useText();
  const { state } = item;
  switch (state.status) {
    case "waiting":
      return <span className="ls-muted">{t("capture.waiting")}</span>;
    case "running":
      return <Running item={item} progress={state.progress} />;
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
    case "failed": {
      const { sentence, next } = captureErrorSentence(t, format, state.error);
      return (
        <span className="ls-capture__failed" role="alert">
          <CircleAlert size={14} strokeWidth={1.5} aria-hidden />
          {sentence} <span className="ls-muted">{next}</span>
        </span>
      );
    }
  }
}

function Running({
  item,
  progress,
}: {
  readonly item: CaptureItem;
  readonly progress: CaptureProgress;
}): ReactNode {
  const { t, format } = useText();
  const totalMillis = item.request.seconds * 1000;
  const isCountdown = progress.phase === "collecting";
  const text = isCountdown
    ? t("capture.secondsLeft", {
        count: Math.ceil(progress.remainingMillis / 1000),
      })
    : progress.receivedBytes === 0
      ? t("capture.connecting")
      : format.bytes(progress.receivedBytes);
  const ratio = isCountdown
    ? 1 - progress.remainingMillis / totalMillis
    : progress.expectedBytes === null
      ? null
      : progress.receivedBytes / progress.expectedBytes;
  return (
    <span className="ls-capture__running">
      <ProgressBar label={item.kind} ratio={ratio} valueText={text} />
      <span className="ls-muted">{text}</span>
    </span>
  );
}
