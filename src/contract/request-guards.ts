/**
 * Checks of what arrives from the page: main trusts no argument. A guard gives the arguments, rebuilt
 * from known fields only, or `undefined` where they are not what `RequestMap` says.
 */
import type { LayoutRange } from "#analysis/inverted-tree.ts";
import {
  captureAddressFrom,
  captureAnswerFrom,
  captureJobIdFrom,
  captureStartFrom,
  captureTargetFrom,
  watchStartFrom,
} from "./capture-guards.ts";
import type { RequestArgs, RequestChannel } from "./channels.ts";
import { comparisonFrom } from "./comparison-file.ts";
import type { ComparisonValues, PairSpec, TrendSpec } from "./compare.ts";
import {
  goroutineArgs,
  goroutineDetailArgs,
  leakArgs,
  leakDetailArgs,
} from "./goroutine-guards.ts";
import type { ProfileId, RequestId } from "./profile-id.ts";
import { MAX_SESSION_TEXT } from "./recent.ts";
import { settingsFromUnknown } from "./settings.ts";
import { filtersFromUnknown } from "./view-filters.ts";

/** Longest text accepted for the clipboard, a path or a name, in UTF-16 code units. */
const MAX_TEXT = 16 * 1024 * 1024;
const MAX_PATH = 32 * 1024;
/** Most files opened by one request: a whole folder dropped by mistake stays usable. */
const MAX_PATHS = 1000;
/** Largest upload: also the largest array Chromium hands over. */
const MAX_UPLOAD_BYTES = 4 * 1024 * 1024 * 1024;

type Fields = Readonly<Record<string, unknown>>;

function text(value: unknown, maxLength = MAX_PATH): string | undefined {
  return typeof value === "string" && value.length <= maxLength
    ? value
    : undefined;
}

function wholeNumber(value: unknown, max: number): number | undefined {
  return typeof value === "number" &&
    Number.isInteger(value) &&
    value >= 0 &&
    value <= max
    ? value
    : undefined;
}

function profileIdArgs(
  fields: Fields,
): { readonly profileId: ProfileId } | undefined {
  const profileId = text(fields.profileId, 64);
  return profileId === undefined
    ? undefined
    : { profileId: profileId as ProfileId };
}

function viewArgs(fields: Fields): RequestArgs<"analysis/top"> | undefined {
  const profile = profileIdArgs(fields);
  const sampleTypeIndex = wholeNumber(fields.sampleTypeIndex, 0xffff);
  const filters = filtersFromUnknown(fields.filters ?? []);
  return profile === undefined ||
    sampleTypeIndex === undefined ||
    filters === undefined
    ? undefined
    : { ...profile, sampleTypeIndex, filters };
}

function openArgs(fields: Fields): RequestArgs<"profile/open"> | undefined {
  const { paths } = fields;
  if (!Array.isArray(paths) || paths.length > MAX_PATHS) return undefined;
  const checked = paths.map((path) => text(path));
  return checked.every((path) => path !== undefined && path !== "")
    ? { paths: checked as string[] }
    : undefined;
}

function pathArgs(fields: Fields): { readonly path: string } | undefined {
  const path = text(fields.path);
  return path === undefined ? undefined : { path };
}

function pairArgs(fields: Fields): PairSpec | undefined {
  const baseId = text(fields.baseId, 64);
  const currentId = text(fields.currentId, 64);
  return baseId === undefined || currentId === undefined
    ? undefined
    : { baseId: baseId as ProfileId, currentId: currentId as ProfileId };
}

function comparisonArgs(
  fields: Fields,
): (PairSpec & ComparisonValues) | undefined {
  const pair = pairArgs(fields);
  const sampleTypeIndex = wholeNumber(fields.sampleTypeIndex, 0xffff);
  const { isNormalised, isFolded } = fields;
  return pair === undefined ||
    sampleTypeIndex === undefined ||
    typeof isNormalised !== "boolean" ||
    typeof isFolded !== "boolean"
    ? undefined
    : { ...pair, sampleTypeIndex, isNormalised, isFolded };
}

function trendArgs(fields: Fields): TrendSpec | undefined {
  const { profileIds, sampleType } = fields;
  if (!Array.isArray(profileIds) || profileIds.length > MAX_PATHS) {
    return undefined;
  }
  const ids = profileIds.map((id) => text(id, 64));
  if (typeof sampleType !== "object" || sampleType === null) return undefined;
  const { type: rawType, unit: rawUnit } = { ...sampleType } as Fields;
  const type = text(rawType);
  const unit = text(rawUnit);
  return ids.length < 2 ||
    ids.includes(undefined) ||
    type === undefined ||
    unit === undefined
    ? undefined
    : { profileIds: ids as ProfileId[], sampleType: { type, unit } };
}

const none = (): Readonly<Record<string, never>> => ({});

function layoutRange(value: unknown): LayoutRange | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const { start, end } = value as Fields;
  return typeof start === "number" &&
    typeof end === "number" &&
    start >= 0 &&
    start < end &&
    Number.isFinite(end)
    ? { start, end }
    : undefined;
}

