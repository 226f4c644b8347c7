import { useEffect, type ReactNode } from "react";
import type { AppFacts } from "#contract/channels.ts";
import { useCaptures } from "../state/captures.ts";
import { useGuide } from "../state/guide.ts";
import { useProfiles } from "../state/profiles.ts";
import { useShell } from "../state/shell.ts";
import { useText } from "../state/text.ts";
import { GuideView } from "../views/guide/guide-view.tsx";
import { CaptureView } from "../views/capture/capture-view.tsx";
import { DropZone } from "./drop-zone.tsx";
import { Overlays } from "./overlays.tsx";
import { ProfileArea } from "./profile-area.tsx";
import { Sidebar } from "./sidebar.tsx";
import { StartPage } from "./start-page.tsx";
import { StatusBar } from "./status-bar.tsx";
import { useShortcuts } from "./use-shortcuts.ts";
import "./app.css";

export interface AppProps {
  readonly facts: AppFacts | null;
}

/** The window: files at the left, the profile in front at the right, the status below. */
export function App({ facts }: AppProps): ReactNode {
  const { profiles, activeId } = useProfiles();
  const isSidebarOpen = useShell((shell) => shell.isSidebarOpen);
  const isCapturing = useCaptures(({ isOpen }) => isOpen);
  const isGuideOpen = useGuide(({ isOpen }) => isOpen);
  const samples = facts?.sampleSets ?? [];
  const active = profiles.find((profile) => profile.id === activeId);
  useDocumentTitle(active?.name ?? null);
  useShortcuts();
  return (
    <DropZone>
      <div className="ls-app">
        {isSidebarOpen && profiles.length > 0 && <Sidebar />}
        <main className="ls-app__main">
          {isGuideOpen ? (
            <GuideView samples={samples} />
          ) : isCapturing ? (
            <CaptureView />
          ) : active === undefined ? (
            <StartPage samples={samples} />
          ) : (
            <ProfileArea key={active.id} profile={active} />
          )}
        </main>
      </div>
      <StatusBar />
      <Overlays facts={facts} />
    </DropZone>
  );
}

function useDocumentTitle(name: string | null): void {
  const { t } = useText();
  useEffect(() => {
    document.title =
      name === null ? t("app.name") : `${name} — ${t("app.name")}`;
  }, [name, t]);
}
