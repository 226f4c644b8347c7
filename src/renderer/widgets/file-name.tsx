import type { ReactNode } from "react";
import "./function-name.css";

export interface FileNameProps {
  readonly path: string;
}

/** Folder and file, which tell files apart at a glance; in a narrow column the folder gives way. */
export function FileName({ path }: FileNameProps): ReactNode {
  const parts = path.split("/");
  const folder = parts.length < 2 ? "" : `${parts[parts.length - 2]}/`;
  return (
    <span className="ls-function ls-code ls-muted">
      <span className="ls-function__folders">{folder}</span>
      <span className="ls-function__name">{parts[parts.length - 1]}</span>
    </span>
  );
}
