import { X } from "lucide-react";
import type { KeyboardEvent, ReactNode } from "react";
import type { CaptureError } from "#contract/capture-error.ts";
import { captureErrorSentence } from "#text/capture-error-sentence.ts";
import { showCapture, useCaptures } from "../../state/captures.ts";
import { useText } from "../../state/text.ts";
import { IconButton } from "../../widgets/icon-button.tsx";
import { TextButton } from "../../widgets/text-button.tsx";
import { TextField } from "../../widgets/text-field.tsx";
import { CaptureActions } from "./capture-actions.tsx";
import {
  discover,
  setAddress,
  setForm,
  useCapturePage,
} from "./capture-store.ts";
import { ConnectionForm } from "./connection-form.tsx";
import { HistoryList } from "./history-list.tsx";
import { JobList } from "./job-list.tsx";
import { KindList } from "./kind-list.tsx";
import { LeakCheckStatus } from "./leak-check-status.tsx";
import { WatchList } from "./watch-list.tsx";
import "./capture.css";

/** Capture from a running service: address, what it offers, progress, watches, history. */
export function CaptureView(): ReactNode {
  const { t } = useText();
  const { form, look } = useCapturePage();
  const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
    if (event.key !== "Escape" || event.defaultPrevented) return;
    // Lists that open have their own Escape, and are not in here.
    if (!event.currentTarget.contains(event.target as Node)) return;
    event.preventDefault();
    showCapture(false);
  };
  return (
    <div className="ls-capture" onKeyDown={onKeyDown}>
      <header className="ls-capture__header">
        <h1 className="ls-capture__title">{t("capture.title")}</h1>
        <IconButton
          icon={X}
          label={t("action.close")}
          onClick={() => showCapture(false)}
        />
      </header>
      <div className="ls-capture__body">
        <div className="ls-capture__column">
          <section aria-label={t("capture.address")}>
            <AddressRow />
            {look.status === "failed" && <FailedLook error={look.error} />}
            <ConnectionForm form={form} onChange={setForm} />
          </section>
          {form.kinds.length > 0 && (
            <>
              <KindList form={form} onChange={setForm} />
              <CaptureActions form={form} />
            </>
          )}
        </div>
        <div className="ls-capture__column">
          <LeakCheckStatus />
          <JobList />
          <WatchList />
          <HistoryList />
        </div>
      </div>
    </div>
  );
}

function AddressRow(): ReactNode {
  const { t } = useText();
  const { form, look } = useCapturePage();
  const recent = useCaptures(({ history }) => history);
  const addresses = [...new Set(recent.map(({ indexUrl }) => indexUrl))];
  const isLooking = look.status === "looking";
  return (
    <>
      <div className="ls-capture__address">
        <TextField
          label={t("capture.address")}
          value={form.address}
          placeholder={t("capture.addressPlaceholder")}
          hint={t("capture.addressHint")}
          isInvalid={look.status === "failed"}
          shouldFocus
          onChange={setAddress}
          onEnter={() => void discover()}
        />
        <TextButton
          kind={form.kinds.length === 0 ? "primary" : "plain"}
          isDisabled={form.address.trim() === "" || isLooking}
          onClick={() => void discover()}
        >
          {isLooking ? t("capture.connecting") : t("capture.connect")}
        </TextButton>
      </div>
      {addresses.length > 0 && form.address === "" && (
        <ul className="ls-capture__recent" aria-label={t("capture.recent")}>
          {addresses.slice(0, 5).map((address) => (
            <li key={address}>
              <AddressLink address={address} />
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

/** Puts an address into the field and looks at it. */
function AddressLink({ address }: { readonly address: string }): ReactNode {
  return (
    <button
      type="button"
      className="ls-capture__link"
      onClick={() => {
        setAddress(address);
        void discover();
      }}
    >
      {address}
    </button>
  );
}

/** One sentence and the next step. */
function FailedLook({ error }: { readonly error: CaptureError }): ReactNode {
  const { t, format } = useText();
  const { sentence, next } = captureErrorSentence(t, format, error);
  return (
    <p className="ls-capture__error" role="alert">
      {sentence} <span className="ls-muted">{next}</span>
      {error.code === "wrong-prefix" && (
        <>
          {" "}
          <AddressLink address={error.indexUrl} />
        </>
      )}
    </p>
  );
}
