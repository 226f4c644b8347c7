import {
  Suspense,
  useDeferredValue,
  useEffect,
  useMemo,
  type ReactNode,
} from "react";
import type { AppFacts } from "#contract/channels.ts";
import type { OpenProfile } from "#contract/open-profile.ts";
import { useCaptures } from "../state/captures.ts";
import { useGuide } from "../state/guide.ts";
import { useProfiles } from "../state/profiles.ts";
import { useShell } from "../state/shell.ts";
import { useText } from "../state/text.ts";
import { DropZone } from "./drop-zone.tsx";
import { latePart } from "./late-part.tsx";
import { NoticeList } from "./notice-list.tsx";
import { Overlays } from "./overlays.tsx";
import { StartPage } from "./start-page.tsx";
import { StatusBar } from "./status-bar.tsx";
import { useShortcuts } from "./use-shortcuts.ts";
import "./app.css";

const ProfileArea = latePart((parts) => parts.ProfileArea);
const Sidebar = latePart((parts) => parts.Sidebar);
const CaptureView = latePart((parts) => parts.CaptureView);
const GuideView = latePart((parts) => parts.GuideView);

export interface AppProps {
  readonly facts: AppFacts | null;
}

/** What fills the window beside the list of files. */
interface MainPage {
  readonly kind: "guide" | "capture" | "start" | "profile";
  readonly profile: OpenProfile | undefined;
}

/**
 * The window: files at the left, the profile in front at the right, the status below. Pages are
 * deferred: React renders a new one in slices while the old one stays.
 */
export function App({ facts }: AppProps): ReactNode {
  const wanted = useMainPage();
  const shown = useDeferredValue(wanted);
  const isSidebarOpen = useShell((shell) => shell.isSidebarOpen);
  const hasProfiles = useProfiles(({ profiles }) => profiles.length > 0);
  const hasSidebar = useDeferredValue(isSidebarOpen && hasProfiles);
  const page = useMemo(() => pageOf(shown, facts), [shown, facts]);
  const sidebar = useMemo(() => hasSidebar && <Sidebar />, [hasSidebar]);
  useDocumentTitle(wanted.profile?.name ?? null);
  useShortcuts();
  return (
    <DropZone>
      <div className="ls-app">
        <Suspense>{sidebar}</Suspense>
        <main
          className="ls-app__main"
          data-region
          aria-busy={shown === wanted ? undefined : true}
        >
          <NoticeList />
          <Suspense fallback={<div aria-busy="true" />}>{page}</Suspense>
        </main>
      </div>
      <StatusBar />
      <Overlays facts={facts} />
    </DropZone>
  );
}

function useMainPage(): MainPage {
  const profile = useProfiles(({ profiles, activeId }) =>
    profiles.find(({ id }) => id === activeId),
  );
  const isCapturing = useCaptures(({ isOpen }) => isOpen);
  const isGuideOpen = useGuide(({ isOpen }) => isOpen);
  return useMemo(() => {
    if (isGuideOpen) return { kind: "guide", profile };
    if (isCapturing) return { kind: "capture", profile };
    return { kind: profile === undefined ? "start" : "profile", profile };
  }, [profile, isCapturing, isGuideOpen]);
}

function pageOf(page: MainPage, facts: AppFacts | null): ReactNode {
  const { kind, profile } = page;
  const samples = facts?.sampleSets ?? [];
  if (kind === "guide") return <GuideView samples={samples} />;
  if (kind === "capture") return <CaptureView />;
  return profile === undefined ? (
    <StartPage samples={samples} />
  ) : (
    <ProfileArea key={profile.id} profile={profile} />
  );
}

function useDocumentTitle(name: string | null): void {
  const { t } = useText();
  useEffect(() => {
    document.title =
      name === null ? t("app.name") : `${name} — ${t("app.name")}`;
  }, [name, t]);
}
