import type { ReactNode } from "react";
import type { SampleSet } from "#contract/samples.ts";
import { showCapture } from "../state/captures.ts";
import { openGuide } from "../state/guide.ts";
import { useText } from "../state/text.ts";
import { ShortcutText } from "../widgets/shortcut-text.tsx";
import { TextButton } from "../widgets/text-button.tsx";
import { openDialog } from "./open-dialog.ts";
import { RecentList } from "./recent-list.tsx";
import { SampleList } from "./sample-list.tsx";
import "./start-page.css";

const APP_ICON = new URL("./app-icon.svg", import.meta.url).href;

export interface StartPageProps {
  readonly samples: readonly SampleSet[];
}

/** What an empty window shows: how to open something, and something to open. */
export function StartPage({ samples }: StartPageProps): ReactNode {
  const { t } = useText();
  return (
    <div className="ls-start">
      <div className="ls-start__content">
        <img
          className="ls-start__icon"
          src={APP_ICON}
          width={48}
          height={48}
          alt=""
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
          <TextButton onClick={() => openGuide()}>{t("guide.menu")}</TextButton>
          <ShortcutText keys="Mod+G" />
        </div>
        <RecentList />
        <SampleList samples={samples} />
      </div>
    </div>
  );
}
