import { Checkbox } from "@base-ui/react/checkbox";
import { Check } from "lucide-react";
import type { ReactNode } from "react";
import "./field.css";

export interface CheckBoxProps {
  readonly label: string;
  readonly isChecked: boolean;
  readonly onChange: (isChecked: boolean) => void;
  /** Quieter words behind the label. */
  readonly detail?: string;
  /** Explanation on hover. */
  readonly hint?: string;
}

/** A choice that is on or off. */
export function CheckBox(props: CheckBoxProps): ReactNode {
  return (
    <label className="ls-check" title={props.hint}>
      <Checkbox.Root
        className="ls-check__box"
        checked={props.isChecked}
        onCheckedChange={props.onChange}
      >
        <Checkbox.Indicator className="ls-check__mark">
          <Check size={12} strokeWidth={2.5} aria-hidden />
        </Checkbox.Indicator>
      </Checkbox.Root>
      <span>
        {props.label}
        {props.detail !== undefined && (
          <span className="ls-check__detail"> {props.detail}</span>
        )}
      </span>
    </label>
  );
}
