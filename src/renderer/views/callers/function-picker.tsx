import { useMemo, useState, type ReactNode } from "react";
import type { ViewSpec } from "#contract/channels.ts";
import type { TopView } from "#contract/views.ts";
import { useText } from "../../state/text.ts";
import { useTop } from "../../state/view-data.ts";
import { Suggest } from "../../widgets/suggest.tsx";

export interface FunctionPickerProps {
  /** The functions to choose from are those of this Top table. */
  readonly spec: ViewSpec;
  /** The function that is shown. */
  readonly value: string | null;
  readonly onPick: (name: string) => void;
}

const MAX_SUGGESTIONS = 40;

/** Names that contain the text, most expensive first. */
function suggestionsFor(table: TopView, text: string): string[] {
  const wanted = text.toLowerCase();
  const found: string[] = [];
  for (let row = 0; row < table.length; row += 1) {
    const name = table.strings.get(table.name[row]);
    if (!name.toLowerCase().includes(wanted)) continue;
    found.push(name);
    if (found.length === MAX_SUGGESTIONS) break;
  }
  return found;
}

/** Chooses the function whose neighbours are shown. */
export function FunctionPicker(props: FunctionPickerProps): ReactNode {
  const { spec, value, onPick } = props;
  const { t } = useText();
  const { data } = useTop(spec);
  const [typed, setTyped] = useState({ for: value, text: value ?? "" });
  const text = typed.for === value ? typed.text : (value ?? "");
  const suggestions = useMemo(
    () => (data.status === "ready" ? suggestionsFor(data.value, text) : []),
    [data, text],
  );
  return (
    <div className="ls-callers__picker">
      <span className="ls-callers__picker-label" aria-hidden>
        {t("callers.function")}
      </span>
      <Suggest
        label={t("callers.function")}
        placeholder={t("search.placeholder")}
        value={text}
        suggestions={suggestions}
        onChange={(next) => setTyped({ for: value, text: next })}
        onPick={(picked) => {
          const name = suggestions.includes(picked)
            ? picked
            : (suggestions.at(0) ?? picked);
          setTyped({ for: value, text: name });
          if (name !== value) onPick(name);
        }}
      />
    </div>
  );
}
