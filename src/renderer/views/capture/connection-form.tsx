import { Collapsible } from "@base-ui/react/collapsible";
import { ChevronRight, TriangleAlert } from "lucide-react";
import { useEffect, useState, type ReactNode } from "react";
import type { ConnectionInput, SecretKeeping } from "#contract/capture-job.ts";
import { request } from "../../state/backend.ts";
import { useText } from "../../state/text.ts";
import { CheckBox } from "../../widgets/check-box.tsx";
import { Choice } from "../../widgets/choice.tsx";
import { TextField } from "../../widgets/text-field.tsx";
import type { CaptureForm } from "./capture-form.ts";

export interface ConnectionFormProps {
  readonly form: CaptureForm;
  readonly onChange: (form: CaptureForm) => void;
}

/** Where secrets go on this machine; asked once. */
function useKeeping(): SecretKeeping {
  const [keeping, setKeeping] = useState<SecretKeeping>("key-store");
  useEffect(() => {
    void request("capture/saved-connection", { address: "" }).then((saved) => {
      if (saved.ok) setKeeping(saved.value.keeping);
    });
  }, []);
  return keeping;
}

/** Sign-in, headers, certificates and proxy; folded away until they are wanted. */
export function ConnectionForm({
  form,
  onChange,
}: ConnectionFormProps): ReactNode {
  const { t } = useText();
  const keeping = useKeeping();
  const { connection } = form;
  const set = (change: Partial<ConnectionInput>): void =>
    onChange({ ...form, connection: { ...connection, ...change } });
  return (
    <Collapsible.Root className="ls-capture__connection">
      <Collapsible.Trigger className="ls-capture__fold">
        <ChevronRight size={14} strokeWidth={1.5} aria-hidden />
        {t("capture.connection")}
      </Collapsible.Trigger>
      {connection.skipTlsVerify && (
        <p className="ls-capture__warning" role="note">
          <TriangleAlert size={14} strokeWidth={1.5} aria-hidden />
          {t("capture.tlsWarning")}
        </p>
      )}
      <Collapsible.Panel className="ls-capture__panel">
        <div className="ls-capture__grid">
          <div className="ls-field">
            <span className="ls-field__label">{t("capture.auth")}</span>
            <Choice
              label={t("capture.auth")}
              value={connection.authKind}
              items={(["none", "bearer", "basic"] as const).map((value) => ({
                value,
                label: t(`capture.authKind.${value}`),
              }))}
              onChange={(authKind) => set({ authKind })}
            />
          </div>
          <Secrets form={form} onChange={onChange} set={set} />
        </div>
        {connection.authKind !== "none" || form.headersText !== "" ? (
          <div>
            <CheckBox
              label={t("capture.remember")}
              isChecked={connection.rememberSecret}
              onChange={(rememberSecret) => set({ rememberSecret })}
            />
            <p className="ls-field__hint">{t(`capture.keeping.${keeping}`)}</p>
          </div>
        ) : null}
        <Transport form={form} onChange={onChange} set={set} />
        <Limits form={form} onChange={onChange} />
      </Collapsible.Panel>
    </Collapsible.Root>
  );
}

interface PartProps extends ConnectionFormProps {
  readonly set: (change: Partial<ConnectionInput>) => void;
}

function Secrets({ form, set }: PartProps): ReactNode {
  const { t } = useText();
  const { connection } = form;
  if (connection.authKind === "none") return null;
  const placeholder = form.hasSavedSecret ? t("capture.savedSecret") : "";
  return (
    <>
      {connection.authKind === "basic" && (
        <TextField
          label={t("capture.user")}
          value={connection.user}
          onChange={(user) => set({ user })}
        />
      )}
      <TextField
        label={
          connection.authKind === "bearer"
            ? t("capture.token")
            : t("capture.password")
        }
        kind="password"
        value={connection.secret}
        placeholder={placeholder}
        onChange={(secret) => set({ secret })}
      />
    </>
  );
}

function Limits({ form, onChange }: ConnectionFormProps): ReactNode {
  const { t } = useText();
  return (
    <div className="ls-capture__grid">
      <TextField
        label={t("capture.timeLimit")}
        kind="number"
        value={form.timeoutText}
        placeholder={t("capture.timeLimitDefault")}
        onChange={(timeoutText) => onChange({ ...form, timeoutText })}
      />
      <TextField
        label={t("capture.sizeLimit")}
        kind="number"
        value={form.limitText}
        placeholder="2048"
        onChange={(limitText) => onChange({ ...form, limitText })}
      />
    </div>
  );
}

function Transport({ form, onChange, set }: PartProps): ReactNode {
  const { t } = useText();
  const { connection } = form;
  const files = [
    ["caPath", "capture.ca"],
    ["clientCertificatePath", "capture.certificate"],
    ["clientKeyPath", "capture.certificateKey"],
  ] as const;
  return (
    <>
      <label className="ls-field">
        <span className="ls-field__label">{t("capture.headers")}</span>
        <textarea
          className="ls-field__input ls-capture__headers"
          rows={2}
          spellCheck={false}
          placeholder="X-Team: core"
          value={form.headersText}
          onChange={(event) =>
            onChange({ ...form, headersText: event.target.value })
          }
        />
      </label>
      <div className="ls-capture__grid">
        {files.map(([name, label]) => (
          <TextField
            key={name}
            label={t(label)}
            value={connection[name]}
            placeholder="/path/to/file.pem"
            onChange={(value) => set({ [name]: value })}
          />
        ))}
        <TextField
          label={t("capture.proxy")}
          value={connection.proxyUrl}
          placeholder="http://proxy:3128"
          onChange={(proxyUrl) => set({ proxyUrl })}
        />
      </div>
      <CheckBox
        label={t("capture.skipTls")}
        isChecked={connection.skipTlsVerify}
        onChange={(skipTlsVerify) => set({ skipTlsVerify })}
      />
    </>
  );
}
