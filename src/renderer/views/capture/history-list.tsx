import { FolderOpen, Trash2 } from "lucide-react";
import { useEffect, useState, type ReactNode } from "react";
import type { CaptureRecord } from "#contract/capture.ts";
import { request } from "../../state/backend.ts";
import {
  deleteCapture,
  showCapture,
  useCaptures,
} from "../../state/captures.ts";
import { useText } from "../../state/text.ts";
import { IconButton } from "../../widgets/icon-button.tsx";
import { TextButton } from "../../widgets/text-button.tsx";

/** Rows at first; the rest comes on asking. */
const FIRST_ROWS = 20;

/** Captures made so far, newest first, and the folder they go to. */
export function HistoryList(): ReactNode {
  const { t } = useText();
  const history = useCaptures((state) => state.history);
  const [showsAll, setShowsAll] = useState(false);
  const rows = showsAll ? history : history.slice(0, FIRST_ROWS);
  return (
    <section>
      <div className="ls-capture__heading ls-capture__heading--row">
        <h2>{t("capture.history")}</h2>
        <Folder />
      </div>
      {history.length === 0 ? (
        <p className="ls-muted">{t("capture.noHistory")}</p>
      ) : (
        <ul>
          {rows.map((record) => (
            <HistoryRow key={record.path} record={record} />
          ))}
        </ul>
      )}
      {rows.length < history.length && (
        <TextButton onClick={() => setShowsAll(true)}>
          {t("capture.showAll", { count: history.length })}
        </TextButton>
      )}
    </section>
  );
}

function Folder(): ReactNode {
  const { t } = useText();
  const [folder, setFolder] = useState("");
  useEffect(() => {
    void request("capture/folder", {}).then((reply) => {
      if (reply.ok) setFolder(reply.value.folder);
    });
  }, []);
  const choose = async (): Promise<void> => {
    const reply = await request("capture/choose-folder", {});
    if (reply.ok) setFolder(reply.value.folder);
  };
  return (
    <span className="ls-capture__folder">
      <span className="ls-muted" title={folder}>
        {folder}
      </span>
      <button
        type="button"
        className="ls-capture__link"
        onClick={() => void choose()}
      >
        {t("capture.changeFolder")}
      </button>
    </span>
  );
}

function HistoryRow({ record }: { readonly record: CaptureRecord }): ReactNode {
  const { t, format } = useText();
  const name = record.path.split(/[\\/]/).at(-1) ?? record.path;
  return (
    <li className="ls-capture__row">
      <button
        type="button"
        className="ls-capture__row-open"
        title={record.path}
        onClick={() => {
          showCapture(false);
          void request("profile/open", { paths: [record.path] });
        }}
      >
        <span>{record.kind}</span>
        <span className="ls-muted">{record.host}</span>
        <span className="ls-muted">
          {format.dateTime(Date.parse(record.takenAt))}
        </span>
        <span className="ls-muted ls-capture__size">
          {format.bytes(record.sizeBytes)}
        </span>
        <span className="ls-capture__total">
          {record.isPartial
            ? t("capture.partial")
            : record.total !== null &&
              `${format.value(BigInt(record.total.value), record.total.unit)} ${record.total.type}`}
        </span>
      </button>
      <IconButton
        icon={FolderOpen}
        label={t("capture.reveal", { name })}
        onClick={() => void request("capture/reveal", { path: record.path })}
      />
      <IconButton
        icon={Trash2}
        label={t("capture.delete", { name })}
        onClick={() => void deleteCapture(record.path)}
      />
    </li>
  );
}
