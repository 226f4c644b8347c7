/** Checks of arguments about findings and goroutines; see `request-guards.ts`. */
import type { GoroutineGranularity } from "#analysis/goroutines/group-goroutines.ts";
import type {
  GoroutineDetailSpec,
  GoroutineSpec,
  LeakDetailSpec,
  LeakSpec,
} from "./goroutines.ts";
import type { ProfileId } from "./profile-id.ts";

type Fields = Readonly<Record<string, unknown>>;

/** Most files judged together: a series of a long watch. */
const MAX_FILES = 1000;
const MAX_ID = 64;
const MAX_LABEL = 32 * 1024;

const GRANULARITIES: ReadonlySet<unknown> = new Set<GoroutineGranularity>([
  "stack",
  "functions",
  "creator",
  "state",
  "label",
]);

function ids(value: unknown): ProfileId[] | undefined {
  if (!Array.isArray(value) || value.length > MAX_FILES) return undefined;
  return value.every(
    (id) => typeof id === "string" && /^p\d+$/.test(id) && id.length <= MAX_ID,
  )
    ? (value as ProfileId[])
    : undefined;
}

function index(value: unknown, min: number): number | undefined {
  return typeof value === "number" && Number.isInteger(value) && value >= min
    ? value
    : undefined;
}

/** See `LeakSpec`. */
export function leakArgs(fields: Fields): LeakSpec | undefined {
  const currentIds = ids(fields.currentIds);
  const baseIds = ids(fields.baseIds);
  const { usesEarlier } = fields;
  return currentIds === undefined ||
    currentIds.length === 0 ||
    baseIds === undefined ||
    typeof usesEarlier !== "boolean"
    ? undefined
    : { currentIds, baseIds, usesEarlier };
}

/** See `LeakDetailSpec`. */
export function leakDetailArgs(fields: Fields): LeakDetailSpec | undefined {
  const spec = leakArgs(fields);
  const at = index(fields.index, 0);
  return spec === undefined || at === undefined
    ? undefined
    : { ...spec, index: at };
}

/** See `GoroutineSpec`. */
export function goroutineArgs(fields: Fields): GoroutineSpec | undefined {
  const spec = leakArgs(fields);
  const findingIndex = index(fields.findingIndex, -1);
  const { granularity, labelKey } = fields;
  const isLabel =
    labelKey === null ||
    (typeof labelKey === "string" && labelKey.length <= MAX_LABEL);
  return spec === undefined ||
    findingIndex === undefined ||
    !isLabel ||
    !GRANULARITIES.has(granularity)
    ? undefined
    : {
        ...spec,
        granularity: granularity as GoroutineGranularity,
        labelKey,
        findingIndex,
      };
}

/** See `GoroutineDetailSpec`. */
export function goroutineDetailArgs(
  fields: Fields,
): GoroutineDetailSpec | undefined {
  const spec = goroutineArgs(fields);
  const row = index(fields.row, 0);
  return spec === undefined || row === undefined ? undefined : { ...spec, row };
}
