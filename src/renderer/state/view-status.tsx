import type { ReactNode } from "react";
import { errorSentence } from "#text/error-sentence.ts";
import { Notice } from "../widgets/notice.tsx";
import { TextButton } from "../widgets/text-button.tsx";
import { useText } from "./text.ts";
import type { Loadable } from "./view-cache.ts";

export interface ViewStatusProps {
  readonly data: Exclude<Loadable<unknown>, { readonly status: "ready" }>;
  readonly onRetry: () => void;
}

/** Stands in for a view that is computed or could not be. */
export function ViewStatus({ data, onRetry }: ViewStatusProps): ReactNode {
  const { t, format } = useText();
  if (data.status === "loading") {
    return (
      <div className="ls-view-status" aria-busy="true" role="status">
        <span className="ls-view-status__text">{t("view.loading")}</span>
      </div>
    );
  }
  const { next } = errorSentence(t, format, data.error, "");
  return (
    <Notice role="alert" title={t("view.failed")} hint={next}>
      <TextButton onClick={onRetry}>{t("action.retry")}</TextButton>
    </Notice>
  );
}
