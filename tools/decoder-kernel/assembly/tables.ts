// Mappings, functions, locations, strings and value types (encode.go: the decoders of each).
// Of a field given twice the last counts; ids and indices are checked when all is read (finish.ts).

import {
  functionAt,
  functionFile,
  functionId,
  functionName,
  functionStartLine,
  functionSystemName,
  lineColumn,
  lineFunction,
  lineLine,
  locationAddress,
  locationAt,
  locationId,
  locationIsFolded,
  locationLineStart,
  locationMapping,
  mappingAt,
  mappingBuildId,
  mappingFile,
  mappingFlags,
  mappingId,
  mappingLimit,
  mappingOffset,
  mappingStart,
  nonAscii,
  sampleTypeType,
  sampleTypeUnit,
  stringBytes,
  stringEnd,
} from "./columns";
import { fail, offsetOf, OUT_OF_MEMORY, STRING_TABLE_FIRST } from "./failure";
import { expectType, lengthAt, skipUnknown } from "./fields";
import { at, varint } from "./varint";

/** Scalars of the message being read, by field number. */
const scalars: usize = memory.data(16 * 8, 8);

// @ts-ignore: decorator
@inline
function scalar(field: usize): u64 {
  return load<u64>(scalars + (field << 3));
}

/** Reads a message whose fields 1 .. last are all varints. */
function readScalars(start: usize, end: usize, last: u64): void {
  memory.fill(scalars, 0, 16 * 8);
  for (let p = start; p < end; ) {
    const tag = varint(p, end);
    const field = tag >> 3;
    if (field == 0 || field > last) {
      p = skipUnknown(at, end, tag);
      continue;
    }
    expectType(at, end, tag, 0);
    store<u64>(scalars + (<usize>field << 3), varint(at, end));
    p = at;
  }
}

export function readMapping(p: usize, end: usize): void {
  mappingAt.pushFloat(offsetOf(p));
  readScalars(p, end, 10);
  mappingId.push64(scalar(1));
  mappingStart.push64(scalar(2));
  mappingLimit.push64(scalar(3));
  mappingOffset.push64(scalar(4));
  mappingFile.push64(scalar(5));
  mappingBuildId.push64(scalar(6));
  let flags: u8 = 0;
  for (let bit: usize = 0; bit < 4; bit++) {
    if (scalar(7 + bit) != 0) flags |= <u8>1 << <u8>bit;
  }
  mappingFlags.push8(flags);
}

export function readFunction(p: usize, end: usize): void {
  functionAt.pushFloat(offsetOf(p));
  readScalars(p, end, 5);
  functionId.push64(scalar(1));
  functionName.push64(scalar(2));
  functionSystemName.push64(scalar(3));
  functionFile.push64(scalar(4));
  functionStartLine.push64(scalar(5));
}

export function readLocation(start: usize, end: usize): void {
  let id: u64 = 0;
  let mapping: u64 = 0;
  let address: u64 = 0;
  let isFolded: u8 = 0;
  locationAt.pushFloat(offsetOf(start));
  locationLineStart.push32(lineFunction.bytes >> 3);
  for (let p = start; p < end; ) {
    const tag = varint(p, end);
    const field = tag >> 3;
    if (field == 0 || field > 5) {
      p = skipUnknown(at, end, tag);
      continue;
    }
    if (field == 4) {
      expectType(at, end, tag, 2);
      const length = lengthAt(at, end);
      const line = at;
      p = line + length;
      readLine(line, p);
      continue;
    }
    expectType(at, end, tag, 0);
    const value = varint(at, end);
    p = at;
    if (field == 1) id = value;
    else if (field == 2) mapping = value;
    else if (field == 3) address = value;
    else isFolded = <u8>(value != 0);
  }
  locationId.push64(id);
  locationMapping.push64(mapping);
  locationAddress.push64(address);
  locationIsFolded.push8(isFolded);
}

function readLine(start: usize, end: usize): void {
  let func: u64 = 0;
  let line: u64 = 0;
  let column: u64 = 0;
  for (let p = start; p < end; ) {
    const tag = varint(p, end);
    const field = tag >> 3;
    if (field == 0 || field > 3) {
      p = skipUnknown(at, end, tag);
      continue;
    }
    expectType(at, end, tag, 0);
    const value = varint(at, end);
    p = at;
    if (field == 1) func = value;
    else if (field == 2) line = value;
    else column = value;
  }
  lineFunction.push64(func);
  lineLine.push64(line);
  lineColumn.push64(column);
}

const HIGH_BITS: u64 = 0x8080808080808080;

export function readString(start: usize, end: usize): void {
  const length = <u32>(end - start);
  if (stringEnd.bytes == 0 && length > 0) fail(STRING_TABLE_FIRST, start, 0);
  if (<u64>stringBytes.bytes + <u64>length > 0xffff0000) {
    fail(OUT_OF_MEMORY, start, 0);
  }
  stringBytes.reserve(length);
  memory.copy(stringBytes.end, start, length);
  stringBytes.end += length;
  // Bytes of other strings or of nobody may follow: they are masked off.
  for (let p = start; p < end; p += 8) {
    const left = end - p;
    let word = load<u64>(p) & HIGH_BITS;
    if (left < 8) word &= (<u64>1 << (<u64>left << 3)) - 1;
    if (word != 0) {
      nonAscii.push32(stringEnd.bytes >> 2);
      break;
    }
  }
  stringEnd.push32(stringBytes.bytes);
}

export function readSampleType(p: usize, end: usize): void {
  readScalars(p, end, 2);
  sampleTypeType.push64(scalar(1));
  sampleTypeUnit.push64(scalar(2));
}

/** Indices of type and unit of `period_type`; a second one replaces the first. */
export let periodTypeType: u64 = 0;
export let periodTypeUnit: u64 = 0;

export function readPeriodType(p: usize, end: usize): void {
  readScalars(p, end, 2);
  periodTypeType = scalar(1);
  periodTypeUnit = scalar(2);
}
