import { ok } from "#base/result.ts";
import type { Handlers } from "../ipc/register-handlers.ts";
import type { RecentFiles } from "../recent-files.ts";
import type { StateFile } from "../state-file.ts";

/** What is found again after a restart. */
export interface SessionHandlerParts {
  readonly recent: RecentFiles;
  readonly session: StateFile;
  readonly onRecent: () => void;
}

/** Recent files and the page's own session. */
export function createSessionHandlers({
  recent,
  session,
  onRecent,
}: SessionHandlerParts): Pick<
  Handlers,
  Extract<keyof Handlers, `recent/${string}` | `session/${string}`>
> {
  return {
    "recent/list": async () => ok(await recent.list()),
    "recent/clear": async () => {
      await recent.clear();
      onRecent();
      return ok(null);
    },
    "session/load": () => {
      const saved = session.read() as { text?: unknown } | undefined;
      return ok({ text: typeof saved?.text === "string" ? saved.text : "" });
    },
    "session/save": async ({ text }) => {
      await session.write({ version: 1, text });
      return ok(null);
    },
  };
}
