// Labels and label sets. A label (10 bytes or so) is looked up by its bytes in a small direct-mapped
// cache, which the few thousand distinct ones of a profile hardly leave; a miss is parsed exactly and
// looked up by value. A set is the list of its labels.

import {
  labelAt,
  labelRow,
  sampleLabelSet,
  setLabel,
  sharedLabels,
  setStart,
} from "./columns";
import { fail, offsetOf, STRING_INDEX } from "./failure";
import { expectType, skipUnknown } from "./fields";
import { allocateZeroed, logOf, release } from "./memory";
import { at, varint } from "./varint";

/** [bytes v128][length u32][label u32], 32 bytes apart, in pairs: the newer entry first. */
const CACHE_LOG: u64 = 12;
const cache: usize = memory.data(4096 * 64, 16);
const LONGEST_CACHED: u32 = 16;
/** By length, 0 .. 16: a mask of that many bytes. */
const masks: usize = memory.data(17 * 16, 16);

/** A label that says nothing: key only (rule L1). */
const NO_LABEL: u32 = 0xffffffff;
/** Largest key of such labels and where it was: it must exist all the same. */
export let droppedKey: u64 = 0;
export let droppedKeyAt: f64 = 0;

const PRIME: u64 = 0x9e3779b97f4a7c15;

/** Slots of labels: row + 1. */
let labelSlots: usize = 0;
let labelMask: u32 = 0;
/** Slots of sets: [hash][set][place of its labels in sharedLabels][count]; set 0 is an empty slot. */
let setSlots: usize = 0;
let setMask: u32 = 0;
const FIRST_SLOTS: u32 = 256;

let samples: u32 = 0;
/** Whether equal sets are still looked for. */
let isSharing: bool = true;
/** From here on it is judged whether sharing pays: one set in two must have been seen before. */
const SHARING_TRIAL: u32 = 16384;

export function startLabels(): void {
  for (let length: usize = 1; length <= 16; length++) {
    memory.fill(masks + (length << 4), 0xff, length);
  }
  labelMask = FIRST_SLOTS - 1;
  labelSlots = allocateZeroed(<usize>FIRST_SLOTS << 2);
  setMask = FIRST_SLOTS - 1;
  setSlots = allocateZeroed(<usize>FIRST_SLOTS << 4);
  // Row 0 is the empty set.
  setStart.push32(0);
  setStart.push32(0);
  startSet();
}

/** Adds the label at [p, p + length) to the sample being read. */
// @ts-ignore: decorator
@inline
export function addLabel(p: usize, length: u32): void {
  if (length > LONGEST_CACHED || length == 0) {
    pushLabel(parseLabel(p, p + length));
    return;
  }
  const bytes = v128.and(v128.load(p), v128.load(masks + (<usize>length << 4)));
  const low = v128.extract_lane<u64>(bytes, 0);
  const high = v128.extract_lane<u64>(bytes, 1);
  const hash = ((low ^ rotl<u64>(high, 23)) * PRIME) >> (64 - CACHE_LOG);
  const entry = cache + (<usize>hash << 6);
  const differs = v128.any_true(v128.xor(bytes, v128.load(entry)));
  if (!differs && load<u32>(entry, 16) == length) {
    pushLabel(load<u32>(entry, 20));
  } else {
    pushLabel(otherLabel(entry, p, length));
  }
}

/** A label that is not in the first entry of its pair. */
function otherLabel(entry: usize, p: usize, length: u32): u32 {
  const bytes = v128.and(v128.load(p), v128.load(masks + (<usize>length << 4)));
  const differs = v128.any_true(v128.xor(bytes, v128.load(entry, 32)));
  if (!differs && load<u32>(entry, 48) == length) return load<u32>(entry, 52);
  const label = parseLabel(p, p + length);
  v128.store(entry, v128.load(entry), 32);
  store<u64>(entry, load<u64>(entry, 16), 48);
  v128.store(entry, bytes);
  store<u32>(entry, length, 16);
  store<u32>(entry, label, 20);
  return label;
}

// @ts-ignore: decorator
@inline
function pushLabel(label: u32): void {
  if (label == NO_LABEL) return;
  setLabel.push32(label);
  labelsPushed++;
}

/** Reads a label message (encode.go: labelDecoder, postDecode). */
function parseLabel(start: usize, end: usize): u32 {
  let key: u64 = 0;
  let str: u64 = 0;
  let num: u64 = 0;
  let unit: u64 = 0;
  let p = start;
  while (p < end) {
    const tag = varint(p, end);
    const field = tag >> 3;
    if (field == 0 || field > 4) {
      p = skipUnknown(at, end, tag);
      continue;
    }
    expectType(at, end, tag, 0);
    const value = varint(at, end);
    p = at;
    if (field == 1) key = value;
    else if (field == 2) str = value;
    else if (field == 3) num = value;
    else unit = value;
  }
  if (str != 0) {
    num = 0;
    unit = 0;
  } else if (num == 0 && unit == 0) {
    if (key > droppedKey) {
      droppedKey = key;
      droppedKeyAt = offsetOf(start);
    }
    return NO_LABEL;
  }
  // No table has as many strings; checked here, since columns hold 32 bits.
  if (key > 0xfffffffe) fail(STRING_INDEX, start, key);
  if (str > 0xfffffffe) fail(STRING_INDEX, start, str);
  if (unit > 0xfffffffe) fail(STRING_INDEX, start, unit);
  return findLabel(start, key, str, num, unit);
}

