type NumericArray = Float64Array | Int32Array | Uint32Array | Uint8Array;

/**
 * Copies `from` into `to`, a larger array, and returns it. Columns are grown by hand where they are
 * filled: one growing-column class for all element types would make every push megamorphic.
 */
export function grown<T extends NumericArray>(from: T, to: T): T {
  to.set(from);
  return to;
}
