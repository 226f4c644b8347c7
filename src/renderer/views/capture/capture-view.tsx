import { X } from "lucide-react";
import { useState, type ReactNode } from "react";
import type { CaptureError } from "#contract/capture-error.ts";
import { captureErrorSentence } from "#text/capture-error-sentence.ts";
import { request } from "../../state/backend.ts";
import { showCapture, useCaptures } from "../../state/captures.ts";
import { useText } from "../../state/text.ts";
import { IconButton } from "../../widgets/icon-button.tsx";
import { TextButton } from "../../widgets/text-button.tsx";
import { TextField } from "../../widgets/text-field.tsx";
import { CaptureActions } from "./capture-actions.tsx";
import {
  connectionOf,
  EMPTY_FORM,
  kindsFrom,
  type CaptureForm,
} from "./capture-form.ts";
import { ConnectionForm } from "./connection-form.tsx";
import { HistoryList } from "./history-list.tsx";
import { JobList } from "./job-list.tsx";
import { KindList } from "./kind-list.tsx";
import { WatchList } from "./watch-list.tsx";
import "./capture.css";

/** What the address field is doing. */
type Look =
  | { readonly status: "idle" | "looking" }
  | { readonly status: "failed"; readonly error: CaptureError };

/** Capture from a running service: address, what it offers, progress, watches, history. */
export function CaptureView(): ReactNode {
  const { t } = useText();
  const [form, setForm] = useState<CaptureForm>(EMPTY_FORM);
  const [look, setLook] = useState<Look>({ status: "idle" });
  const discover = useDiscover(form, setForm, setLook);
  return (
    <div className="ls-capture">
      <header className="ls-capture__header">
        <h1 className="ls-capture__title">{t("capture.title")}</h1>
        <IconButton
          icon={X}
          label={t("action.close")}
          onClick={() => showCapture(false)}
        />
      </header>
      <div className="ls-capture__body">
        <section aria-label={t("capture.address")}>
          <AddressRow
            form={form}
            look={look}
            onChange={(address) =>
              setForm({ ...form, address, kinds: [], discoveredHost: "" })
            }
            onDiscover={discover}
          />
          {look.status === "failed" && <FailedLook error={look.error} />}
          <ConnectionForm form={form} onChange={setForm} />
        </section>
        {form.kinds.length > 0 && (
          <>
            <KindList form={form} onChange={setForm} />
            <CaptureActions form={form} />
          </>
        )}
        <JobList />
        <WatchList />
        <HistoryList />
      </div>
    </div>
  );
}

/** Looks at the address: what is saved for its host, then what it offers. */
function useDiscover(
  form: CaptureForm,
  setForm: (form: CaptureForm) => void,
  setLook: (look: Look) => void,
): () => void {
  return () => {
    const run = async (): Promise<void> => {
      setLook({ status: "looking" });
      const { address } = form;
      const saved = await request("capture/saved-connection", { address });
      const isUntouched = form.connection === EMPTY_FORM.connection;
      const withSaved =
        saved.ok && isUntouched
          ? {
              ...form,
              connection: saved.value.connection,
              hasSavedSecret: saved.value.hasSecret,
            }
          : form;
      const reply = await request("capture/discover", {
        address,
        connection: connectionOf(withSaved),
      });
      if (!reply.ok || !reply.value.ok) {
        setForm({ ...withSaved, kinds: [], discoveredHost: "" });
        setLook(
          reply.ok && !reply.value.ok
            ? { status: "failed", error: reply.value.error }
            : { status: "idle" },
        );
        return;
      }
      setLook({ status: "idle" });
      setForm({
        ...withSaved,
        kinds: kindsFrom(reply.value.discovery),
        discoveredHost: reply.value.host,
      });
    };
    void run();
  };
}

interface AddressRowProps {
  readonly form: CaptureForm;
  readonly look: Look;
  readonly onChange: (address: string) => void;
  readonly onDiscover: () => void;
}

function AddressRow(props: AddressRowProps): ReactNode {
  const { t } = useText();
  const recent = useCaptures(({ history }) => history);
  const addresses = [...new Set(recent.map(({ indexUrl }) => indexUrl))];
  const isLooking = props.look.status === "looking";
  return (
    <>
      <div className="ls-capture__address">
        <TextField
          label={t("capture.address")}
          value={props.form.address}
          placeholder={t("capture.addressPlaceholder")}
          hint={t("capture.addressHint")}
          isInvalid={props.look.status === "failed"}
          shouldFocus
          onChange={props.onChange}
          onEnter={props.onDiscover}
        />
        <TextButton
          kind={props.form.kinds.length === 0 ? "primary" : "plain"}
          isDisabled={props.form.address.trim() === "" || isLooking}
          onClick={props.onDiscover}
        >
          {isLooking ? t("capture.connecting") : t("capture.connect")}
        </TextButton>
      </div>
      {addresses.length > 0 && props.form.address === "" && (
        <ul className="ls-capture__recent" aria-label={t("capture.recent")}>
          {addresses.slice(0, 5).map((address) => (
            <li key={address}>
              <button
                type="button"
                className="ls-capture__link"
                onClick={() => props.onChange(address)}
              >
                {address}
              </button>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

/** One sentence and the next step. */
export function FailedLook({
  error,
}: {
  readonly error: CaptureError;
}): ReactNode {
  const { t, format } = useText();
  const { sentence, next } = captureErrorSentence(t, format, error);
  return (
    <p className="ls-capture__error" role="alert">
      {sentence} <span className="ls-muted">{next}</span>
    </p>
  );
}
