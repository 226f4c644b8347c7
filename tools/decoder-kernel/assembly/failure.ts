// Failing: the host's function throws, which unwinds the kernel. Reasons are positions in
// KERNEL_REASONS of src/profile/decode/kernel/kernel-failure.ts.

export const TRUNCATED: i32 = 0;
export const BAD_VARINT: i32 = 1;
export const BAD_WIRE_TYPE: i32 = 2;
export const LENGTH_PAST_END: i32 = 3;
export const NO_SAMPLE_TYPE: i32 = 4;
export const STRING_TABLE_FIRST: i32 = 5;
export const STRING_INDEX: i32 = 6;
export const ZERO_ID: i32 = 7;
export const DUPLICATE_ID: i32 = 8;
export const UNKNOWN_LOCATION: i32 = 9;
export const UNKNOWN_FUNCTION: i32 = 10;
export const VALUE_COUNT: i32 = 11;
export const CONCATENATED: i32 = 12;
export const OUT_OF_MEMORY: i32 = 13;

@external("host", "fail")
declare function hostFail(reason: i32, offset: f64, detail: u64): void;

/** Address of the input, and the offset in the file of its first byte. */
let inputStart: usize = 0;
let inputOffset: f64 = 0;

export function setInput(start: usize, offset: f64): void {
  inputStart = start;
  inputOffset = offset;
}

/** Offset in the file of address `p` of the input. */
export function offsetOf(p: usize): f64 {
  return inputOffset + <f64>(p - inputStart);
}

/** Does not return. */
export function failAt(reason: i32, offset: f64, detail: u64): void {
  hostFail(reason, offset, detail);
  unreachable();
}

/** Does not return. */
export function fail(reason: i32, p: usize, detail: u64): void {
  failAt(reason, offsetOf(p), detail);
}
