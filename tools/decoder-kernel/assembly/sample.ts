// One sample (encode.go: sampleDecoder). The shapes Go and pprof write take the short ways: all
// location ids packed in one field, or up to two fields of one id each.

import { scratchBytes, valueOutlet, MAX_VALUES } from "./columns";
import { BAD_VARINT, fail, offsetOf, OUT_OF_MEMORY, TRUNCATED, VALUE_COUNT } from "./failure";
import { expectType, lengthAt, skipField, skipUnknown } from "./fields";
import { addLabel, endLabels } from "./labels";
import { addStack, resolveStacks } from "./stacks";
import { at, varint } from "./varint";

/** Values per sample, by the first one; -1 before it. */
export let valueCount: i32 = -1;
export let sampleCount: u32 = 0;
/** Bytes of all samples so far. */
export let sampleBytes: f64 = 0;
export let firstSampleAt: f64 = 0;
/** Ids of the samples of a batch that did not come packed. */
const SCRATCH_BYTES: u32 = 65536;

/** Bytes of the ids of the sample being read, and how many values it had so far. */
let ids: usize = 0;
let idsLength: u32 = 0;
let valueIndex: i32 = 0;

// @ts-ignore: decorator
@inline
function addValue(value: u64, p: usize): void {
  if (valueIndex >= valueCount) fail(VALUE_COUNT, p, <u64>valueCount + 1);
  valueOutlet(<u32>valueIndex).push64(value);
  valueIndex++;
}

/** Number of values in a sample. */
function countValues(start: usize, end: usize): i32 {
  let count = 0;
  for (let p = start; p < end; ) {
    const tag = varint(p, end);
    if (tag >> 3 == 2 && (tag & 7) == 2) {
      const length = lengthAt(at, end);
      p = at;
      const packedEnd = p + length;
      while (p < packedEnd) {
        varint(p, packedEnd);
        p = at;
        count++;
      }
      continue;
    }
    if (tag >> 3 == 2) {
      expectType(at, end, tag, 0);
      count++;
    }
    p = skipField(at, end, tag);
  }
  return count;
}

function startFirstSample(start: usize, end: usize): void {
  firstSampleAt = offsetOf(start);
  const count = countValues(start, end);
  if (count > <i32>MAX_VALUES) fail(OUT_OF_MEMORY, start, <u64>count);
  valueCount = count;
}

/** Copies ids of a sample that are not in one packed field behind those of `length` bytes at `from`. */
function joinIds(from: usize, length: u32, more: usize, moreLength: u32): usize {
  if (from + length != <usize>scratchBytes.end || from < <usize>scratchBytes.data) {
    // First piece: move it to scratch. The batch refers to what is there: it must not move.
    if (scratchBytes.limit - scratchBytes.end < length + moreLength + 64) {
      resolveStacks();
      scratchBytes.end = scratchBytes.data;
      scratchBytes.reserve(max(length + moreLength + 64, SCRATCH_BYTES));
    }
    memory.copy(scratchBytes.end, from, length);
    from = <usize>scratchBytes.end;
    scratchBytes.end += length;
  } else if (scratchBytes.limit - scratchBytes.end < moreLength + 64) {
    resolveStacks();
    const start = <u32>from - scratchBytes.data;
    scratchBytes.reserve(moreLength + 64);
    from = <usize>(scratchBytes.data + start);
  }
  memory.copy(scratchBytes.end, more, moreLength);
  scratchBytes.end += moreLength;
  return from;
}

/** Each field of packed ids must be whole varints by itself. */
function checkPacked(p: usize, end: usize, field: usize): void {
  let run = 0;
  for (; p < end; p++) {
    run = load<u8>(p) < 0x80 ? 0 : run + 1;
    if (run == 10) fail(BAD_VARINT, field, 0);
  }
  if (run > 0) fail(TRUNCATED, field, 0);
}

