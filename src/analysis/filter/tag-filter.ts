import { err, ok, type Result } from "#base/result.ts";
import {
  compileGoRegexp,
  type GoRegexp,
  type RegexpError,
} from "#profile/go-regexp.ts";
import { labelsByKey, type LabelsByKey } from "#profile/labels-by-key.ts";
import type { LabelSetIndex, Profile } from "#profile/profile.ts";
import { scale } from "../measurement.ts";
import type { LabelUnits } from "../report/label-units.ts";
import { keepSamples } from "./filtered-profile.ts";
import type { Filtered } from "./name-filter.ts";

type Labels = LabelsByKey<string, bigint>;

/** Whether the labels of a sample are meant. */
export interface TagMatcher {
  matches(labels: Labels): boolean;
  /** The filter was read as a range of numbers, not as a regular expression (rule F5). */
  readonly isRange: boolean;
}

type NumberTest = (value: bigint, unit: string) => boolean;

const BOUND = /([+-]?\d+)([A-Za-z]+)?/g;

/**
 * `32kb`, `:64kb`, `4mb:` or `12kb:64mb`, inclusive; units are converted, and labels of another
 * family never match (driver_focus.go, parseTagFilterRange). `undefined` where it is no range.
 */
function parseRange(filter: string): NumberTest | undefined {
  const [first, second] = [...filter.matchAll(BOUND)].slice(0, 2);
  if (first === undefined) return undefined;
  const unitText = (first[2] as string | undefined) ?? "";
  const low = scale(BigInt(first[1]), unitText, unitText);
  const test =
    (isInside: (value: number) => boolean): NumberTest =>
    (value, unit) => {
      const scaled = scale(value, unit, low.unit);
      return scaled.unit === low.unit && isInside(scaled.value);
    };
  if (second === undefined) {
    if (filter === first[0]) return test((value) => value === low.value);
    if (filter === `${first[0]}:`) return test((value) => value >= low.value);
    if (filter === `:${first[0]}`) return test((value) => value <= low.value);
    return undefined;
  }
  if (filter !== `${first[0]}:${second[0]}`) return undefined;
  const high = scale(BigInt(second[1]), second[2] ?? "", low.unit);
  if (high.unit !== low.unit) return undefined;
  return test((value) => value >= low.value && value <= high.value);
}

function rangeMatcher(
  test: NumberTest,
  key: string | undefined,
  units: LabelUnits,
): TagMatcher {
  const isHit = (name: string, values: readonly bigint[]): boolean =>
    values.some((value) => test(value, units.get(name) ?? ""));
  return {
    isRange: true,
    matches: ({ numbers }) =>
      key === undefined
        ? [...numbers].some(([name, values]) => isHit(name, values))
        : isHit(key, numbers.get(key) ?? []),
  };
}

/** With a key any of the expressions on its values, without one all of them, each on `key:value`. */
function textMatcher(
  regexps: readonly GoRegexp[],
  key: string | undefined,
): TagMatcher {
  if (key !== undefined) {
    return {
      isRange: false,
      matches: ({ texts }) =>
        regexps.some((regexp) =>
          (texts.get(key) ?? []).some((value) => regexp.matches(value)),
        ),
    };
  }
  return {
    isRange: false,
    matches: ({ texts }) =>
      regexps.every((regexp) =>
        [...texts].some(([name, values]) =>
          values.some((value) => regexp.matches(`${name}:${value}`)),
        ),
      ),
  };
}

/**
 * Compiles a `tagfocus` or `tagignore` expression: `[key=]range` or `[key=]regexp,regexp…`
 * (driver_focus.go, compileTagFilter; rule F5). A plain number is a range, never an expression.
 */
export function compileTagFilter(
  filter: string,
  units: LabelUnits,
): Result<TagMatcher, RegexpError> {
  const equals = filter.indexOf("=");
  const key = equals < 0 ? undefined : filter.slice(0, equals);
  const value = filter.slice(equals + 1);
  // An empty key means any key (the key is compared with "").
  const wantedKey = key === "" ? undefined : key;
  const range = parseRange(value);
  if (range !== undefined) return ok(rangeMatcher(range, wantedKey, units));
  const regexps: GoRegexp[] = [];
  for (const pattern of value.split(",")) {
    const compiled = compileGoRegexp(pattern);
    if (!compiled.ok) return err(compiled.error);
    regexps.push(compiled.value);
  }
  return ok(textMatcher(regexps, wantedKey));
}

function labelsOf(profile: Profile, set: LabelSetIndex): Labels {
  const { labels, strings } = profile;
  return labelsByKey(
    profile,
    set,
    (row) => strings.get(labels.str[row]),
    (row) => labels.num[row],
  );
}

/**
 * Keeps samples whose labels `focus` matches and `ignore` does not (profile/filter.go,
 * FilterSamplesByTag). Each distinct label set is tried once.
 */
export function filterByTag(
  profile: Profile,
  focus: TagMatcher | undefined,
  ignore: TagMatcher | undefined,
): Filtered<"tagFocus" | "tagIgnore"> {
  if (focus === undefined && ignore === undefined) {
    return { profile, unmatched: [] };
  }
  const isFocused = new Uint8Array(profile.labelSets.length);
  const isIgnored = new Uint8Array(profile.labelSets.length);
  const isKnown = new Uint8Array(profile.labelSets.length);
  const { labelSet } = profile.samples;
  let hasFocused = false;
  let hasIgnored = false;
  const filtered = keepSamples(profile, (sample) => {
    const set = labelSet[sample];
    if (isKnown[set] === 0) {
      const labels = labelsOf(profile, set);
      isKnown[set] = 1;
      isFocused[set] = focus?.matches(labels) === false ? 0 : 1;
      isIgnored[set] = ignore?.matches(labels) === true ? 1 : 0;
    }
    hasFocused ||= isFocused[set] === 1;
    hasIgnored ||= isIgnored[set] === 1;
    return isFocused[set] === 1 && isIgnored[set] === 0;
  });
  const unmatched: ("tagFocus" | "tagIgnore")[] = [];
  if (focus !== undefined && !hasFocused) unmatched.push("tagFocus");
  if (ignore !== undefined && !hasIgnored) unmatched.push("tagIgnore");
  return { profile: filtered, unmatched };
}