/** One guard per request; given the fields of the argument object. */
const GUARDS: {
  readonly [C in RequestChannel]: (
    fields: Fields,
  ) => RequestArgs<C> | undefined;
} = {
  "app/facts": none,
  "app/diagnostics": none,
  "profile/open": openArgs,
  "profile/open-dialog": none,
  "profile/open-folder": none,
  "profile/open-sample": (fields) => {
    const name = text(fields.name);
    return name === undefined ? undefined : { name };
  },
  "profile/open-entry": (fields) => {
    const path = text(fields.path);
    const entry = text(fields.entry);
    return path === undefined || entry === undefined
      ? undefined
      : { path, entry };
  },
  "profile/upload": (fields) => {
    const name = text(fields.name);
    const sizeBytes = wholeNumber(fields.sizeBytes, MAX_UPLOAD_BYTES);
    return name === undefined || sizeBytes === undefined
      ? undefined
      : { name, sizeBytes };
  },
  "bundle/take": none,
  "profile/list": none,
  "profile/cancel": profileIdArgs,
  "profile/close": profileIdArgs,
  "profile/reopen": (fields) => {
    const profile = profileIdArgs(fields);
    return profile === undefined
      ? undefined
      : { ...profile, allowsAnySize: fields.allowsAnySize === true };
  },
  "profile/keep": profileIdArgs,
  "analysis/flame": (fields) => {
    const view = viewArgs(fields);
    if (view === undefined || typeof fields.inverted !== "boolean") {
      return undefined;
    }
    const { inverted } = fields;
    if (fields.grow === undefined) return { ...view, inverted };
    const grow = layoutRange(fields.grow);
    return grow === undefined ? undefined : { ...view, inverted, grow };
  },
  "analysis/top": viewArgs,
  "analysis/neighbours": (fields) => {
    const view = viewArgs(fields);
    const func = text(fields.func, MAX_TEXT);
    return view === undefined || func === undefined
      ? undefined
      : { ...view, func };
  },
  "analysis/filtered": viewArgs,
  "leaks/list": leakArgs,
  "leaks/detail": leakDetailArgs,
  "goroutines/groups": goroutineArgs,
  "goroutines/detail": goroutineDetailArgs,
  "goroutines/creators": leakArgs,
  "rules/get": none,
  "rules/expect": (fields) => {
    const category = text(fields.category);
    const key = text(fields.key);
    const { isExpected } = fields;
    return category === undefined ||
      key === undefined ||
      typeof isExpected !== "boolean"
      ? undefined
      : { category, key, isExpected };
  },
  "rules/reveal": none,
  "compare/flame": (fields) => {
    const comparison = comparisonArgs(fields);
    const { width, isCoarse, knowsFrames = false } = fields;
    return comparison === undefined ||
      (width !== "base" && width !== "current" && width !== "larger") ||
      typeof isCoarse !== "boolean" ||
      typeof knowsFrames !== "boolean"
      ? undefined
      : { ...comparison, width, isCoarse, knowsFrames };
  },
  "compare/table": (fields) => {
    const comparison = comparisonArgs(fields);
    return comparison === undefined || typeof fields.isNet !== "boolean"
      ? undefined
      : { ...comparison, isNet: fields.isNet };
  },
  "compare/goroutines": pairArgs,
  "compare/trend": trendArgs,
  "compare/save": (fields) => {
    const name = text(fields.name);
    const comparison = comparisonFrom(fields.comparison);
    return name === undefined || !comparison.ok
      ? undefined
      : { name, comparison: comparison.value };
  },
  "request/cancel": (fields) => {
    const requestId = ensureRequestId(fields.requestId);
    return requestId === undefined ? undefined : { requestId };
  },
  "settings/get": none,
  "settings/set": (fields) => {
    const full = settingsFromUnknown(fields);
    return Object.fromEntries(
      Object.entries(full).filter(([key, value]) =>
        key === "tables" ? fields.tables !== undefined : fields[key] === value,
      ),
    );
  },
  "clipboard/write-text": (fields) => {
    const value = text(fields.text, MAX_TEXT);
    return value === undefined ? undefined : { text: value };
  },
  "recent/list": none,
  "recent/clear": none,
  "session/load": none,
  "session/save": (fields) => {
    const saved = text(fields.text, MAX_SESSION_TEXT);
    return saved === undefined ? undefined : { text: saved };
  },
  "capture/saved-connection": captureAddressFrom,
  "capture/discover": captureTargetFrom,
  "capture/start": captureStartFrom,
  "capture/jobs": none,
  "capture/cancel": captureJobIdFrom,
  "capture/answer": captureAnswerFrom,
  "capture/retry": captureJobIdFrom,
  "capture/forget": captureJobIdFrom,
  "capture/history": none,
  "capture/delete": pathArgs,
  "capture/reveal": pathArgs,
  "capture/folder": none,
  "capture/choose-folder": none,
  "watch/start": watchStartFrom,
  "watch/list": none,
  "watch/stop": captureJobIdFrom,
  "watch/snapshot": captureJobIdFrom,
  "watch/forget": captureJobIdFrom,
};

/** A request id from outside, or `undefined`. */
export function ensureRequestId(value: unknown): RequestId | undefined {
  return wholeNumber(value, Number.MAX_SAFE_INTEGER) as RequestId | undefined;
}

/** The arguments of `channel` as they may be used, or `undefined` where they may not. */
export function checkedArgs<C extends RequestChannel>(
  channel: C,
  value: unknown,
): RequestArgs<C> | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  return GUARDS[channel]({ ...value });
}
