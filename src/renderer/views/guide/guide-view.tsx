import { Search, X } from "lucide-react";
import {
  useEffect,
  useMemo,
  useRef,
  useState,
  type KeyboardEvent,
  type ReactNode,
} from "react";
import type { SampleSet } from "#contract/samples.ts";
import type { GuideEntry } from "#text/leaks/guide-text.ts";
import { closeGuide, useGuide } from "../../state/guide.ts";
import { openSampleSet } from "../../state/samples.ts";
import { useText } from "../../state/text.ts";
import { IconButton } from "../../widgets/icon-button.tsx";
import { SnippetPair } from "../../widgets/snippet-pair.tsx";
import { TextButton } from "../../widgets/text-button.tsx";
import {
  guideContents,
  withoutAmount,
  type GuideCategory,
  type GuideContents,
} from "./guide-entries.ts";
import "./guide.css";

export interface GuideViewProps {
  readonly samples: readonly SampleSet[];
}

const anchor = (id: string): string => `guide-${id}`;

/** Every kind of leak with wrong and right code, the tools and what prevents them. */
export function GuideView({ samples }: GuideViewProps): ReactNode {
  const { t, format } = useText();
  const [search, setSearch] = useState("");
  const page = useRef<HTMLDivElement>(null);
  const { category } = useGuide();
  const contents = useMemo(
    () => guideContents(format.locale, search),
    [format.locale, search],
  );
  useEffect(() => {
    const target =
      category === "" ? null : document.getElementById(anchor(category));
    if (target === null) {
      page.current?.querySelector<HTMLElement>("input")?.focus();
    } else {
      target.scrollIntoView();
      target.focus();
    }
  }, [category]);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== "Escape" || event.defaultPrevented) return;
    event.preventDefault();
    if (search === "") closeGuide();
    else setSearch("");
  };
  return (
    <div className="ls-guide" ref={page} onKeyDown={onKeyDown}>
      <header className="ls-guide__header">
        <h1 className="ls-guide__title">{t("guide.title")}</h1>
        <div className="ls-search" role="search">
          <Search size={14} strokeWidth={1.5} aria-hidden />
          <input
            className="ls-search__input"
            type="text"
            spellCheck={false}
            value={search}
            placeholder={t("guide.search")}
            aria-label={t("guide.search")}
            onChange={({ target }) => setSearch(target.value)}
          />
        </div>
        <IconButton
          icon={X}
          label={t("action.close")}
          shortcut="Esc"
          onClick={closeGuide}
        />
      </header>
      <div className="ls-guide__panes">
        <Contents contents={contents} />
        <GuidePages contents={contents} samples={samples} />
      </div>
    </div>
  );
}

function goTo(id: string): void {
  const target = document.getElementById(anchor(id));
  target?.scrollIntoView();
  target?.focus();
}

function Contents({
  contents,
}: {
  readonly contents: GuideContents;
}): ReactNode {
  const { t } = useText();
  const sections = [
    ["causes", contents.causes.length],
    ["tools", contents.tools.length],
    ["preventions", contents.preventions.length],
    ["harmless", contents.harmless.length],
  ] as const;
  return (
    <nav className="ls-guide__contents" aria-label={t("guide.contents")}>
      <ul>
        {contents.categories.map(({ id, text }) => (
          <li key={id}>
            <button
              type="button"
              className="ls-guide__link"
              onClick={() => goTo(id)}
            >
              {text.title}
            </button>
          </li>
        ))}
      </ul>
      <ul className="ls-guide__sections">
        {sections
          .filter(([, count]) => count > 0)
          .map(([id]) => (
            <li key={id}>
              <button
                type="button"
                className="ls-guide__link"
                onClick={() => goTo(id)}
              >
                {t(`guide.${id}`)}
              </button>
            </li>
          ))}
      </ul>
    </nav>
  );
}

interface GuidePagesProps extends GuideViewProps {
  readonly contents: GuideContents;
}

