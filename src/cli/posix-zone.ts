/**
 * POSIX TZ rules, e.g. `CET-1CEST,M3.5.0,M10.5.0/3`: what a compiled zone says of the time after its
 * last transition. Follows Go's reading (time/zoneinfo.go, tzset), so that it accepts and computes
 * the same.
 */
import type { ZoneAt, ZoneInfo } from "#text/pprof/profile-labels.ts";

const NAME = "<[^>]*>|[^-+,\\d<][^-+,\\d]{2,}";
const OFFSET = "[-+]?\\d{1,3}(?::\\d{1,2}(?::\\d{1,2})?)?";
const ZONE = new RegExp(
  `^(${NAME})(${OFFSET})(?:(${NAME})(${OFFSET})?(?:[,;](.+))?)?$`,
);
const RULE = new RegExp(
  `^(?:J(\\d+)|M(\\d+)\\.(\\d)\\.(\\d)|(\\d+))(?:/(${OFFSET}))?$`,
);

const DAY = 86_400;
/** tzcode's rules for a zone that names summer time and no rules. */
const DEFAULT_RULES = "M3.2.0,M11.1.0";

/** Seconds of `[-+]h[:m[:s]]`. */
function seconds(text: string): number {
  const [hours, minutes = 0, rest = 0] = text
    .replace(/^[-+]/, "")
    .split(":")
    .map(Number);
  const magnitude = hours * 3600 + minutes * 60 + rest;
  return text.startsWith("-") ? -magnitude : magnitude;
}

function bareName(text: string): string {
  return text.startsWith("<") ? text.slice(1, -1) : text;
}

function isLeap(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

/** Seconds from the start of a year to the change a rule describes. */
type YearRule = (year: number, offsetSeconds: number) => number;

/** Day of the year, from 0, of the `week`-th (5 = last) `weekday` of a month. */
function monthDay(
  year: number,
  [month, week, weekday]: readonly number[],
): number {
  const first = Date.UTC(year, month - 1, 1);
  const days = new Date(Date.UTC(year, month, 0)).getUTCDate();
  let day = (weekday - new Date(first).getUTCDay() + 7) % 7;
  for (let i = 1; i < week && day + 7 < days; i += 1) day += 7;
  return day + (first - Date.UTC(year, 0, 1)) / (DAY * 1000);
}

function parseRule(text: string): YearRule | undefined {
  const match = RULE.exec(text) as (string | undefined)[] | null;
  if (match === null) return undefined;
  const [, julian, month, week, weekday, zeroBased, at] = match;
  const time = at === undefined ? 2 * 3600 : seconds(at);
  const dayOf = (year: number): number => {
    if (julian !== undefined) {
      const day = Number(julian);
      return day - 1 + (isLeap(year) && day >= 60 ? 1 : 0);
    }
    if (zeroBased !== undefined) return Number(zeroBased);
    return monthDay(year, [month, week, weekday].map(Number));
  };
  return (year, offsetSeconds) => dayOf(year) * DAY + time - offsetSeconds;
}

/** The zone a rule describes; `undefined` for "" and what is no rule. */
export function parsePosixZone(text: string): ZoneAt | undefined {
  const match = ZONE.exec(text) as (string | undefined)[] | null;
  if (match?.[1] === undefined || match[2] === undefined) return undefined;
  const [, stdName, stdOffset, dstName, dstOffset, rules] = match;
  const standard: ZoneInfo = {
    abbreviation: bareName(stdName),
    // POSIX counts west of Greenwich.
    offsetSeconds: -seconds(stdOffset),
  };
  if (dstName === undefined) return () => standard;
  const summer: ZoneInfo = {
    abbreviation: bareName(dstName),
    offsetSeconds:
      dstOffset === undefined
        ? standard.offsetSeconds + 3600
        : -seconds(dstOffset),
  };
  const [startRule, endRule] = (rules ?? DEFAULT_RULES)
    .split(",")
    .map(parseRule);
  if (startRule === undefined || endRule === undefined) return undefined;
  return (unixSeconds) => {
    const year = new Date(unixSeconds * 1000).getUTCFullYear();
    const yearSeconds = unixSeconds - Date.UTC(year, 0, 1) / 1000;
    const start = startRule(year, standard.offsetSeconds);
    const end = endRule(year, summer.offsetSeconds);
    // South of the equator summer time spans the turn of the year.
    const isBetween =
      yearSeconds >= Math.min(start, end) && yearSeconds < Math.max(start, end);
    return isBetween === start <= end ? summer : standard;
  };
}
