import { Camera, X } from "lucide-react";
import type { ReactNode } from "react";
import type { WatchState } from "#contract/capture-job.ts";
import type { WatchSnapshot } from "#contract/watch.ts";
import { captureErrorSentence } from "#text/capture-error-sentence.ts";
import { request } from "../../state/backend.ts";
import { forgetWatch, useCaptures } from "../../state/captures.ts";
import { openPairs } from "../../state/open-pairs.ts";
import { useText } from "../../state/text.ts";
import { IconButton } from "../../widgets/icon-button.tsx";
import { TextButton } from "../../widgets/text-button.tsx";
import { useInView } from "./use-in-view.ts";
import { WatchChart } from "./watch-chart.tsx";

/** Services being watched: live charts, snapshots, what to do with them. */
export function WatchList(): ReactNode {
  const { t } = useText();
  const watches = useCaptures((state) => state.watches);
  if (watches.length === 0) return null;
  return (
    <section>
      <h2 className="ls-capture__heading">{t("capture.watches")}</h2>
      {[...watches].reverse().map((watch) => (
        <WatchCard key={watch.id} watch={watch} />
      ))}
    </section>
  );
}

/** First snapshot of the process that runs now, and the newest. */
function endsOf(
  snapshots: readonly WatchSnapshot[],
): readonly [WatchSnapshot, WatchSnapshot] | undefined {
  const begin = snapshots.findLastIndex(({ reason }) => reason === "first");
  const first = snapshots[begin];
  const last = snapshots.at(-1);
  return first === undefined || last === undefined || first === last
    ? undefined
    : [first, last];
}

function WatchCard({ watch }: { readonly watch: WatchState }): ReactNode {
  const { t } = useText();
  const part = useInView<HTMLDivElement>();
  const ends = endsOf(watch.snapshots);
  const compare = (): void => {
    if (ends === undefined) return;
    const [first, last] = ends.map(({ records }) =>
      records.map(({ path }) => path),
    );
    void openPairs(first, last);
  };
  return (
    <div className="ls-capture__job" ref={part}>
      <div className="ls-capture__job-head">
        <span>
          {watch.host} <WatchStatus watch={watch} />
        </span>
        <span className="ls-capture__tools">
          <TextButton isDisabled={ends === undefined} onClick={compare}>
            {t("capture.compareEnds")}
          </TextButton>
          {watch.isRunning ? (
            <>
              <IconButton
                icon={Camera}
                label={t("capture.snapshotNow")}
                onClick={() =>
                  void request("watch/snapshot", { jobId: watch.id })
                }
              />
              <TextButton
                onClick={() => void request("watch/stop", { jobId: watch.id })}
              >
                {t("capture.stop")}
              </TextButton>
            </>
          ) : (
            <IconButton
              icon={X}
              label={t("action.dismiss")}
              onClick={() => forgetWatch(watch.id)}
            />
          )}
        </span>
      </div>
      <WatchChart points={watch.points} />
      <p className="ls-muted" role="status">
        {t("capture.snapshots", { count: watch.snapshots.length })}
      </p>
    </div>
  );
}

function WatchStatus({ watch }: { readonly watch: WatchState }): ReactNode {
  const { t, format } = useText();
  if (!watch.isRunning) {
    return <span className="ls-muted">{t("capture.ended")}</span>;
  }
  const problem =
    watch.health.state === "down" ? watch.health.error : watch.captureError;
  return problem === null ? (
    <span className="ls-muted">{t("capture.running")}</span>
  ) : (
    <span className="ls-capture__down" role="alert">
      {captureErrorSentence(t, format, problem).sentence}
    </span>
  );
}
