// Varints exactly as pprof reads them (pprof profile/proto.go: decodeVarint): up to 10 bytes, bits
// beyond the 64th are lost, non-canonical encodings are fine.

import { BAD_VARINT, fail, TRUNCATED } from "./failure";

/** Address after the varint that was read last. */
export let at: usize = 0;

/** The varint at `p`, which must end before `end`. Leaves its end in `at`. */
// @ts-ignore: decorator
@inline
export function varint(p: usize, end: usize): u64 {
  if (p < end) {
    const first = <u64>load<u8>(p);
    if (first < 0x80) {
      at = p + 1;
      return first;
    }
  }
  return longVarint(p, end);
}

function longVarint(p: usize, end: usize): u64 {
  const limit = min(end, p + 10);
  let value: u64 = 0;
  let shift: u64 = 0;
  for (let q = p; q < limit;) {
    const byte = <u64>load<u8>(q++);
    value |= (byte & 0x7f) << shift;
    if (byte < 0x80) {
      at = q;
      return value;
    }
    shift += 7;
  }
  fail(limit == end && end - p < 10 ? TRUNCATED : BAD_VARINT, p, 0);
  return 0;
}

/** Whether a whole varint (or a hopeless one) lies in [p, end); else more input is needed. */
export function hasVarint(p: usize, end: usize): bool {
  const limit = min(end, p + 10);
  for (let q = p; q < limit; q++) if (load<u8>(q) < 0x80) return true;
  return limit == p + 10;
}