// @ts-ignore: decorator
@inline
function hashLabel(key: u64, str: u64, num: u64, unit: u64): u32 {
  let h = (key * PRIME) ^ rotl<u64>(str, 20) ^ rotl<u64>(unit, 40);
  h = (h ^ (h >> 31) ^ num) * PRIME;
  return <u32>(h >> 32) ^ <u32>(h >> 47);
}

function findLabel(p: usize, key: u64, str: u64, num: u64, unit: u64): u32 {
  let index = hashLabel(key, str, num, unit) & labelMask;
  while (true) {
    const known = load<u32>(labelSlots + (<usize>index << 2));
    if (known == 0) break;
    const row = <usize>labelRow.data + (<usize>(known - 1) << 5);
    if (
      load<u64>(row) == key &&
      load<u64>(row, 8) == str &&
      load<u64>(row, 16) == num &&
      load<u64>(row, 24) == unit
    ) {
      return known - 1;
    }
    index = (index + 1) & labelMask;
  }
  const label = labelRow.bytes >> 5;
  labelRow.push64(key);
  labelRow.push64(str);
  labelRow.push64(num);
  labelRow.push64(unit);
  labelAt.pushFloat(offsetOf(p));
  store<u32>(labelSlots + (<usize>index << 2), label + 1);
  if (label + 1 > labelMask >> 1) growLabelSlots(label + 1);
  return label;
}

function growLabelSlots(count: u32): void {
  release(labelSlots, logOf((<usize>labelMask + 1) << 2));
  labelMask = (labelMask << 2) | 3;
  labelSlots = allocateZeroed((<usize>labelMask + 1) << 2);
  for (let label: u32 = 0; label < count; label++) {
    const row = <usize>labelRow.data + (<usize>label << 5);
    let index =
      hashLabel(load<u64>(row), load<u64>(row, 8), load<u64>(row, 16), load<u64>(row, 24)) &
      labelMask;
    while (load<u32>(labelSlots + (<usize>index << 2)) != 0) {
      index = (index + 1) & labelMask;
    }
    store<u32>(labelSlots + (<usize>index << 2), label + 1);
  }
}

/** Labels in all sets, and where those of the sample being read begin. */
let labelsPushed: u32 = 0;
let firstOfSet: u32 = 0;
let firstAddress: u32 = 0;
let sets: u32 = 1;

/** Ends the labels of a sample: appends its set to `sampleLabelSet`. */
// @ts-ignore: decorator
@inline
export function endLabels(): void {
  samples++;
  sampleLabelSet.push32(labelsPushed == firstOfSet ? 0 : takeSet());
}

function takeSet(): u32 {
  const set = isSharing ? findSet() : appendSet();
  firstOfSet = labelsPushed;
  if (isSharing) startSet();
  return set;
}

/** Notes where the next set begins. */
function startSet(): void {
  if (setLabel.cursor == setLabel.limit) setLabel.drain();
  firstAddress = setLabel.cursor;
}

/** Makes the labels read last a set of their own. */
// @ts-ignore: decorator
@inline
function appendSet(): u32 {
  setStart.push32(labelsPushed);
  return sets++;
}

function hashSet(labels: usize, count: u32): u32 {
  let h = <u64>count;
  for (let i: u32 = 0; i < count; i++) {
    h = (h ^ <u64>load<u32>(labels + (<usize>i << 2))) * PRIME;
    h ^= h >> 32;
  }
  return <u32>h ^ <u32>(h >> 43);
}

/** The set of the labels read last: an earlier one where there is one, and they are dropped. */
function findSet(): u32 {
  const labels = <usize>firstAddress;
  const count = labelsPushed - firstOfSet;
  // The host has taken a part of it: once per block a set stays unshared.
  if (setLabel.cursor - firstAddress != count << 2) return appendSet();
  const hash = hashSet(labels, count);
  let index = hash & setMask;
  let slot = setSlots + (<usize>index << 4);
  while (load<u32>(slot, 4) != 0) {
    if (
      load<u32>(slot) == hash &&
      load<u32>(slot, 12) == count &&
      memory.compare(labels, <usize>(sharedLabels.data + load<u32>(slot, 8)), <usize>count << 2) == 0
    ) {
      setLabel.cursor = firstAddress;
      labelsPushed = firstOfSet;
      return load<u32>(slot, 4);
    }
    index = (index + 1) & setMask;
    slot = setSlots + (<usize>index << 4);
  }
  const set = appendSet();
  store<u32>(slot, hash);
  store<u32>(slot, set, 4);
  store<u32>(slot, sharedLabels.bytes, 8);
  store<u32>(slot, count, 12);
  sharedLabels.reserve(count << 2);
  memory.copy(sharedLabels.end, labels, <usize>count << 2);
  sharedLabels.end += count << 2;
  if (set > SHARING_TRIAL && set > samples >> 1) {
    isSharing = false;
    release(setSlots, logOf((<usize>setMask + 1) << 4));
    release(sharedLabels.data, logOf(sharedLabels.limit - sharedLabels.data));
  } else if (set > setMask >> 1) {
    growSetSlots();
  }
  return set;
}

function growSetSlots(): void {
  const old = setSlots;
  const oldMask = setMask;
  setMask = (setMask << 2) | 3;
  setSlots = allocateZeroed((<usize>setMask + 1) << 4);
  for (let i: u32 = 0; i <= oldMask; i++) {
    const from = old + (<usize>i << 4);
    if (load<u32>(from, 4) == 0) continue;
    let index = load<u32>(from) & setMask;
    while (load<u32>(setSlots + (<usize>index << 4), 4) != 0) {
      index = (index + 1) & setMask;
    }
    memory.copy(setSlots + (<usize>index << 4), from, 16);
  }
  release(old, logOf((<usize>oldMask + 1) << 4));
}
