type NumericArray = Float64Array | Int32Array | Uint32Array | Uint8Array;

/** A typed array that doubles when it is full. */
export class GrowingColumn<T extends NumericArray> {
  length = 0;
  values: T;

  constructor(private readonly allocate: (length: number) => T) {
    this.values = allocate(64);
  }

  push(value: number): void {
    if (this.length === this.values.length) this.reserve(1);
    this.values[this.length] = value;
    this.length += 1;
  }

  /** Makes room for `extra` values behind `length`. */
  reserve(extra: number): void {
    if (this.length + extra <= this.values.length) return;
    const larger = this.allocate(
      Math.max(this.values.length * 2, this.length + extra),
    );
    larger.set(this.values.subarray(0, this.length));
    this.values = larger;
  }
}