export function readSample(start: usize, end: usize): void {
  if (valueCount < 0) startFirstSample(start, end);
  ids = 0;
  idsLength = 0;
  valueIndex = 0;
  let p = start;
  while (p < end) {
    // What every writer makes: one-byte tags, and lengths of one byte but for ids. Positions stay in
    // locals; all else, errors included, is for readField, which starts over at the tag.
    const tag = load<u8>(p);
    let length = <u32>load<u8>(p, 1);
    let body = p + 2;
    if (tag == 0x1a) {
      if (length < 0x80 && body + length <= end) {
        addLabel(body, length);
        p = body + length;
        continue;
      }
    } else if (tag == 0x10) {
      if (length < 0x80 && body <= end) {
        addValue(length, p);
        p = body;
        continue;
      }
    } else if (tag == 0x12) {
      if (length < 0x80 && body + length <= end) {
        readPackedValues(body, body + length);
        p = body + length;
        continue;
      }
    } else if (tag == 0x0a && idsLength == 0) {
      if (length >= 0x80) {
        const high = <u32>load<u8>(body++);
        // 3 bytes and more are for readField.
        length = high < 0x80 ? (length & 0x7f) | (high << 7) : 0x80000000;
      }
      if (length < 0x80000000 && body + length <= end) {
        ids = body;
        idsLength = length;
        p = body + length;
        continue;
      }
    }
    p = readField(p, end);
  }
  if (valueIndex != valueCount) fail(VALUE_COUNT, start, <u64>valueIndex);
  addStack(ids, idsLength, start);
  endLabels();
  sampleCount++;
  sampleBytes += <f64>(end - start);
}

/** Any field of a sample, exactly; its end. */
function readField(start: usize, end: usize): usize {
  const tag = varint(start, end);
  let p = at;
  if (tag == 0x10) {
    const value = varint(p, end);
    addValue(value, start);
    return at;
  }
  if (tag == 0x08) {
    varint(p, end);
    const length = <u32>(at - p);
    addIds(p, length, start);
    return p + length;
  }
  const number = tag >> 3;
  if (tag == 0x12 || tag == 0x1a || tag == 0x0a) {
    const length = <u32>lengthAt(p, end);
    p = at;
    if (tag == 0x12) readPackedValues(p, p + length);
    else if (tag == 0x1a) addLabel(p, length);
    else if (length > 0) addIds(p, length, start);
    return p + length;
  }
  if (number == 3) expectType(p, end, tag, 2);
  else if (number == 1 || number == 2) expectType(p, end, tag, 0);
  return skipUnknown(p, end, tag);
}

/** The value of a varint that is the lower `bits` bits of `word`, 8 .. 64. */
// @ts-ignore: decorator
@inline
function gather(word: u64, bits: u32): u64 {
  let w = word & (<u64>0x7f7f7f7f7f7f7f7f >> (64 - <u64>bits));
  w = (w & 0x007f007f007f007f) | ((w & 0x7f007f007f007f00) >> 1);
  w = (w & 0x00003fff00003fff) | ((w & 0x3fff00003fff0000) >> 2);
  return (w & 0x0fffffff) | ((w & 0x0fffffff00000000) >> 4);
}

function readPackedValues(p: usize, end: usize): void {
  while (p < end) {
    // Up to 8 bytes at once; reading beyond is allowed, using what is there is not.
    const word = load<u64>(p);
    const bits = <u32>ctz<u64>(~word & 0x8080808080808080) + 1;
    const next = p + (bits >> 3);
    if (bits > 64 || next > end) {
      addValue(varint(p, end), p);
      p = at;
    } else {
      addValue(gather(word, bits), p);
      p = next;
    }
  }
}

function addIds(p: usize, length: u32, field: usize): void {
  if (idsLength == 0) {
    ids = p;
    idsLength = length;
    return;
  }
  checkPacked(p, p + length, field);
  checkPacked(ids, ids + idsLength, field);
  ids = joinIds(ids, idsLength, p, length);
  idsLength += length;
}

/** Finds the stacks of all samples so far; the input may go after. */
export function flushSamples(): void {
  resolveStacks();
  scratchBytes.end = scratchBytes.data;
}
