import { err, ok, type Result } from "../../base/result.ts";
import type { NewLabel } from "../label-tables.ts";
import { ProfileBuilder, emptyHeader } from "../profile-builder.ts";
import type { Profile, ValueType } from "../profile.ts";
import { decodeUtf8 } from "../utf8.ts";
import type {
  DecodeError,
  DecodeWarning,
  MalformedReason,
} from "./decode-error.ts";

/** A profile and what was odd about its file. */
export interface DecodedProfile {
  readonly profile: Profile;
  readonly warnings: readonly DecodeWarning[];
}

class Malformed extends Error {
  constructor(readonly decodeError: DecodeError) {
    super(decodeError.code);
  }
}

function fail(reason: MalformedReason, offset: number, detail = ""): never {
  throw new Malformed({ code: "malformed-profile", reason, offset, detail });
}

interface Field {
  readonly number: number;
  readonly wireType: number;
  readonly value: bigint;
  readonly start: number;
  readonly end: number;
}

function* fields(
  bytes: Uint8Array,
  start: number,
  end: number,
): Generator<Field> {
  let at = start;
  const varint = (): bigint => {
    let value = 0n;
    for (let i = 0; ; i += 1) {
      if (i >= 10 || at >= end)
        fail(i >= 10 ? "bad-varint" : "truncated-message", at);
      const byte = bytes[at++];
      value |= BigInt(byte & 0x7f) << BigInt(7 * i);
      if (byte < 0x80) return BigInt.asUintN(64, value);
    }
  };
  while (at < end) {
    const tag = varint();
    const number = Number(tag >> 3n);
    const wireType = Number(tag & 7n);
    const field = at;
    if (wireType === 0) {
      yield { number, wireType, value: varint(), start: field, end: at };
    } else if (wireType === 1 || wireType === 5) {
      at += wireType === 1 ? 8 : 4;
      if (at > end) fail("truncated-message", field);
      yield { number, wireType, value: 0n, start: field, end: at };
    } else if (wireType === 2) {
      const length = Number(varint());
      if (length > end - at) fail("length-past-end", field);
      const dataStart = at;
      at += length;
      yield { number, wireType, value: 0n, start: dataStart, end: at };
    } else fail("bad-wire-type", field, String(wireType));
  }
}

type Message = Record<number, Field[]>;

function message(bytes: Uint8Array, start: number, end: number): Message {
  const out: Message = {};
  for (const field of fields(bytes, start, end))
    (out[field.number] ??= []).push(field);
  return out;
}

function scalar(m: Message, number: number): bigint {
  const all = m[number] ?? [];
  for (const field of all)
    if (field.wireType !== 0) fail("bad-wire-type", field.start);
  return all.at(-1)?.value ?? 0n;
}

function repeated(bytes: Uint8Array, m: Message, number: number): bigint[] {
  return (m[number] ?? []).flatMap((field) => {
    if (field.wireType === 0) return [field.value];
    if (field.wireType !== 2) fail("bad-wire-type", field.start);
    const values: bigint[] = [];
    let value = 0n;
    let shift = 0n;
    for (let at = field.start; at < field.end; at += 1) {
      value |= BigInt(bytes[at] & 0x7f) << shift;
      shift += 7n;
      if (bytes[at] < 0x80) {
        values.push(BigInt.asUintN(64, value));
        value = 0n;
        shift = 0n;
      } else if (shift === 70n) fail("bad-varint", at);
    }
    if (shift !== 0n) fail("truncated-message", field.end);
    return values;
  });
}

function messages(bytes: Uint8Array, m: Message, number: number): Message[] {
  return (m[number] ?? []).map((field) => {
    if (field.wireType !== 2) fail("bad-wire-type", field.start);
    return message(bytes, field.start, field.end);
  });
}

function indexById(rows: readonly Message[]): Map<bigint, number> {
  const map = new Map<bigint, number>();
  rows.forEach((row, i) => {
    const id = scalar(row, 1);
    if (id === 0n) fail("zero-id", 0);
    if (map.has(id)) fail("duplicate-id", 0, String(id));
    map.set(id, i);
  });
  return map;
}

