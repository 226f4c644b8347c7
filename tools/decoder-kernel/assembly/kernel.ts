// The decoder of pprof protobufs, for src/profile/decode/profile-decoder.ts.
//
//   start(seeds)                       once
//   inputFor(bytes) -> address         room for input; may move what the host keeps there
//   decode(address, end, offset)       takes whole fields; returns where the first part-field begins
//   ...                                repeated
//   linkTables(), startStacks() ...    checks and links; the trie, in steps that can be cancelled
//
// What no one looks at again the host takes out as it comes (`Outlet`); columns it reads from memory
// at the end. One instance decodes one profile.

import { columns, comments, outlets, startOutlets, streams } from "./columns";
import { BAD_WIRE_TYPE, CONCATENATED, fail, setInput } from "./failure";
import { expectType, lengthAt, skipUnknown, unknownFields } from "./fields";
import { header, headerIndex, headerValues, TIME_NANOS } from "./header";
import { startLabels } from "./labels";
import { Column } from "./memory";
import { flushSamples, readSample, sampleBytes, sampleCount, valueCount } from "./sample";
import { endStacks, seedStacks } from "./stacks";
import {
  periodTypeType,
  periodTypeUnit,
  readFunction,
  readLocation,
  readMapping,
  readPeriodType,
  readSampleType,
  readString,
} from "./tables";
import { nodeCount, seedTrie, startTrie } from "./trie";
import { at, hasVarint, varint } from "./varint";

export { linkTables } from "./finish";
export { makeNodes, placeSamples, sortStacks, startNodes } from "./trie";
export { floatsToValues, valuesToFloats } from "./values";

const input = changetype<Column>(memory.data(12, 8));
/** Reading a word at the end of the input may touch what follows. */
const PADDING: u32 = 64;

export function start(seedA: u64, seedB: u64): void {
  startOutlets();
  seedStacks(seedA, seedB);
  seedTrie(seedA ^ seedB);
  startLabels();
}

/** Address of room for `bytes` bytes of input, of which the first `kept` stay as they are. */
export function inputFor(bytes: u32, kept: u32): u32 {
  input.end = input.data + kept;
  input.reserve(bytes - kept + PADDING);
  return input.data;
}

/** Whether the field at `p` lies whole before `end`. */
function isWhole(p: usize, end: usize): bool {
  if (!hasVarint(p, end)) return false;
  const type = <u32>(varint(p, end) & 7);
  if (type == 2) {
    if (!hasVarint(at, end)) return false;
    return varint(at, end) <= <u64>(end - at);
  }
  if (type == 0) return hasVarint(at, end);
  if (type == 1) return end - at >= 8;
  return type != 5 || end - at >= 4;
}

/**
 * Decodes the fields in [from, end), which begin at `offset` of the file. A field that is not whole
 * is left, unless `isLast`: then it is an error. Returns the address of what was left.
 */
export function decode(
  from: usize,
  end: usize,
  offset: f64,
  isLast: bool,
): usize {
  setInput(from, offset);
  let p = from;
  while (p < end) {
    // Samples, of which there are most, by a short way.
    if (load<u8>(p) == 0x12) {
      let length = <u32>load<u8>(p, 1);
      let body = p + 2;
      if (length >= 0x80) {
        const high = <u32>load<u8>(body++);
        length = high < 0x80 ? (length & 0x7f) | (high << 7) : 0x80000000;
      }
      if (length < 0x80000000 && body + length <= end) {
        p = body + length;
        readSample(body, p);
        continue;
      }
    }
    if (!isLast && !isWhole(p, end)) break;
    const tag = varint(p, end);
    const body = at;
    if (tag == 0x12) {
      const length = lengthAt(body, end);
      p = at + length;
      readSample(at, p);
    } else {
      p = readField(body, end, tag);
    }
  }
  flushSamples();
  return p;
}

function readField(p: usize, end: usize, tag: u64): usize {
  const field = tag >> 3;
  const scalar = headerIndex(field);
  if (scalar >= 0) {
    // Before anything else, as pprof does: a second profile was appended (rule W6).
    if (<usize>scalar == TIME_NANOS && header(TIME_NANOS) != 0) {
      varint(p, end);
      fail(CONCATENATED, p, 0);
    }
    expectType(p, end, tag, 0);
    store<u64>(headerValues + ((<usize>scalar) << 3), varint(p, end));
    return at;
  }
  if (field == 13) return readComments(p, end, tag);
  if (field == 0 || field > 11) return skipUnknown(p, end, tag);
  expectType(p, end, tag, 2);
  const length = lengthAt(p, end);
  const body = at;
  const bodyEnd = body + length;
  readMessage(field, body, bodyEnd);
  return bodyEnd;
}

function readMessage(field: u64, p: usize, end: usize): void {
  switch (<u32>field) {
    case 1:
      readSampleType(p, end);
      break;
    case 2:
      readSample(p, end);
      break;
    case 3:
      readMapping(p, end);
      break;
    case 4:
      readLocation(p, end);
      break;
    case 5:
      readFunction(p, end);
      break;
    case 6:
      readString(p, end);
      break;
    default:
      readPeriodType(p, end);
  }
}

function readComments(p: usize, end: usize, tag: u64): usize {
  if ((tag & 7) == 2) {
    const length = lengthAt(p, end);
    p = at;
    const packedEnd = p + length;
    while (p < packedEnd) {
      comments.push64(varint(p, packedEnd));
      p = at;
    }
    return packedEnd;
  }
  if ((tag & 7) != 0) fail(BAD_WIRE_TYPE, p, tag & 7);
  comments.push64(varint(p, end));
  return at;
}

export function startStacks(): void {
  endStacks();
  startTrie();
}

export function columnsAt(): usize {
  return columns;
}
export function streamsAt(): usize {
  return streams;
}
export function outletsAt(): usize {
  return outlets;
}
export function headerAt(): usize {
  return headerValues;
}
export function samples(): u32 {
  return sampleCount;
}
export function sampleByteCount(): f64 {
  return sampleBytes;
}
export function values(): i32 {
  return valueCount;
}
export function nodes(): u32 {
  return nodeCount;
}
// Read by nobody, but what nobody could read would be optimised away.
export { touched } from "./stacks";
export { touchedNodes } from "./trie";

export function unknown(): u32 {
  return unknownFields;
}
export function periodType(): u64 {
  return periodTypeType;
}
export function periodUnit(): u64 {
  return periodTypeUnit;
}
