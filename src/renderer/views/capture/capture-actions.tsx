import { useState, type ReactNode } from "react";
import { DEFAULT_LIMIT_BYTES } from "#contract/capture.ts";
import type { CaptureJob, CaptureJobId } from "#contract/capture-job.ts";
import { DEFAULT_WATCH } from "#contract/watch.ts";
import { request } from "../../state/backend.ts";
import { showCapture, useCaptures } from "../../state/captures.ts";
import { useText } from "../../state/text.ts";
import { TextButton } from "../../widgets/text-button.tsx";
import { Choice } from "../../widgets/choice.tsx";
import { connectionOf, requestsOf, type CaptureForm } from "./capture-form.ts";

const EVERY_SECONDS = ["5", "30", "60", "300"] as const;

/** Heap after a GC and goroutines: what a leak check takes before and after. */
const LEAK_CHECK = ["heap", "goroutine"].map((kind) => ({
  kind,
  seconds: 0,
  gc: kind === "heap",
  debug: 0 as const,
  limitBytes: DEFAULT_LIMIT_BYTES,
  timeoutMillis: 0,
}));

async function startCapture(
  form: CaptureForm,
  requests: ReturnType<typeof requestsOf>,
  opensFiles: boolean,
): Promise<CaptureJobId | undefined> {
  const started = await request("capture/start", {
    address: form.address,
    requests,
    connection: connectionOf(form),
    keepPartial: false,
    opensFiles,
  });
  return started.ok && started.value.ok ? started.value.jobId : undefined;
}

/** The three things to do with a service: capture, check for leaks, watch. */
export function CaptureActions({
  form,
}: {
  readonly form: CaptureForm;
}): ReactNode {
  const { t } = useText();
  const [everySeconds, setEverySeconds] =
    useState<(typeof EVERY_SECONDS)[number]>("30");
  const chosen = requestsOf(form);
  return (
    <section className="ls-capture__actions">
      <div className="ls-capture__action">
        <TextButton
          kind="primary"
          isDisabled={chosen.length === 0}
          onClick={() => void startCapture(form, chosen, true)}
        >
          {t("capture.start", { count: chosen.length })}
        </TextButton>
      </div>
      <LeakCheck form={form} />
      <div className="ls-capture__action">
        <TextButton
          onClick={() =>
            void request("watch/start", {
              address: form.address,
              connection: connectionOf(form),
              options: {
                ...DEFAULT_WATCH,
                everyMillis: Number(everySeconds) * 1000,
              },
            })
          }
        >
          {t("capture.watch")}
        </TextButton>
        <Choice
          label={t("capture.every")}
          value={everySeconds}
          items={EVERY_SECONDS.map((value) => ({
            value,
            label: t("capture.everySeconds", { count: Number(value) }),
          }))}
          onChange={setEverySeconds}
        />
        <span className="ls-muted">{t("capture.watchHint")}</span>
      </div>
    </section>
  );
}

function pathsOf(job: CaptureJob): string[] {
  return job.items.flatMap(({ state }) =>
    state.status === "done" ? [state.record.path] : [],
  );
}

/** Capture, let the service work, capture again, open both for comparison. */
function LeakCheck({ form }: { readonly form: CaptureForm }): ReactNode {
  const { t } = useText();
  const [baseId, setBaseId] = useState<CaptureJobId | undefined>();
  const base = useCaptures(({ jobs }) => jobs.find(({ id }) => id === baseId));
  const isReady = base?.isDone === true && pathsOf(base).length > 0;
  const start = async (): Promise<void> => {
    setBaseId(await startCapture(form, LEAK_CHECK, false));
  };
  const finish = async (): Promise<void> => {
    if (base === undefined) return;
    const currentId = await startCapture(form, LEAK_CHECK, false);
    if (currentId === undefined) return;
    const current = await endOf(currentId);
    setBaseId(undefined);
    showCapture(false);
    await request("profile/open", {
      paths: [...pathsOf(base), ...pathsOf(current)],
    });
  };
  return (
    <div className="ls-capture__action">
      <TextButton
        isDisabled={base !== undefined && !base.isDone}
        onClick={() => void (isReady ? finish() : start())}
      >
        {isReady ? t("capture.leakCheckAgain") : t("capture.leakCheck")}
      </TextButton>
      <span className="ls-muted" role="status">
        {isReady ? t("capture.leakCheckWait") : t("capture.leakCheckHint")}
      </span>
    </div>
  );
}

/** The job once it has ended. */
function endOf(jobId: CaptureJobId): Promise<CaptureJob> {
  return new Promise((settle) => {
    const look = (): boolean => {
      const job = useCaptures.getState().jobs.find(({ id }) => id === jobId);
      if (job?.isDone !== true) return false;
      settle(job);
      return true;
    };
    if (look()) return;
    const stop = useCaptures.subscribe(() => {
      if (look()) stop();
    });
  });
}
