import type { ReactNode } from "react";
import type { OpenProfile } from "#contract/open-profile.ts";
import type {
  ProfileSummary,
  SampleTypeSummary,
} from "#contract/profile-summary.ts";
import type { Format } from "#text/format.ts";
import type { Translate } from "#text/translator.ts";
import { useTabView } from "../state/tabs.ts";
import { useText } from "../state/text.ts";

interface Fact {
  readonly label: string;
  readonly value: string;
  readonly exact?: string;
}

const NANOS_PER_MILLI = 1_000_000n;

function timeFacts(
  t: Translate,
  format: Format,
  summary: ProfileSummary,
): Fact[] {
  const facts: Fact[] = [];
  const taken = BigInt(summary.timeNanos);
  if (taken > 0n) {
    const millis = Number(taken / NANOS_PER_MILLI);
    facts.push({
      label: t("facts.taken"),
      value: format.dateTime(millis),
      exact: new Date(millis).toISOString(),
    });
  }
  const duration = BigInt(summary.durationNanos);
  if (duration > 0n) {
    facts.push({
      label: t("facts.duration"),
      value: format.duration(duration),
      exact: format.exact(duration, "nanoseconds"),
    });
  }
  const period = BigInt(summary.period);
  if (period > 0n && summary.periodType.type !== "") {
    const { type, unit } = summary.periodType;
    facts.push({
      label: t("facts.period"),
      value: `${type}, ${format.value(period, unit)}`,
      exact: format.exact(period, unit),
    });
  }
  return facts;
}

function sizeFacts(
  t: Translate,
  format: Format,
  summary: ProfileSummary,
): Fact[] {
  const { counts, sizeBytes, inflatedBytes } = summary;
  const facts = [
    {
      label: t("facts.size"),
      value: format.bytes(sizeBytes),
      exact: format.exact(sizeBytes, "bytes"),
    },
  ];
  if (summary.compression !== "none") {
    facts.push({
      label: t("facts.inflated"),
      value: format.bytes(inflatedBytes),
      exact: format.exact(inflatedBytes, "bytes"),
    });
  }
  return [
    ...facts,
    { label: t("facts.samples"), value: format.count(counts.samples) },
    { label: t("facts.functions"), value: format.count(counts.functions) },
  ];
}

function totalFact(
  t: Translate,
  format: Format,
  sampleType: SampleTypeSummary | undefined,
): Fact[] {
  if (sampleType === undefined) return [];
  const total = BigInt(sampleType.total);
  return [
    {
      label: t("facts.total"),
      value: format.value(total, sampleType.unit),
      exact: format.exact(total, sampleType.unit),
    },
  ];
}

function goroutineFacts(
  t: Translate,
  format: Format,
  { goroutines, format: written, memStats, unparsedCount }: ProfileSummary,
): Fact[] {
  const facts: Fact[] = [];
  if (written !== "pprof") {
    facts.push({ label: t("summary.format"), value: t(`format.${written}`) });
  }
  if (goroutines !== null) {
    const { goroutineCount, claimedCount, snapshotCount } = goroutines;
    const count = format.count(goroutineCount);
    const isOff = claimedCount >= 0 && claimedCount !== goroutineCount;
    if (isOff) {
      facts.push({
        label: t("summary.goroutines"),
        value: t("summary.claimed", {
          count,
          claimed: format.count(claimedCount),
        }),
      });
    }
    if (snapshotCount > 1) {
      facts.push({
        label: t("summary.snapshots"),
        value: format.count(snapshotCount),
      });
    }
    if (goroutines.goMinorAtLeast > 0) {
      facts.push({
        label: t("summary.goVersion"),
        value: t("summary.goFromFrames", {
          minor: String(goroutines.goMinorAtLeast),
        }),
      });
    }
  }
  if (unparsedCount > 0) {
    facts.push({
      label: t("summary.unparsed"),
      value: format.count(unparsedCount),
    });
  }
  // Names of runtime.MemStats: Go's own, in every language.
  for (const [name, value] of Object.entries(memStats)) {
    const number = Number(value);
    const isBytes = name !== "HeapObjects" && name !== "NumGC";
    facts.push({
      label: name,
      value: isBytes ? format.bytes(number) : format.count(number),
      exact: value,
    });
  }
  return facts;
}

function binaryFacts(t: Translate, summary: ProfileSummary): Fact[] {
  const main = summary.mappings.at(0);
  if (main === undefined || main.filename === "") return [];
  const facts = [
    {
      label: t("facts.binary"),
      value: main.filename.slice(main.filename.lastIndexOf("/") + 1),
      exact: main.filename,
    },
  ];
  if (main.buildId !== "") {
    facts.push({
      label: t("facts.buildId"),
      value: main.buildId,
      exact: main.buildId,
    });
  }
  return facts;
}

export interface FileFactsProps {
  readonly profile: OpenProfile;
  readonly summary: ProfileSummary;
}

/** What the file says about itself, and remarks on it. */
export function FileFacts({ profile, summary }: FileFactsProps): ReactNode {
  const { t, format } = useText();
  const view = useTabView(profile.id);
  const sampleType = summary.sampleTypes[view?.sampleTypeIndex ?? -1];
  const facts: Fact[] = [
    { label: t("facts.kind"), value: t(`kind.${summary.kind}`) },
    ...totalFact(t, format, sampleType),
    ...goroutineFacts(t, format, summary),
    ...timeFacts(t, format, summary),
    ...sizeFacts(t, format, summary),
    ...binaryFacts(t, summary),
  ];
  return (
    <section className="ls-facts" aria-label={t("facts.title")}>
      <h2 className="ls-sidebar__heading">{t("facts.title")}</h2>
      <dl className="ls-facts__list">
        {facts.map((fact) => (
          <div key={fact.label} className="ls-facts__row">
            <dt>{fact.label}</dt>
            <dd title={fact.exact}>{fact.value}</dd>
          </div>
        ))}
      </dl>
      <Comments summary={summary} />
      <Warnings summary={summary} />
    </section>
  );
}

function Comments({
  summary,
}: {
  readonly summary: ProfileSummary;
}): ReactNode {
  const { t } = useText();
  const { comments, docUrl } = summary;
  const texts = docUrl === "" ? comments : [...comments, docUrl];
  if (texts.length === 0) return null;
  return (
    <>
      <h3 className="ls-sidebar__heading">{t("facts.comments")}</h3>
      {texts.map((text) => (
        <p key={text} className="ls-facts__comment">
          {text}
        </p>
      ))}
    </>
  );
}

function Warnings({
  summary,
}: {
  readonly summary: ProfileSummary;
}): ReactNode {
  const { t } = useText();
  const { warnings } = summary;
  if (warnings.length === 0) return null;
  return (
    <>
      <h3 className="ls-sidebar__heading">
        {t("warning.title", { count: warnings.length })}
      </h3>
      {warnings.map(({ code, count }) => (
        <p key={code} className="ls-facts__warning">
          {t(`warning.${code}`, { count })}
        </p>
      ))}
    </>
  );
}