function GuidePages({ contents, samples }: GuidePagesProps): ReactNode {
  const { t } = useText();
  const { categories, harmless, causes, tools, preventions } = contents;
  const isEmpty = [categories, harmless, causes, tools, preventions].every(
    ({ length }) => length === 0,
  );
  return (
    <div className="ls-guide__pages">
      {isEmpty && <p className="ls-muted">{t("guide.nothing")}</p>}
      {categories.length > 0 && (
        <h2 className="ls-guide__heading">{t("guide.categories")}</h2>
      )}
      {categories.map((category) => (
        <Category
          key={category.id}
          category={category}
          sample={samples.find(({ leak }) => leak === category.id)}
        />
      ))}
      <Entries id="causes" title={t("guide.causes")} entries={causes} />
      <Entries id="tools" title={t("guide.tools")} entries={tools} />
      <Entries
        id="preventions"
        title={t("guide.preventions")}
        entries={preventions}
      />
      {harmless.length > 0 && (
        <section id={anchor("harmless")} tabIndex={-1}>
          <h2 className="ls-guide__heading">{t("guide.harmless")}</h2>
          <dl className="ls-guide__harmless">
            {harmless.map(({ id, title, reason }) => (
              <div key={id} id={anchor(id)} tabIndex={-1}>
                <dt>{title}</dt>
                <dd className="ls-muted">{reason}</dd>
              </div>
            ))}
          </dl>
        </section>
      )}
    </div>
  );
}

interface CategoryProps {
  readonly category: GuideCategory;
  readonly sample: SampleSet | undefined;
}

function Category({ category, sample }: CategoryProps): ReactNode {
  const { t, format } = useText();
  const { id, text, secondTitle, snippet } = category;
  const { locale } = format;
  return (
    <article
      id={anchor(id)}
      className="ls-guide__category"
      tabIndex={-1}
      aria-labelledby={`${anchor(id)}-title`}
    >
      <h3 id={`${anchor(id)}-title`} className="ls-guide__name">
        {text.title}
        <span
          className="ls-leak__second"
          lang={locale === "en" ? "zh-CN" : "en"}
        >
          {" · "}
          {secondTitle}
        </span>
      </h3>
      <p>{withoutAmount(text, locale)}</p>
      <dl className="ls-guide__facts">
        <Fact term={t("guide.inProfile")} text={text.inProfile} />
        <Fact term={t("guide.inDump")} text={text.inDump} />
        <Fact term={t("guide.harmlessIf")} text={text.harmlessIf} />
        <Fact term={t("guide.fix")} text={text.fix} />
      </dl>
      {snippet !== null && (
        <SnippetPair
          {...snippet}
          wrongTitle={t("leaks.wrong")}
          rightTitle={t("leaks.right")}
        />
      )}
      {sample !== undefined && (
        <div className="ls-guide__sample">
          <TextButton onClick={() => void openSampleSet(sample)}>
            {t("guide.trySample")}
          </TextButton>
        </div>
      )}
    </article>
  );
}

function Fact({
  term,
  text,
}: {
  readonly term: string;
  readonly text: string;
}): ReactNode {
  if (text === "") return null;
  return (
    <div className="ls-guide__fact">
      <dt className="ls-muted">{term}</dt>
      <dd>{text}</dd>
    </div>
  );
}

interface EntriesProps {
  readonly id: string;
  readonly title: string;
  readonly entries: readonly GuideEntry[];
}

function Entries({ id, title, entries }: EntriesProps): ReactNode {
  if (entries.length === 0) return null;
  return (
    <section id={anchor(id)} tabIndex={-1}>
      <h2 className="ls-guide__heading">{title}</h2>
      <ul className="ls-guide__entries">
        {entries.map((entry) => (
          <li key={entry.title}>
            <h3 className="ls-guide__name">{entry.title}</h3>
            <p>{entry.text}</p>
            {entry.code !== "" && (
              <pre className="ls-guide__code" tabIndex={0}>
                {entry.code}
              </pre>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
