import { rename, writeFile } from "node:fs/promises";
import { dirname, isAbsolute, join, relative, sep } from "node:path";
import { type BrowserWindow, dialog } from "electron";
import { err, ok } from "#base/result.ts";
import {
  COMPARISON_EXTENSION,
  comparisonText,
  type ComparisonFile,
  type ComparisonSide,
} from "#contract/comparison-file.ts";
import type { Handlers } from "../ipc/register-handlers.ts";

/** What saving works on. */
export interface ComparisonHandlerParts {
  readonly window: () => BrowserWindow | undefined;
  /** The file is one to be found again. */
  readonly onSaved: (path: string) => void;
}

/** Relative to `folder` with "/", so that the folder can be moved; another drive has no way there. */
function relativeSide(side: ComparisonSide, folder: string): ComparisonSide {
  const path = relative(folder, side.path);
  return isAbsolute(path) ? side : { ...side, path: path.replaceAll(sep, "/") };
}

/** As it is written into a file in `folder`. */
export function relativeTo(
  folder: string,
  { base, current, view }: ComparisonFile,
): ComparisonFile {
  return {
    base: relativeSide(base, folder),
    current: relativeSide(current, folder),
    view,
  };
}

/** Saving comparisons. */
export function createComparisonHandlers({
  window,
  onSaved,
}: ComparisonHandlerParts): Pick<Handlers, "compare/save"> {
  return {
    "compare/save": async ({ name, comparison }) => {
      const options: Electron.SaveDialogOptions = {
        defaultPath: join(
          dirname(comparison.current.path),
          `${name}${COMPARISON_EXTENSION}`,
        ),
        filters: [
          { name: "Leakscope", extensions: [COMPARISON_EXTENSION.slice(1)] },
        ],
      };
      const parent = window();
      const picked = await (parent === undefined
        ? dialog.showSaveDialog(options)
        : dialog.showSaveDialog(parent, options));
      if (picked.canceled || picked.filePath === "") return ok({ path: "" });
      const path = picked.filePath.endsWith(COMPARISON_EXTENSION)
        ? picked.filePath
        : `${picked.filePath}${COMPARISON_EXTENSION}`;
      const text = comparisonText(relativeTo(dirname(path), comparison));
      try {
        // Whole or not at all: half a file is not opened again.
        await writeFile(`${path}.new`, text);
        await rename(`${path}.new`, path);
      } catch (error) {
        if (!(error instanceof Error) || !("code" in error)) throw error;
        return err({ code: "not-writable", reason: String(error.code) });
      }
      onSaved(path);
      return ok({ path });
    },
  };
}
