import { X } from "lucide-react";
import type { ReactNode } from "react";
import { dismissNotice, useNotices } from "../state/notices.ts";
import { useText } from "../state/text.ts";
import { IconButton } from "../widgets/icon-button.tsx";
import "./notice-list.css";

/** What concerns no tab, above the page. */
export function NoticeList(): ReactNode {
  const { t } = useText();
  const notices = useNotices((state) => state.notices);
  if (notices.length === 0) return null;
  return (
    <section className="ls-notices" aria-label={t("bundle.notices")}>
      {notices.map(({ id, title, lines, isError }) => (
        <div
          key={id}
          className="ls-notices__item"
          role={isError ? "alert" : "status"}
        >
          <div className="ls-notices__text">
            <p>{title}</p>
            {lines.length > 0 && (
              <ul className="ls-notices__lines">
                {lines.map((line) => (
                  <li key={line}>{line}</li>
                ))}
              </ul>
            )}
          </div>
          <IconButton
            icon={X}
            label={t("bundle.dismiss")}
            onClick={() => dismissNotice(id)}
          />
        </div>
      ))}
    </section>
  );
}
