// Scalar fields of the profile message: 7 drop_frames, 8 keep_frames, 14 default_sample_type,
// 15 doc_url (string indices), then 9 time_nanos, 10 duration_nanos, 12 period.

/** The first so many are string indices. */
export const HEADER_STRINGS: usize = 4;

/** One u64 each, in the order above. */
export const headerValues: usize = memory.data(8 * 8, 8);

export function header(index: usize): u64 {
  return load<u64>(headerValues + (index << 3));
}

export const TIME_NANOS: usize = 4;

/** Place of scalar field `field`; -1 for others. */
export function headerIndex(field: u64): i32 {
  if (field == 7) return 0;
  if (field == 8) return 1;
  if (field == 14) return 2;
  if (field == 15) return 3;
  if (field == 9) return <i32>TIME_NANOS;
  if (field == 10) return 5;
  return field == 12 ? 6 : -1;
}
