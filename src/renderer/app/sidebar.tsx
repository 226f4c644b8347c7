import { BookOpen, Plus, Radio } from "lucide-react";
import { useDeferredValue, useMemo, type ReactNode } from "react";
import { showCapture } from "../state/captures.ts";
import { openGuide } from "../state/guide.ts";
import { useProfiles } from "../state/profiles.ts";
import { useText } from "../state/text.ts";
import { FileFacts } from "./file-facts.tsx";
import { FileList } from "./file-list.tsx";
import { openDialog } from "./open-dialog.ts";
import "./sidebar.css";

/** Open files, and what there is to know about the one in front. */
export function Sidebar(): ReactNode {
  const { t } = useText();
  const active = useProfiles(({ profiles, activeId }) =>
    profiles.find((profile) => profile.id === activeId),
  );
  const shown = useDeferredValue(active);
  const facts = useMemo(
    () =>
      shown !== undefined &&
      "summary" in shown.state && (
        <FileFacts profile={shown} summary={shown.state.summary} />
      ),
    [shown],
  );
  return (
    <aside className="ls-sidebar" data-region>
      <nav aria-label={t("files.title")}>
        <h2 className="ls-sidebar__heading">{t("files.title")}</h2>
        <FileList />
        <button
          type="button"
          className="ls-sidebar__open"
          onClick={openDialog}
          title="Ctrl+O"
        >
          <Plus size={14} strokeWidth={1.5} aria-hidden />
          {t("action.open")}
        </button>
        <button
          type="button"
          className="ls-sidebar__open"
          onClick={() => showCapture(true)}
          title="Ctrl+L"
        >
          <Radio size={14} strokeWidth={1.5} aria-hidden />
          {t("capture.menu")}
        </button>
        <button
          type="button"
          className="ls-sidebar__open"
          onClick={() => openGuide()}
          title="Ctrl+G"
        >
          <BookOpen size={14} strokeWidth={1.5} aria-hidden />
          {t("guide.menu")}
        </button>
      </nav>
      {facts}
    </aside>
  );
}
