import { ChevronDown, ChevronRight } from "lucide-react";
import { useState, type ReactNode } from "react";
import type { SampleSet } from "#contract/samples.ts";
import { openSampleSet } from "../state/samples.ts";
import { useText } from "../state/text.ts";

export interface SampleListProps {
  readonly samples: readonly SampleSet[];
}

/** The leaks of the article come first in the list of samples: as many as it has scenarios. */
const ARTICLE_LEAKS = 6;
/** Whole services follow, with or without a base. */
const GENERAL_KINDS = 5;

/** Captures to try: the article's leaks, whole services, the rest on request. */
export function SampleList({ samples }: SampleListProps): ReactNode {
  const { t } = useText();
  const [isOpen, setOpen] = useState(false);
  const six = samples.slice(0, ARTICLE_LEAKS);
  const general = samples.slice(ARTICLE_LEAKS, ARTICLE_LEAKS + GENERAL_KINDS);
  const rest = samples.slice(ARTICLE_LEAKS + GENERAL_KINDS);
  const Arrow = isOpen ? ChevronDown : ChevronRight;
  return (
    <>
      <Group id="six" title={t("samples.six")} samples={six} />
      <Group id="general" title={t("samples.general")} samples={general} />
      {rest.length > 0 && (
        <button
          type="button"
          className="ls-start__more"
          aria-expanded={isOpen}
          onClick={() => setOpen(!isOpen)}
        >
          <Arrow size={14} strokeWidth={1.5} aria-hidden />
          {isOpen
            ? t("samples.fewer")
            : t("samples.more", { count: rest.length })}
        </button>
      )}
      {isOpen && <Rows samples={rest} />}
    </>
  );
}

interface GroupProps extends SampleListProps {
  readonly id: string;
  readonly title: string;
}

function Group({ id, title, samples }: GroupProps): ReactNode {
  if (samples.length === 0) return null;
  return (
    <section aria-labelledby={`ls-samples-${id}`}>
      <h2 id={`ls-samples-${id}`} className="ls-start__heading">
        {title}
      </h2>
      <Rows samples={samples} />
    </section>
  );
}

function Rows({ samples }: SampleListProps): ReactNode {
  const { t, format } = useText();
  return (
    <ul>
      {samples.map((sample) => (
        <li key={sample.id}>
          <button
            type="button"
            className="ls-start__item"
            title={sample.files.join("\n")}
            onClick={() => void openSampleSet(sample)}
          >
            <span className="ls-start__item-title">
              {sample.title[format.locale]}
            </span>
            <span className="ls-muted">
              {sample.files.length > 1 ? t("samples.pair") : ""}
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}
