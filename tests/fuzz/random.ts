/** A small seeded generator (xorshift128+): the same seed gives the same run. */
export class Random {
  private a: number;
  private b: number;

  constructor(seed: number) {
    this.a = (seed ^ 0x9e3779b9) | 0 || 1;
    this.b = (Math.imul(seed, 0x85ebca6b) ^ 0xc2b2ae35) | 0 || 2;
    for (let i = 0; i < 8; i += 1) this.bits();
  }

  /** 32 random bits, unsigned. */
  bits(): number {
    let x = this.a;
    const y = this.b;
    this.a = y;
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= y ^ (y >>> 16);
    this.b = x;
    return (x + y) >>> 0;
  }

  /** An integer in `[0, end)`. */
  below(end: number): number {
    return end <= 1 ? 0 : this.bits() % end;
  }

  pick<T>(items: readonly T[]): T {
    return items[this.below(items.length)];
  }
}
