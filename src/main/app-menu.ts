import { app, Menu, type MenuItemConstructorOptions } from "electron";
import type { MenuCommand } from "#contract/channels.ts";
import type { MessageKey, Translate } from "#text/translator.ts";

type Item = MenuItemConstructorOptions;

/** What the menu is made from. */
export interface AppMenuParts {
  readonly t: Translate;
  /** Files opened before, newest first. */
  readonly recentPaths: readonly string[];
  readonly onCommand: (command: MenuCommand) => void;
  readonly onRecent: (path: string) => void;
}

const IS_MAC = process.platform === "darwin";

/** Builders of items with their text; without the mark for Alt where menus have none. */
class Items {
  constructor(private readonly parts: AppMenuParts) {}

  label(key: MessageKey): string {
    const text = this.parts.t(key);
    return IS_MAC ? text.replace(/\(&.\)|&/, "") : text;
  }

  menu(key: MessageKey, submenu: Item[]): Item {
    return { label: this.label(key), submenu };
  }

  /**
   * Something the page does. The key is shown here and acted on by the page, which knows whether a
   * text field has it; macOS has no keys that are only shown.
   */
  command(key: MessageKey, command: MenuCommand, accelerator?: string): Item {
    return {
      label: this.label(key),
      accelerator,
      registerAccelerator: IS_MAC,
      click: () => this.parts.onCommand(command),
    };
  }

  /** Full paths: two files of one name are told apart, and `&` is no mark here. */
  recent(): Item {
    const { recentPaths, onRecent } = this.parts;
    return {
      label: this.label("menu.recent"),
      enabled: recentPaths.length > 0,
      submenu: recentPaths.slice(0, 10).map((path) => ({
        label: path.replaceAll("&", "&&"),
        click: () => onRecent(path),
      })),
    };
  }

  role(key: MessageKey, role: Item["role"]): Item {
    return { label: this.label(key), role };
  }
}

const SEPARATOR: Item = { type: "separator" };

function fileMenu(items: Items): Item {
  return items.menu("menu.file", [
    items.command("menu.open", "open", "CmdOrCtrl+O"),
    items.command("menu.openFolder", "open-folder", "CmdOrCtrl+Shift+O"),
    items.recent(),
    items.command("menu.capture", "capture", "CmdOrCtrl+L"),
    SEPARATOR,
    items.command("menu.reload", "reload-file", "CmdOrCtrl+R"),
    items.command("menu.close", "close-tab", "CmdOrCtrl+W"),
    SEPARATOR,
    items.command("menu.settings", "settings", "CmdOrCtrl+,"),
    items.role("menu.quit", "quit"),
  ]);
}

function editMenu(items: Items): Item {
  return items.menu("menu.edit", [
    items.role("menu.undo", "undo"),
    items.role("menu.redo", "redo"),
    SEPARATOR,
    items.role("menu.cut", "cut"),
    items.role("menu.copy", "copy"),
    items.role("menu.paste", "paste"),
    items.role("menu.selectAll", "selectAll"),
    SEPARATOR,
    items.command("menu.find", "find", "CmdOrCtrl+F"),
  ]);
}

function viewMenu(items: Items): Item {
  return items.menu("menu.view", [
    items.command("menu.commands", "command-palette", "CmdOrCtrl+K"),
    SEPARATOR,
    items.command("menu.back", "back", "["),
    items.command("menu.forward", "forward", "]"),
    SEPARATOR,
    items.command("menu.compare", "compare", "CmdOrCtrl+D"),
    SEPARATOR,
    items.role("menu.zoomIn", "zoomIn"),
    items.role("menu.zoomOut", "zoomOut"),
    items.role("menu.zoomReset", "resetZoom"),
    items.role("menu.fullScreen", "togglefullscreen"),
    ...(app.isPackaged
      ? []
      : [SEPARATOR, items.role("menu.developerTools", "toggleDevTools")]),
  ]);
}

function helpMenu(items: Items): Item {
  return items.menu("menu.help", [
    items.command("menu.guide", "guide", "CmdOrCtrl+G"),
    items.command("menu.shortcuts", "shortcuts", "?"),
    SEPARATOR,
    items.command("menu.diagnostics", "copy-diagnostics"),
    items.command("menu.about", "about"),
  ]);
}

/** The native menu in the language of `t`; made again when that changes. */
export function installAppMenu(parts: AppMenuParts): void {
  const items = new Items(parts);
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([
      ...(IS_MAC ? [{ role: "appMenu" } as const] : []),
      fileMenu(items),
      editMenu(items),
      viewMenu(items),
      items.menu("menu.window", [items.role("menu.minimize", "minimize")]),
      helpMenu(items),
    ]),
  );
}
