import { X } from "lucide-react";
import type { ReactNode } from "react";
import "./chip.css";

export interface ChipProps {
  readonly text: string;
  /** What the button does, for who can't see the cross. */
  readonly label: string;
  readonly onRemove: () => void;
}

/** A filter that is on; a click takes it off. */
export function Chip({ text, label, onRemove }: ChipProps): ReactNode {
  return (
    <button
      type="button"
      className="ls-chip"
      aria-label={label}
      onClick={onRemove}
    >
      <span className="ls-chip__text">{text}</span>
      <X size={12} strokeWidth={1.5} aria-hidden />
    </button>
  );
}
