import type { ReactNode } from "react";
import "./notice.css";

export interface NoticeProps {
  readonly title: string;
  readonly hint?: string;
  /** Buttons. */
  readonly children?: ReactNode;
  /** `alert` for failures: read out at once. */
  readonly role?: "status" | "alert";
}

/** What stands in for a view that has nothing to show: one sentence, what to do, buttons. */
export function Notice(props: NoticeProps): ReactNode {
  return (
    <div className="ls-notice" role={props.role ?? "status"}>
      <div className="ls-notice__text">
        <p className="ls-notice__title">{props.title}</p>
        {props.hint !== undefined && (
          <p className="ls-notice__hint">{props.hint}</p>
        )}
        {props.children !== undefined && (
          <div className="ls-notice__actions">{props.children}</div>
        )}
      </div>
    </div>
  );
}