function decode(bytes: Uint8Array): Profile {
  const top = message(bytes, 0, bytes.length);
  const times = top[9] ?? [];
  times.forEach((field, i) => {
    if (i > 0 && times[i - 1].value !== 0n) {
      throw new Malformed({
        code: "concatenated-profiles",
        offset: field.start,
      });
    }
  });
  const texts = (top[6] ?? []).map((f) => decodeUtf8(bytes, f.start, f.end));
  if (texts.length > 0 && texts[0] !== "")
    fail("string-table-first-not-empty", 0);
  const text = (index: bigint): string => {
    if (index >= BigInt(texts.length))
      fail("string-index-out-of-range", 0, String(index));
    return texts[Number(index)];
  };
  const valueType = (m: Message): ValueType => ({
    type: text(scalar(m, 1)),
    unit: text(scalar(m, 2)),
  });
  const int = (m: Message, n: number): bigint =>
    BigInt.asIntN(64, scalar(m, n));
  const sampleTypes = messages(bytes, top, 1).map(valueType);
  const builder = new ProfileBuilder({
    ...emptyHeader(sampleTypes),
    defaultSampleType: text(scalar(top, 14)),
    timeNanos: int(top, 9),
    durationNanos: int(top, 10),
    periodType: valueType(messages(bytes, top, 11).at(-1) ?? {}),
    period: int(top, 12),
    comments: repeated(bytes, top, 13).map(text),
    docUrl: text(scalar(top, 15)),
    dropFrames: text(scalar(top, 7)),
    keepFrames: text(scalar(top, 8)),
  });
  const intern = (index: bigint): number => builder.strings.intern(text(index));
  const mappings = messages(bytes, top, 3);
  const mappingById = indexById(mappings);
  for (const m of mappings) {
    builder.addMapping({
      start: scalar(m, 2),
      limit: scalar(m, 3),
      offset: scalar(m, 4),
      filename: intern(scalar(m, 5)),
      buildId: intern(scalar(m, 6)),
      flags: [7, 8, 9, 10].reduce(
        (bits, n, i) => (scalar(m, n) !== 0n ? bits | (1 << i) : bits),
        0,
      ),
    });
  }
  const functions = messages(bytes, top, 5);
  const functionById = indexById(functions);
  for (const f of functions) {
    builder.addFunction({
      name: intern(scalar(f, 2)),
      systemName: intern(scalar(f, 3)),
      filename: intern(scalar(f, 4)),
      startLine: Number(int(f, 5)),
    });
  }
  const locations = messages(bytes, top, 4);
  const locationById = indexById(locations);
  for (const l of locations) {
    builder.addLocation({
      mapping: mappingById.get(scalar(l, 2)) ?? -1,
      address: scalar(l, 3),
      lines: messages(bytes, l, 4).map((line) => ({
        func:
          functionById.get(scalar(line, 1)) ??
          fail("unknown-function", 0, String(scalar(line, 1))),
        line: Number(int(line, 2)),
        column: Number(int(line, 3)),
      })),
      isFolded: scalar(l, 5) !== 0n,
    });
  }
  for (const sample of messages(bytes, top, 2)) {
    if (sampleTypes.length === 0) fail("no-sample-type", 0);
    const values = repeated(bytes, sample, 2);
    if (values.length !== sampleTypes.length)
      fail("value-count-mismatch", 0, String(values.length));
    const labels = messages(bytes, sample, 3).flatMap((label): NewLabel[] => {
      const [keyIndex, str, unit] = [1, 2, 4].map((n) => scalar(label, n));
      const num = int(label, 3);
      const key = intern(keyIndex);
      if (str !== 0n) return [{ key, str: intern(str) }];
      return num !== 0n || unit !== 0n
        ? [{ key, num, unit: intern(unit) }]
        : [];
    });
    builder.addSample(
      repeated(bytes, sample, 1)
        .map(
          (id) =>
            locationById.get(id) ?? fail("unknown-location", 0, String(id)),
        )
        .reverse(),
      values,
      labels,
    );
  }
  return builder.build();
}

/**
 * Decodes an uncompressed pprof protobuf (profile.proto). Accepts what pprof's `Parse` accepts;
 * everything else is an error code with a byte offset.
 */
export function decodeProfile(
  bytes: Uint8Array,
): Result<DecodedProfile, DecodeError> {
  if (bytes.length === 0) return err({ code: "no-data" });
  try {
    return ok({ profile: decode(bytes), warnings: [] });
  } catch (error) {
    if (error instanceof Malformed) return err(error.decodeError);
    throw error;
  }
}
