import { useEffect, useState, type ReactNode } from "react";
import type { AppFacts } from "#contract/channels.ts";
import {
  BYTE_UNITS,
  FILE_MEMORY,
  LANGUAGES,
  THEMES,
  TIME_UNITS,
} from "#contract/settings.ts";
import { request } from "../state/backend.ts";
import { setOrientation, useOrientation } from "../state/flame-options.ts";
import { changeSettings, useSettings } from "../state/settings.ts";
import { showOverlay } from "../state/shell.ts";
import { useText } from "../state/text.ts";
import { Choice, type ChoiceItem } from "../widgets/choice.tsx";
import { Modal } from "../widgets/modal.tsx";
import { TextButton } from "../widgets/text-button.tsx";
import { copyDiagnostics } from "./copy-diagnostics.ts";
import "./settings-dialog.css";

export interface SettingsDialogProps {
  readonly facts: AppFacts | null;
}

const LANGUAGE_NAMES = { en: "English", "zh-CN": "简体中文" };
const TIME_UNIT_NAMES = { ns: "ns", us: "µs", ms: "ms", s: "s" };

/** What can be chosen; changes show at once. */
export function SettingsDialog({ facts }: SettingsDialogProps): ReactNode {
  const { t } = useText();
  const settings = useSettings((state) => state.settings);
  const orientation = useOrientation();
  return (
    <Modal
      title={t("settings.title")}
      closeLabel={t("action.close")}
      isOpen
      onClose={() => showOverlay(null)}
    >
      <SettingRow
        label={t("settings.language")}
        value={settings.language}
        items={LANGUAGES.map((value) => ({
          value,
          label:
            value === "system" ? t("settings.system") : LANGUAGE_NAMES[value],
        }))}
        onChange={(language) => changeSettings({ language })}
      />
      <SettingRow
        label={t("settings.theme")}
        value={settings.theme}
        items={THEMES.map((value) => ({
          value,
          label: t(`settings.${value}`),
        }))}
        onChange={(theme) => changeSettings({ theme })}
      />
      <SettingRow
        label={t("settings.byteUnit")}
        value={settings.byteUnit}
        items={BYTE_UNITS.map((value) => ({
          value,
          label: value === "auto" ? t("settings.auto") : value,
        }))}
        onChange={(byteUnit) => changeSettings({ byteUnit })}
      />
      <SettingRow
        label={t("settings.timeUnit")}
        value={settings.timeUnit}
        items={TIME_UNITS.map((value) => ({
          value,
          label: value === "auto" ? t("settings.auto") : TIME_UNIT_NAMES[value],
        }))}
        onChange={(timeUnit) => changeSettings({ timeUnit })}
      />
      <SettingRow
        label={t("settings.flameDirection")}
        value={orientation}
        items={[
          { value: "icicle", label: t("settings.icicle") },
          { value: "flame", label: t("settings.flame") },
        ]}
        onChange={setOrientation}
      />
      <SettingRow
        label={t("settings.reopen")}
        value={settings.reopensFiles ? "yes" : "no"}
        items={[
          { value: "yes", label: t("settings.reopenYes") },
          { value: "no", label: t("settings.reopenNo") },
        ]}
        onChange={(value) => changeSettings({ reopensFiles: value === "yes" })}
      />
      <SettingRow
        label={t("settings.fileMemory")}
        value={settings.fileMemory}
        items={FILE_MEMORY.map((value) => ({
          value,
          label:
            value === "auto" ? t("settings.fileMemoryAuto") : `${value} GB`,
        }))}
        onChange={(fileMemory) => changeSettings({ fileMemory })}
      />
      <CaptureFolder chosen={settings.captureFolder} />
      {facts !== null && (
        <p className="ls-settings__about">
          {t("app.name")} {t("about.version", { version: facts.version })}
          <br />
          {t("about.runtime", {
            electron: facts.electron,
            chrome: facts.chrome,
            node: facts.node,
          })}
          <br />
          <button
            type="button"
            className="ls-settings__copy"
            onClick={() => void copyDiagnostics()}
          >
            {t("keys.diagnostics")}
          </button>
        </p>
      )}
    </Modal>
  );
}

/** Where captures are saved; `chosen` is "" for the folder the app chooses. */
function CaptureFolder({ chosen }: { readonly chosen: string }): ReactNode {
  const { t } = useText();
  const [folder, setFolder] = useState("");
  useEffect(() => {
    void request("capture/folder", {}).then((reply) => {
      if (reply.ok) setFolder(reply.value.folder);
    });
  }, [chosen]);
  return (
    <div className="ls-settings__row">
      <span>{t("settings.captureFolder")}</span>
      <span className="ls-settings__folder" title={folder}>
        <bdi>{folder}</bdi>
      </span>
      <TextButton onClick={() => void request("capture/choose-folder", {})}>
        {t("settings.chooseFolder")}
      </TextButton>
    </div>
  );
}

interface SettingRowProps<T extends string> {
  readonly label: string;
  readonly value: T;
  readonly items: readonly ChoiceItem<T>[];
  readonly onChange: (value: T) => void;
}

function SettingRow<T extends string>(props: SettingRowProps<T>): ReactNode {
  return (
    <div className="ls-settings__row">
      <span aria-hidden>{props.label}</span>
      <Choice {...props} />
    </div>
  );
}
