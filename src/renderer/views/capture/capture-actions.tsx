import { useState, type ReactNode } from "react";
import type { CaptureRequest } from "#contract/capture.ts";
import type { CaptureStart } from "#contract/capture-job.ts";
import { DEFAULT_WATCH } from "#contract/watch.ts";
import { request } from "../../state/backend.ts";
import { startLeakCheck, useLeakCheck } from "../../state/leak-check.ts";
import { useText } from "../../state/text.ts";
import { TextButton } from "../../widgets/text-button.tsx";
import { Choice } from "../../widgets/choice.tsx";
import {
  connectionOf,
  leakCheckRequests,
  requestsOf,
  type CaptureForm,
} from "./capture-form.ts";

const EVERY_SECONDS = ["5", "30", "60", "300"] as const;
/** Until the second capture of a leak check; "" = when the user says so. */
const CHECK_SECONDS = ["10", "60", "300", ""] as const;

function startOf(
  form: CaptureForm,
  requests: readonly CaptureRequest[],
  opensFiles: boolean,
): CaptureStart {
  return {
    address: form.address,
    requests,
    connection: connectionOf(form),
    opensFiles,
  };
}

/** The three things to do with a service: capture, check for leaks, watch. */
export function CaptureActions({
  form,
}: {
  readonly form: CaptureForm;
}): ReactNode {
  const { t } = useText();
  const chosen = requestsOf(form);
  return (
    <section className="ls-capture__actions">
      <div className="ls-capture__action">
        <TextButton
          kind="primary"
          isDisabled={chosen.length === 0}
          onClick={() =>
            void request("capture/start", startOf(form, chosen, true))
          }
        >
          {t("capture.start", { count: chosen.length })}
        </TextButton>
      </div>
      <LeakCheck form={form} />
      <Watch form={form} />
    </section>
  );
}

interface ActionProps {
  readonly form: CaptureForm;
}

/** Capture, let the service work, capture again, verdicts. */
function LeakCheck({ form }: ActionProps): ReactNode {
  const { t } = useText();
  const isIdle = useLeakCheck(({ check }) => check.phase === "idle");
  const [seconds, setSeconds] = useState<(typeof CHECK_SECONDS)[number]>("60");
  const requests = leakCheckRequests(form);
  return (
    <div className="ls-capture__action">
      <TextButton
        isDisabled={!isIdle || requests.length === 0}
        onClick={() =>
          void startLeakCheck(
            startOf(form, requests, false),
            form.discoveredHost,
            seconds === "" ? null : Number(seconds) * 1000,
          )
        }
      >
        {t("capture.leakCheck")}
      </TextButton>
      <Choice
        label={t("capture.checkAfter")}
        value={seconds}
        items={CHECK_SECONDS.map((value) => ({
          value,
          label:
            value === ""
              ? t("capture.checkByHand")
              : t("capture.checkAfterSeconds", { count: Number(value) }),
        }))}
        onChange={setSeconds}
      />
      <span className="ls-muted">{t("capture.leakCheckHint")}</span>
    </div>
  );
}

function Watch({ form }: ActionProps): ReactNode {
  const { t } = useText();
  const [everySeconds, setEverySeconds] =
    useState<(typeof EVERY_SECONDS)[number]>("30");
  return (
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
  );
}
