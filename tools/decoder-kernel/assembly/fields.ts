// Protobuf framing as pprof does it (proto.go: decodeField): wire types 0, 1, 2 and 5.

import { BAD_WIRE_TYPE, fail, LENGTH_PAST_END, TRUNCATED } from "./failure";
import { at, varint } from "./varint";

/** Fields nobody knows. */
export let unknownFields: u32 = 0;

/** Checks and passes the field whose tag was read; its end. Known fields may be passed too. */
export function skipField(p: usize, end: usize, tag: u64): usize {
  const type = <u32>(tag & 7);
  if (type == 0) {
    varint(p, end);
    return at;
  }
  if (type == 2) {
    const length = lengthAt(p, end);
    return at + length;
  }
  const size: usize = type == 1 ? 8 : 4;
  if (type != 1 && type != 5) fail(BAD_WIRE_TYPE, p, <u64>type);
  if (end - p < size) fail(TRUNCATED, p, 0);
  return p + size;
}

/** As `skipField`, and counts the field as unknown. */
export function skipUnknown(p: usize, end: usize, tag: u64): usize {
  unknownFields++;
  return skipField(p, end, tag);
}

/** Length of the length-delimited field at `p`; its content starts at `at`. */
// @ts-ignore: decorator
@inline
export function lengthAt(p: usize, end: usize): usize {
  const length = varint(p, end);
  if (length > <u64>(end - at)) fail(LENGTH_PAST_END, p, length);
  return <usize>length;
}

/** Fails unless the wire type of `tag` is `type`; the field is read first, as pprof does. */
// @ts-ignore: decorator
@inline
export function expectType(p: usize, end: usize, tag: u64, type: u64): void {
  if ((tag & 7) != type) mismatch(p, end, tag);
}

function mismatch(p: usize, end: usize, tag: u64): void {
  skipField(p, end, tag);
  fail(BAD_WIRE_TYPE, p, tag & 7);
}
