import { Select } from "@base-ui/react/select";
import { Check, ChevronDown } from "lucide-react";
import type { ReactNode, RefObject } from "react";
import "./choice.css";

export interface ChoiceItem<T extends string> {
  readonly value: T;
  readonly label: string;
  /** Second, quieter part of the label. */
  readonly detail?: string;
}

export interface ChoiceProps<T extends string> {
  readonly label: string;
  readonly items: readonly ChoiceItem<T>[];
  readonly value: T;
  readonly onChange: (value: T) => void;
  /** Where the focus goes when the list closes; to the button where left out. */
  readonly finalFocus?: RefObject<HTMLElement | null>;
}

/** One of several, in a list that opens. */
export function Choice<T extends string>(props: ChoiceProps<T>): ReactNode {
  const { items, value, label, onChange } = props;
  return (
    <Select.Root
      items={items}
      value={value}
      onValueChange={(next) => {
        if (next !== null) onChange(next);
      }}
    >
      <Select.Trigger className="ls-choice" aria-label={label}>
        <Select.Value className="ls-choice__value">
          {() => <ChoiceText item={items.find((it) => it.value === value)} />}
        </Select.Value>
        <Select.Icon className="ls-choice__icon">
          <ChevronDown size={14} strokeWidth={1.5} aria-hidden />
        </Select.Icon>
      </Select.Trigger>
      <Select.Portal role="region" aria-label={label}>
        <Select.Positioner
          className="ls-choice__positioner"
          alignItemWithTrigger={false}
          sideOffset={4}
        >
          <Select.Popup
            className="ls-choice__popup"
            finalFocus={props.finalFocus}
          >
            <Select.List>
              {items.map((item) => (
                <Select.Item
                  key={item.value}
                  value={item.value}
                  className="ls-choice__item"
                >
                  <Select.ItemIndicator
                    keepMounted
                    className="ls-choice__check"
                  >
                    <Check size={14} strokeWidth={2} aria-hidden />
                  </Select.ItemIndicator>
                  <Select.ItemText>
                    <ChoiceText item={item} />
                  </Select.ItemText>
                </Select.Item>
              ))}
            </Select.List>
          </Select.Popup>
        </Select.Positioner>
      </Select.Portal>
    </Select.Root>
  );
}

function ChoiceText({
  item,
}: {
  readonly item: ChoiceItem<string> | undefined;
}): ReactNode {
  if (item === undefined) return null;
  return (
    <>
      {item.label}
      {item.detail !== undefined && (
        <span className="ls-choice__detail"> {item.detail}</span>
      )}
    </>
  );
}
