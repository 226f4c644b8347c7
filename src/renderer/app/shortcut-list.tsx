import type { ReactNode } from "react";
import type { Translate } from "#text/translator.ts";
import { showOverlay } from "../state/shell.ts";
import { useText } from "../state/text.ts";
import { Modal } from "../widgets/modal.tsx";
import { ShortcutText } from "../widgets/shortcut-text.tsx";
import { COMMANDS } from "./commands.ts";
import "./shortcut-list.css";

interface ShortcutRow {
  readonly text: string;
  /** Alternatives. */
  readonly keys: readonly string[];
}

interface ShortcutGroup {
  readonly title: string;
  readonly rows: readonly ShortcutRow[];
}

/** All keys there are; those of commands come from the commands themselves. */
function shortcutGroups(t: Translate): readonly ShortcutGroup[] {
  const wheel = t("key.wheel");
  return [
    {
      title: t("keys.groupWindow"),
      rows: COMMANDS.filter(({ keys }) => keys.length > 0).map(
        ({ title, keys }) => ({ text: t(title), keys }),
      ),
    },
    {
      title: t("keys.groupViews"),
      rows: [{ text: t("keys.view"), keys: ["1 … 7"] }],
    },
    {
      title: t("keys.groupFlame"),
      rows: [
        {
          text: t("keys.walk"),
          keys: ["ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight"],
        },
        { text: t("keys.siblings"), keys: ["Home", "End"] },
        { text: t("keys.card"), keys: ["I"] },
        { text: t("keys.zoom"), keys: ["Enter"] },
        { text: t("keys.up"), keys: ["Escape"] },
        { text: t("keys.zoomInOut"), keys: ["Plus", "-"] },
        { text: t("keys.reset"), keys: ["0"] },
        {
          text: t("keys.pan"),
          keys: [
            "Shift+ArrowUp",
            "Shift+ArrowDown",
            "Shift+ArrowLeft",
            "Shift+ArrowRight",
          ],
        },
        { text: t("keys.wheelZoom"), keys: [`Mod+${wheel}`] },
        { text: t("keys.wheelPan"), keys: [`Shift+${wheel}`] },
        { text: t("keys.boxMenu"), keys: ["Shift+F10"] },
        { text: t("keys.nextMatch"), keys: ["Enter", "Shift+Enter"] },
      ],
    },
    {
      title: t("keys.groupTrend"),
      rows: [
        { text: t("keys.trendPoint"), keys: ["ArrowLeft", "ArrowRight"] },
        { text: t("keys.trendLine"), keys: ["ArrowUp", "ArrowDown"] },
        { text: t("keys.trendHide"), keys: [t("key.space")] },
        { text: t("keys.zoomInOut"), keys: ["Plus", "-"] },
        { text: t("keys.reset"), keys: ["0"] },
      ],
    },
    {
      title: t("keys.groupTables"),
      rows: [
        { text: t("keys.rows"), keys: ["ArrowUp", "ArrowDown"] },
        { text: t("keys.page"), keys: ["PageUp", "PageDown"] },
        { text: t("keys.ends"), keys: ["Home", "End"] },
        { text: t("keys.expand"), keys: ["ArrowRight", "ArrowLeft"] },
        { text: t("keys.activate"), keys: ["Enter"] },
        { text: t("keys.copyRow"), keys: ["Mod+C"] },
        { text: t("keys.rowMenu"), keys: ["Shift+F10"] },
        { text: t("keys.sort"), keys: ["Enter"] },
        {
          text: t("keys.columnWidth"),
          keys: ["Shift+ArrowLeft", "Shift+ArrowRight"],
        },
      ],
    },
  ];
}

/** The list that `?` shows. */
export function ShortcutList(): ReactNode {
  const { t } = useText();
  return (
    <Modal
      title={t("keys.title")}
      closeLabel={t("action.close")}
      width="wide"
      isOnlyText
      isOpen
      onClose={() => showOverlay(null)}
    >
      <div className="ls-shortcuts">
        {shortcutGroups(t).map(({ title, rows }) => (
          <section key={title} className="ls-shortcuts__group">
            <h3 className="ls-shortcuts__title">{title}</h3>
            <dl>
              {rows.map(({ text, keys }) => (
                <div key={text} className="ls-shortcuts__row">
                  <dt>{text}</dt>
                  <dd>
                    {keys.map((key) => (
                      <ShortcutText key={key} keys={key} />
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Modal>
  );
}
