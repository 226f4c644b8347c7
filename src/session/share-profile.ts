import type { SharedProfile } from "#contract/worker-messages.ts";
import type { Profile } from "#profile/profile.ts";
import { StringTable } from "#profile/string-table.ts";
import { dropHiddenFrames } from "#profile/transform/drop-hidden-frames.ts";

type Column =
  | Uint8Array
  | Int32Array
  | Uint32Array
  | Float64Array
  | BigInt64Array
  | BigUint64Array;

/** The same column over shared memory: itself where it is already. */
function sharedColumn(column: Column): Column {
  if (column.buffer instanceof SharedArrayBuffer) return column;
  const memory = new SharedArrayBuffer(column.byteLength);
  new Uint8Array(memory).set(
    new Uint8Array(column.buffer, column.byteOffset, column.byteLength),
  );
  const View = column.constructor as new (memory: SharedArrayBuffer) => Column;
  return new View(memory);
}

function shared(value: unknown): unknown {
  if (ArrayBuffer.isView(value)) return sharedColumn(value as Column);
  if (Array.isArray(value)) return value.map(shared);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, entry]) => [key, shared(entry)]),
  );
}

/** The same tables with every column in shared memory; columns that are there already stay. */
export function sharedColumns<T>(tables: T): T {
  return shared(tables) as T;
}

/**
 * A profile that crosses threads without a copy: columns over shared memory (copied there once where
 * the decoder made them elsewhere), no class instances.
 */
export function shareProfile(
  profile: Profile,
  hasHiddenFrames = false,
): SharedProfile {
  const { strings, ...tables } = profile;
  const columns = shared({ ...tables, strings: strings.columns });
  return { ...(columns as SharedProfile), hasHiddenFrames };
}

/** The profile of another thread, over the same memory, as it was decoded. */
export function profileFromShared(profile: SharedProfile): Profile {
  const { hasHiddenFrames: _unused, ...columns } = profile;
  return { ...columns, strings: new StringTable(profile.strings) };
}

/** The profile of another thread as views show it: without the frames a text did not name. */
export function viewedProfile(profile: SharedProfile): Profile {
  const whole = profileFromShared(profile);
  return profile.hasHiddenFrames === true ? dropHiddenFrames(whole) : whole;
}
