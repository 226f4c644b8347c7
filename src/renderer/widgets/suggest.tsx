import { Autocomplete } from "@base-ui/react/autocomplete";
import type { ReactNode } from "react";
import "./suggest.css";

export interface SuggestProps {
  readonly label: string;
  readonly placeholder: string;
  readonly value: string;
  /** What is offered for `value`, best first. */
  readonly suggestions: readonly string[];
  readonly onChange: (text: string) => void;
  /** A suggestion was chosen, or Enter pressed on what was typed. */
  readonly onPick: (text: string) => void;
}

/** A text field that offers completions. */
export function Suggest(props: SuggestProps): ReactNode {
  const { suggestions, value, onChange, onPick } = props;
  return (
    <Autocomplete.Root
      items={suggestions}
      filter={null}
      value={value}
      onValueChange={(text, { reason }) => {
        onChange(text);
        if (reason === "item-press") onPick(text);
      }}
    >
      <Autocomplete.Input
        className="ls-suggest"
        aria-label={props.label}
        placeholder={props.placeholder}
        spellCheck={false}
        onKeyDown={(event) => {
          // With a highlighted suggestion Enter is the list's.
          const { currentTarget } = event;
          if (currentTarget.hasAttribute("aria-activedescendant")) return;
          if (event.key === "Enter" && value !== "") onPick(value);
        }}
      />
      <Autocomplete.Portal role="region" aria-label={props.label}>
        <Autocomplete.Positioner
          className="ls-suggest__positioner"
          sideOffset={4}
        >
          <Autocomplete.Popup className="ls-suggest__popup">
            <Autocomplete.List>
              {(item: string) => (
                <Autocomplete.Item
                  key={item}
                  value={item}
                  className="ls-suggest__item ls-code"
                >
                  {item}
                </Autocomplete.Item>
              )}
            </Autocomplete.List>
          </Autocomplete.Popup>
        </Autocomplete.Positioner>
      </Autocomplete.Portal>
    </Autocomplete.Root>
  );
}
