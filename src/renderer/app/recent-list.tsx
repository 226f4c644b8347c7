import { useEffect, useState, type ReactNode } from "react";
import type { RecentFile } from "#contract/recent.ts";
import { request } from "../state/backend.ts";
import { useText } from "../state/text.ts";

/** Rows on the start page; the menu has more. */
const SHOWN = 6;

/** Files opened before, newest first; what is gone from the disk is marked and can't be opened. */
export function RecentList(): ReactNode {
  const { t } = useText();
  const [files, setFiles] = useState<readonly RecentFile[]>([]);
  useEffect(() => {
    void request("recent/list", {}).then((reply) => {
      if (reply.ok) setFiles(reply.value);
    });
  }, []);
  if (files.length === 0) return null;
  const clear = (): void => {
    setFiles([]);
    void request("recent/clear", {});
  };
  return (
    <section aria-labelledby="ls-start-recent">
      <div className="ls-start__heading ls-start__heading--row">
        <h2 id="ls-start-recent">{t("recent.title")}</h2>
        <button type="button" className="ls-start__clear" onClick={clear}>
          {t("recent.clear")}
        </button>
      </div>
      <ul>
        {files.slice(0, SHOWN).map((file) => (
          <RecentItem key={file.path} file={file} />
        ))}
      </ul>
    </section>
  );
}

function RecentItem({ file }: { readonly file: RecentFile }): ReactNode {
  const { t } = useText();
  const at = Math.max(file.path.lastIndexOf("/"), file.path.lastIndexOf("\\"));
  const folder = file.path.slice(0, Math.max(at, 0));
  return (
    <li>
      <button
        type="button"
        className="ls-start__item"
        title={file.path}
        disabled={file.isMissing}
        onClick={() => void request("profile/open", { paths: [file.path] })}
      >
        <span className="ls-start__item-title">{file.path.slice(at + 1)}</span>
        <span className="ls-start__item-name">
          {file.isMissing ? t("recent.missing") : folder}
        </span>
      </button>
    </li>
  );
}
