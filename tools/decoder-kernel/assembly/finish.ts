// Checks and links tables when all is read (pprof profile.go: CheckValid; encode.go: postDecode).

import {
  comments,
  functionAt,
  functionFile,
  functionId,
  functionName,
  functionStartLine,
  functionSystemName,
  labelAt,
  labelRow,
  lineColumn,
  lineFunction,
  lineLine,
  locationAt,
  locationId,
  locationLineStart,
  locationMapping,
  mappingAt,
  mappingBuildId,
  mappingFile,
  mappingId,
  sampleTypeType,
  sampleTypeUnit,
  stringEnd,
} from "./columns";
import {
  DUPLICATE_ID,
  failAt,
  NO_SAMPLE_TYPE,
  STRING_INDEX,
  UNKNOWN_FUNCTION,
  VALUE_COUNT,
  ZERO_ID,
} from "./failure";
import { header, HEADER_STRINGS } from "./header";
import { ID_MAP_BYTES, IdMap, NO_ROW } from "./id-map";
import { droppedKey, droppedKeyAt } from "./labels";
import { Column } from "./memory";
import { firstSampleAt, sampleCount, valueCount } from "./sample";
import { periodTypeType, periodTypeUnit } from "./tables";
import { locationMap } from "./trie";

const mappings = changetype<IdMap>(memory.data(ID_MAP_BYTES, 8));
const functions = changetype<IdMap>(memory.data(ID_MAP_BYTES, 8));

function buildMap(map: IdMap, ids: Column, offsets: Column): void {
  const count = ids.bytes >> 3;
  for (let row: u32 = 0; row < count; row++) {
    if (ids.at64(row) == 0) failAt(ZERO_ID, offsets.atFloat(row), 0);
  }
  const twice = map.build(ids);
  if (twice != NO_ROW) {
    failAt(DUPLICATE_ID, offsets.atFloat(twice), ids.at64(twice));
  }
}

/** All of `indices` exist. Each becomes 32 bits wide, in place, and the column that much shorter. */
function checkStrings(indices: Column, offsets: Column): void {
  const strings = <u64>(stringEnd.bytes >> 2);
  const count = indices.bytes >> 3;
  for (let row: u32 = 0; row < count; row++) {
    const index = indices.at64(row);
    if (index >= strings) {
      failAt(STRING_INDEX, offsets.bytes > 0 ? offsets.atFloat(row) : 0, index);
    }
    store<u32>(indices.data + (row << 2), <u32>index);
  }
  indices.end = indices.data + (count << 2);
}

function checkString(index: u64, offset: f64): void {
  if (index >= <u64>(stringEnd.bytes >> 2)) failAt(STRING_INDEX, offset, index);
}

function checkLabels(): void {
  const count = labelRow.bytes >> 5;
  for (let row: u32 = 0; row < count; row++) {
    const label = <usize>labelRow.data + ((<usize>row) << 5);
    const offset = labelAt.atFloat(row);
    checkString(load<u64>(label), offset);
    checkString(load<u64>(label, 8), offset);
    checkString(load<u64>(label, 24), offset);
  }
  if (droppedKey != 0) checkString(droppedKey, droppedKeyAt);
}

/** int64 to double, in place; lines beyond 2^53 are rounded. */
function toFloats(column: Column): void {
  for (let p = <usize>column.data; p < <usize>column.end; p += 8) {
    store<f64>(p, <f64>load<i64>(p));
  }
}

export function linkTables(): void {
  const none = changetype<Column>(memory.data(12, 8));
  const types = sampleTypeType.bytes >> 3;
  if (types == 0) failAt(NO_SAMPLE_TYPE, firstSampleAt, 0);
  if (sampleCount > 0 && <u32>valueCount != types) {
    failAt(VALUE_COUNT, firstSampleAt, <u64>valueCount);
  }
  buildMap(mappings, mappingId, mappingAt);
  buildMap(functions, functionId, functionAt);
  buildMap(locationMap(), locationId, locationAt);
  checkStrings(mappingFile, mappingAt);
  checkStrings(mappingBuildId, mappingAt);
  checkStrings(functionName, functionAt);
  checkStrings(functionSystemName, functionAt);
  checkStrings(functionFile, functionAt);
  checkStrings(sampleTypeType, none);
  checkStrings(sampleTypeUnit, none);
  checkStrings(comments, none);
  checkLabels();
  for (let i: usize = 0; i < HEADER_STRINGS; i++) checkString(header(i), 0);
  checkString(periodTypeType, 0);
  checkString(periodTypeUnit, 0);
  toFloats(functionStartLine);
  toFloats(lineLine);
  toFloats(lineColumn);
  linkLocations();
}

function linkLocations(): void {
  const count = locationId.bytes >> 3;
  locationLineStart.push32(lineFunction.bytes >> 3);
  for (let row: u32 = 0; row < count; row++) {
    // An unknown mapping is none (postDecode looks it up in a map and takes what comes).
    store<u32>(
      locationMapping.data + (row << 2),
      mappings.get(locationMapping.at64(row)),
    );
    const end = locationLineStart.at32(row + 1);
    for (let line = locationLineStart.at32(row); line < end; line++) {
      const id = lineFunction.at64(line);
      const func = functions.get(id);
      if (func == NO_ROW) failAt(UNKNOWN_FUNCTION, locationAt.atFloat(row), id);
      store<u32>(lineFunction.data + (line << 2), func);
    }
  }
  locationMapping.end = locationMapping.data + (count << 2);
  lineFunction.end = lineFunction.data + (lineFunction.bytes >> 1);
}

