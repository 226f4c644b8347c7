import type { ReactNode } from "react";
import { shortName } from "../canvas/flame-labels.ts";
import "./function-name.css";

export interface FunctionNameProps {
  readonly name: string;
  /** Quiet words after it, e.g. "(inline)". */
  readonly note?: string;
}

/**
 * A function name in a line that may be too narrow: the folders of its package give way first, the
 * package and the function last.
 */
export function FunctionName({ name, note }: FunctionNameProps): ReactNode {
  const short = shortName(name);
  const folders = name.slice(0, name.length - short.length);
  return (
    <span className="ls-function ls-code">
      {folders !== "" && (
        <span className="ls-function__folders">{folders}</span>
      )}
      <span className="ls-function__name">{short}</span>
      {note !== undefined && <span className="ls-function__note">{note}</span>}
    </span>
  );
}
