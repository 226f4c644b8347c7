import {
  CaseSensitive,
  ChevronDown,
  ChevronUp,
  Regex,
  Search,
  X,
} from "lucide-react";
import type { KeyboardEvent, ReactNode } from "react";
import type { ProfileId } from "#contract/profile-id.ts";
import type { SearchQuery } from "../canvas/flame-search.ts";
import { useSearchReport } from "../state/search-report.ts";
import { adjust } from "../state/tabs.ts";
import { useText } from "../state/text.ts";
import { IconButton } from "../widgets/icon-button.tsx";
import { focusView } from "./focus-places.ts";

/** Id of the input, for the shortcut that goes there. */
export const SEARCH_INPUT_ID = "search-input";

export interface SearchBoxProps {
  readonly profileId: ProfileId;
  readonly search: SearchQuery;
}

/** Searches the view in front: text or expression, with steps through the matches. */
export function SearchBox({ profileId, search }: SearchBoxProps): ReactNode {
  const { t } = useText();
  const { error, step } = useSearchReport();
  const change = (changed: Partial<SearchQuery>): void =>
    adjust(profileId, {
      search: { ...search, ...changed },
      highlightedName: null,
    });
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === "Enter") {
      event.preventDefault();
      step?.(event.shiftKey ? -1 : 1);
    } else if (event.key === "Escape") {
      event.preventDefault();
      if (search.text === "") focusView();
      else change({ text: "" });
    }
  };
  return (
    <div
      className="ls-search"
      role="search"
      data-invalid={error === "" ? undefined : ""}
    >
      <Search size={14} strokeWidth={1.5} aria-hidden />
      <input
        id={SEARCH_INPUT_ID}
        className="ls-search__input"
        type="text"
        spellCheck={false}
        value={search.text}
        placeholder={t("search.placeholder")}
        aria-label={t("search.label")}
        aria-invalid={error !== ""}
        aria-describedby={error === "" ? undefined : "search-error"}
        onChange={({ target }) => change({ text: target.value })}
        onKeyDown={onKeyDown}
      />
      {search.text !== "" && (
        <IconButton
          icon={X}
          label={t("search.clear")}
          onClick={() => {
            change({ text: "" });
            document.getElementById(SEARCH_INPUT_ID)?.focus();
          }}
        />
      )}
      {step !== null && (
        <>
          <IconButton
            icon={ChevronUp}
            label={t("search.previous")}
            shortcut="Shift+Enter"
            onClick={() => step(-1)}
          />
          <IconButton
            icon={ChevronDown}
            label={t("search.next")}
            shortcut="Enter"
            onClick={() => step(1)}
          />
        </>
      )}
      <IconButton
        icon={CaseSensitive}
        label={t("search.matchCase")}
        isPressed={search.matchCase}
        onClick={() => change({ matchCase: !search.matchCase })}
      />
      <IconButton
        icon={Regex}
        label={t("search.regex")}
        isPressed={search.isRegex}
        onClick={() => change({ isRegex: !search.isRegex })}
      />
    </div>
  );
}
