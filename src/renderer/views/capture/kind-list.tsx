import { TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { DEBUG2_WARN_GOROUTINES } from "#contract/capture.ts";
import { useText } from "../../state/text.ts";
import { CheckBox } from "../../widgets/check-box.tsx";
import { Choice } from "../../widgets/choice.tsx";
import { TextField } from "../../widgets/text-field.tsx";
import { withKind, type CaptureForm, type KindChoice } from "./capture-form.ts";

export interface KindListProps {
  readonly form: CaptureForm;
  readonly onChange: (form: CaptureForm) => void;
}

/** What the service offers, with its counts, and how to take each. */
export function KindList({ form, onChange }: KindListProps): ReactNode {
  const { t } = useText();
  const asksHeap = form.kinds.some(
    ({ kind, isChosen }) => isChosen && (kind === "heap" || kind === "allocs"),
  );
  return (
    <section>
      <h2 className="ls-capture__heading">
        {t("capture.offers", { host: form.discoveredHost })}
      </h2>
      <div className="ls-capture__kind ls-capture__kind--head" aria-hidden>
        <span>{t("capture.columnProfile")}</span>
        <span>{t("capture.columnSeconds")}</span>
        <span>{t("capture.columnForm")}</span>
      </div>
      <ul className="ls-capture__kinds">
        {form.kinds.map((choice) => (
          <KindRow
            key={choice.kind}
            choice={choice}
            onChange={(change) => onChange(withKind(form, choice.kind, change))}
          />
        ))}
      </ul>
      {asksHeap && (
        <CheckBox
          label={t("capture.gc")}
          detail={t("capture.gcHint")}
          isChecked={form.gc}
          onChange={(gc) => onChange({ ...form, gc })}
        />
      )}
    </section>
  );
}

interface KindRowProps {
  readonly choice: KindChoice;
  readonly onChange: (change: Partial<KindChoice>) => void;
}

function KindRow({ choice, onChange }: KindRowProps): ReactNode {
  const { t, format } = useText();
  const { kind, count, seconds } = choice;
  const isTimed = Number(seconds) > 0 || kind === "profile";
  const warns =
    choice.isChosen &&
    choice.debug === 2 &&
    (count ?? 0) > DEBUG2_WARN_GOROUTINES;
  return (
    <li className="ls-capture__kind">
      <CheckBox
        label={kind}
        detail={count === null ? undefined : format.count(count)}
        isChecked={choice.isChosen}
        onChange={(isChosen) => onChange({ isChosen })}
      />
      <div className="ls-capture__seconds">
        <TextField
          label={t("capture.secondsOf", { kind })}
          isLabelHidden
          kind="number"
          placeholder={t("capture.now")}
          value={seconds}
          onChange={(value) => onChange({ seconds: value })}
        />
        {isTimed && kind !== "profile" && (
          <span className="ls-muted">{t("capture.secondsDelta")}</span>
        )}
      </div>
      {kind === "goroutine" || kind === "goroutineleak" ? (
        <Choice
          label={t("capture.formOf", { kind })}
          value={String(isTimed ? 0 : choice.debug)}
          items={(["0", "1", "2"] as const).map((value) => ({
            value,
            label: t(`capture.debug.${value}`),
          }))}
          onChange={(value) => onChange({ debug: Number(value) as 0 | 1 | 2 })}
        />
      ) : (
        <span />
      )}
      {warns && (
        <p className="ls-capture__warning" role="note">
          <TriangleAlert size={14} strokeWidth={1.5} aria-hidden />
          {t("capture.debug2Warning", { goroutines: format.count(count ?? 0) })}
        </p>
      )}
    </li>
  );
}
