import { useEffect, useState, type ReactNode } from "react";
import {
  cancelLeakCheck,
  finishLeakCheck,
  useLeakCheck,
  type LeakCheck,
} from "../../state/leak-check.ts";
import { useText } from "../../state/text.ts";
import { TextButton } from "../../widgets/text-button.tsx";
import { useInView } from "./use-in-view.ts";

/** The leak check under way: what it waits for, and how to get on with it. */
export function LeakCheckStatus(): ReactNode {
  const { check } = useLeakCheck();
  return check.phase === "idle" ? null : <Status check={check} />;
}

function Status({
  check,
}: {
  readonly check: Exclude<LeakCheck, { readonly phase: "idle" }>;
}): ReactNode {
  const { t } = useText();
  const part = useInView<HTMLElement>();
  return (
    <section
      aria-label={t("capture.leakCheck")}
      className="ls-capture__check"
      ref={part}
    >
      <h2 className="ls-capture__heading">
        {t("capture.leakCheckOf", { host: check.host })}
      </h2>
      <div className="ls-capture__action">
        <p role="status">
          <Phase check={check} />
        </p>
        <span className="ls-capture__tools">
          {check.phase === "waiting" && (
            <TextButton kind="primary" onClick={() => void finishLeakCheck()}>
              {t("capture.leakCheckAgain")}
            </TextButton>
          )}
          <TextButton onClick={cancelLeakCheck}>
            {t("action.cancel")}
          </TextButton>
        </span>
      </div>
    </section>
  );
}

function Phase({ check }: { readonly check: LeakCheck }): ReactNode {
  const { t } = useText();
  switch (check.phase) {
    case "idle":
      return null;
    case "first":
      return t("capture.leakCheckFirst");
    case "second":
      return t("capture.leakCheckSecond");
    case "waiting":
      return check.endsAt === null ? (
        t("capture.leakCheckWait")
      ) : (
        <Countdown endsAt={check.endsAt} />
      );
  }
}

function Countdown({ endsAt }: { readonly endsAt: number }): ReactNode {
  const { t } = useText();
  const left = (): number =>
    Math.max(0, Math.ceil((endsAt - performance.now()) / 1000));
  const [seconds, setSeconds] = useState(left);
  useEffect(() => {
    const timer = window.setInterval(() => setSeconds(left()), 250);
    return () => window.clearInterval(timer);
  });
  return t("capture.leakCheckCountdown", { count: seconds });
}
