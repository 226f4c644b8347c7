import { FileDown } from "lucide-react";
import type { ReactNode } from "react";
import { request } from "../state/backend.ts";
import { showCapture } from "../state/captures.ts";
import { useText } from "../state/text.ts";
import { ShortcutText } from "../widgets/shortcut-text.tsx";
import { TextButton } from "../widgets/text-button.tsx";
import { openDialog } from "./open-dialog.ts";
import { sampleTitle } from "./sample-title.ts";
import "./start-page.css";

export interface StartPageProps {
  readonly samples: readonly string[];
}

/** The leaking heap first, then what belongs to it; unknown ones last. */
const SAMPLE_ORDER = [
  "heap.pb.gz",
  "heap-base.pb.gz",
  "goroutine.pb.gz",
  "cpu.pb.gz",
];

function inOrder(samples: readonly string[]): string[] {
  const rank = (name: string): number => {
    const index = SAMPLE_ORDER.indexOf(name);
    return index < 0 ? SAMPLE_ORDER.length : index;
  };
  return [...samples].sort((a, b) => rank(a) - rank(b));
}

/** What an empty window shows: how to open something, and something to open. */
export function StartPage({ samples }: StartPageProps): ReactNode {
  const { t } = useText();
  return (
    <div className="ls-start">
      <div className="ls-start__content">
        <FileDown
          className="ls-start__icon"
          size={32}
          strokeWidth={1.25}
          aria-hidden
        />
        <h1 className="ls-start__title">{t("start.title")}</h1>
        <p className="ls-start__hint">{t("start.hint")}</p>
        <div className="ls-start__open">
          <TextButton kind="primary" onClick={openDialog}>
            {t("action.openFiles")}
          </TextButton>
          <ShortcutText keys="Mod+O" />
          <TextButton onClick={() => showCapture(true)}>
            {t("capture.menu")}
          </TextButton>
          <ShortcutText keys="Mod+L" />
        </div>
        {samples.length > 0 && (
          <section aria-labelledby="ls-start-samples">
            <h2 id="ls-start-samples" className="ls-start__heading">
              {t("start.samples")}
            </h2>
            <ul>
              {inOrder(samples).map((name) => (
                <li key={name}>
                  <button
                    type="button"
                    className="ls-start__item"
                    onClick={() =>
                      void request("profile/open-sample", { name })
                    }
                  >
                    <span className="ls-start__item-title">
                      {sampleTitle(t, name)}
                    </span>
                    <span className="ls-start__item-name">{name}</span>
                  </button>
                </li>
              ))}
            </ul>
          </section>
        )}
      </div>
    </div>
  );
}
