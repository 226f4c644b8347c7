import { Component, type ReactNode } from "react";
import { request } from "../state/backend.ts";
import { translate } from "../state/text.ts";
import { Notice } from "../widgets/notice.tsx";
import { TextButton } from "../widgets/text-button.tsx";

interface CrashState {
  readonly error: Error | null;
}

/** Shown instead of the window's contents after a bug: what happened, and the way on. */
export class CrashBoundary extends Component<
  { readonly children: ReactNode },
  CrashState
> {
  override state: CrashState = { error: null };

  static getDerivedStateFromError(error: unknown): CrashState {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (error === null) return this.props.children;
    const details = error.stack ?? error.message;
    return (
      <Notice
        role="alert"
        title={translate("crash.title")}
        hint={translate("crash.hint")}
      >
        <TextButton kind="primary" onClick={() => window.location.reload()}>
          {translate("crash.reload")}
        </TextButton>
        <TextButton
          onClick={() =>
            void request("clipboard/write-text", { text: details })
          }
        >
          {translate("crash.copy")}
        </TextButton>
      </Notice>
    );
  }
}
