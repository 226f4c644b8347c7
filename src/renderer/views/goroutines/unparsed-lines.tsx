import { ChevronDown, ChevronRight } from "lucide-react";
import { useState, type ReactNode } from "react";
import type { LeaksView } from "#contract/goroutines.ts";
import { useText } from "../../state/text.ts";

export interface UnparsedLinesProps {
  readonly leaks: LeaksView;
}

/** Lines of the input nobody could read, with their numbers: nothing is dropped unseen. */
export function UnparsedLines({ leaks }: UnparsedLinesProps): ReactNode {
  const { t, format } = useText();
  const [isOpen, setOpen] = useState(false);
  const { unparsed, unparsedCount } = leaks;
  if (unparsedCount === 0) return null;
  const Arrow = isOpen ? ChevronDown : ChevronRight;
  const inOrder = unparsed.toSorted((a, b) => a.line - b.line);
  const more = unparsedCount - unparsed.length;
  return (
    <section className="ls-unparsed">
      <button
        type="button"
        className="ls-unparsed__toggle"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      >
        <Arrow size={14} strokeWidth={1.5} aria-hidden />
        {t("goroutines.unparsed", {
          count: unparsedCount,
          lines: format.count(unparsedCount),
        })}
        <span className="ls-muted">{t("goroutines.unparsedHint")}</span>
      </button>
      {isOpen && (
        <ol className="ls-unparsed__list" tabIndex={0}>
          {inOrder.map(({ line, text }) => (
            <li key={line} className="ls-code ls-unparsed__line">
              <span className="ls-unparsed__number">{line}</span>
              <span className="ls-unparsed__text">{text}</span>
            </li>
          ))}
          {more > 0 && (
            <li className="ls-muted">
              {t("goroutines.unparsedMore", {
                count: more,
                lines: format.count(more),
              })}
            </li>
          )}
        </ol>
      )}
    </section>
  );
}
