import { X } from "lucide-react";
import {
  useEffect,
  useRef,
  useState,
  type KeyboardEvent,
  type ReactNode,
} from "react";
import { FILTER_FLAGS } from "#contract/filter-flags.ts";
import { VIEW_FILTER_NAMES } from "#contract/view-filters.ts";
import {
  closeFilterEditor,
  filterFault,
  finishFilter,
  type FilterDraft,
} from "../state/filters.ts";
import { useText } from "../state/text.ts";
import { Choice } from "../widgets/choice.tsx";
import { IconButton } from "../widgets/icon-button.tsx";

export interface FilterEditorProps {
  readonly draft: FilterDraft;
  /** It closed; the focus needs a place. */
  readonly onDone: () => void;
}

const ERROR_ID = "filter-error";

/** Where a filter is typed: its kind, its expression, and what is wrong with that. */
export function FilterEditor({ draft, onDone }: FilterEditorProps): ReactNode {
  const { t } = useText();
  const [name, setName] = useState(draft.name);
  const [pattern, setPattern] = useState(draft.pattern);
  const [fault, setFault] = useState("");
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    input.current?.focus();
    input.current?.select();
  }, []);
  const isTag = name === "tagFocus" || name === "tagIgnore";

  const apply = async (): Promise<void> => {
    if (pattern === "") return;
    const reason = await filterFault(draft.profileId, { name, pattern });
    if (reason !== "") {
      setFault(reason);
      input.current?.focus();
      return;
    }
    finishFilter({ ...draft, name, pattern });
    onDone();
  };
  const cancel = (): void => {
    closeFilterEditor();
    onDone();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== "Enter" && event.key !== "Escape") return;
    event.preventDefault();
    if (event.key === "Escape") cancel();
    else void apply();
  };
  return (
    <div className="ls-filter-editor">
      <Choice
        label={t("filter.name")}
        value={name}
        items={VIEW_FILTER_NAMES.map((value) => ({
          value,
          label: FILTER_FLAGS[value],
          detail: t(`filter.hint.${value}`),
        }))}
        onChange={(next) => {
          setName(next);
          setFault("");
        }}
        finalFocus={input}
      />
      <input
        ref={input}
        className="ls-filter-editor__input ls-code"
        type="text"
        spellCheck={false}
        value={pattern}
        placeholder={t(
          isTag ? "filter.tagPatternHint" : "filter.namePatternHint",
        )}
        aria-label={t(isTag ? "filter.tagPattern" : "filter.namePattern")}
        aria-invalid={fault !== ""}
        aria-describedby={fault === "" ? undefined : ERROR_ID}
        onChange={({ target }) => {
          setPattern(target.value);
          setFault("");
        }}
        onKeyDown={onKeyDown}
      />
      <button
        type="button"
        className="ls-filter-editor__apply"
        disabled={pattern === ""}
        onClick={() => void apply()}
      >
        {t("filter.apply")}
      </button>
      <IconButton icon={X} label={t("action.cancel")} onClick={cancel} />
      {fault !== "" && (
        <span id={ERROR_ID} className="ls-filter-editor__error" role="alert">
          {t("filter.badPattern", { reason: fault })}
        </span>
      )}
    </div>
  );
}
