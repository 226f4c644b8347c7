import { Languages, Moon, PanelLeft, Settings, Sun } from "lucide-react";
import type { ReactNode } from "react";
import { useProfiles } from "../state/profiles.ts";
import { changeSettings, useThemeName } from "../state/settings.ts";
import { showOverlay, toggleSidebar, useShell } from "../state/shell.ts";
import { useText } from "../state/text.ts";
import { IconButton } from "../widgets/icon-button.tsx";

/** What is under the pointer or focus, notes, and the few things that are always at hand. */
export function StatusBar(): ReactNode {
  const { t, format } = useText();
  const { status, note } = useShell();
  const theme = useThemeName();
  const active = useProfiles(({ profiles, activeId }) =>
    profiles.find((profile) => profile.id === activeId),
  );
  const decodeMs =
    active?.state.status === "ready" ? active.state.summary.decodeMs : null;
  return (
    <footer className="ls-status" data-region>
      <span className="ls-status__frame">{status}</span>
      <span className="ls-status__note" role="status">
        {note}
      </span>
      {decodeMs !== null && (
        <span className="ls-status__facts">
          {t("facts.decoded", {
            time: format.duration(Math.round(decodeMs) * 1e6),
          })}
        </span>
      )}
      <span className="ls-status__tools">
        {active !== undefined && (
          <IconButton
            icon={PanelLeft}
            label={t("action.toggleSidebar")}
            shortcut="Mod+B"
            onClick={toggleSidebar}
          />
        )}
        <IconButton
          icon={Languages}
          label={t("action.switchLanguage")}
          onClick={() =>
            changeSettings({
              language: format.locale === "en" ? "zh-CN" : "en",
            })
          }
        />
        <IconButton
          icon={theme === "dark" ? Sun : Moon}
          label={t("action.toggleTheme")}
          onClick={() =>
            changeSettings({ theme: theme === "dark" ? "light" : "dark" })
          }
        />
        <IconButton
          icon={Settings}
          label={t("action.settings")}
          shortcut="Mod+,"
          onClick={() => showOverlay("settings")}
        />
      </span>
    </footer>
  );
}
