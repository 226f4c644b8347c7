/** Byte mutation: a few changes stacked on a known input, most of them small, some of them structural. */
import { varint } from "../fixtures/wire.ts";
import type { Random } from "./random.ts";

/** Inputs stay below this: many small ones find more than few large ones. */
export const MAX_INPUT_BYTES = 64 * 1024;

const EDGE_BYTES = [
  0, 1, 2, 7, 8, 10, 13, 0x1f, 0x20, 0x22, 0x2c, 0x30, 0x39, 0x5b, 0x5c, 0x5d,
  0x7b, 0x7d, 0x7f, 0x80, 0xc0, 0xe2, 0xed, 0xf4, 0xfe, 0xff,
];

const EDGE_VARINTS = [
  0n,
  1n,
  127n,
  128n,
  2n ** 31n - 1n,
  2n ** 31n,
  2n ** 32n - 1n,
  2n ** 32n,
  2n ** 53n,
  2n ** 63n - 1n,
  2n ** 63n,
  2n ** 64n - 1n,
].map((value) => Uint8Array.from(varint(value)));

const EDGE_TEXTS = [
  "0",
  "-1",
  "9223372036854775807",
  "9223372036854775808",
  "18446744073709551616",
  "1e999",
  "9".repeat(400),
  "\r\n",
  "\n\n",
  "\t",
  "\u202e",
  "\ufeff",
  "<img src=x onerror=alert(1)>",
  "null",
  "{}",
  "[]",
  '"__proto__":',
  '"constructor":',
  '{"toString":1}',
  "\\u0000",
  "\\ud800",
  '\\"',
].map((text) => new Uint8Array(Buffer.from(text)));

function spliced(
  input: Uint8Array,
  at: number,
  removed: number,
  added: Uint8Array,
): Uint8Array {
  const out = new Uint8Array(input.length - removed + added.length);
  out.set(input.subarray(0, at));
  out.set(added, at);
  out.set(input.subarray(at + removed), at + added.length);
  return out;
}

/** A range of at most half of `input`, mostly short. */
function rangeIn(
  input: Uint8Array,
  random: Random,
): { start: number; length: number } {
  const start = random.below(input.length + 1);
  const most = Math.min(
    input.length - start,
    random.below(4) === 0 ? Math.ceil(input.length / 2) : 16,
  );
  return { start, length: random.below(most + 1) };
}

type Mutation = (
  input: Uint8Array,
  random: Random,
  other: Uint8Array,
) => Uint8Array;

const setByte =
  (value: (byte: number, random: Random) => number): Mutation =>
  (input, random) => {
    if (input.length === 0) return input;
    const out = input.slice();
    const at = random.below(out.length);
    out[at] = value(out[at], random);
    return out;
  };

const MUTATIONS: readonly Mutation[] = [
  setByte((byte, random) => byte ^ (1 << random.below(8))),
  setByte((_, random) => random.pick(EDGE_BYTES)),
  setByte((_, random) => random.below(256)),
  setByte((byte, random) => byte + random.below(9) - 4),
  // Removed, doubled, moved.
  (input, random) => {
    const { start, length } = rangeIn(input, random);
    return spliced(input, start, length, new Uint8Array(0));
  },
  (input, random) => {
    const { start, length } = rangeIn(input, random);
    const copy = input.subarray(start, start + length);
    return spliced(input, random.below(input.length + 1), 0, copy);
  },
  (input, random) => {
    const { start, length } = rangeIn(input, random);
    const rounds = 1 + random.below(random.below(8) === 0 ? 500 : 20);
    const piece = input.subarray(start, start + length);
    const most = Math.floor(MAX_INPUT_BYTES / Math.max(1, length));
    const copies = Array<Uint8Array>(Math.min(rounds, most)).fill(piece);
    return spliced(input, start, 0, Buffer.concat(copies));
  },
  // Cut off, mixed with another.
  (input, random) => input.slice(0, random.below(input.length + 1)),
  (input, random, other) => {
    const { start, length } = rangeIn(other, random);
    const piece = other.subarray(start, start + length);
    return spliced(input, random.below(input.length + 1), 0, piece);
  },
  (input, random, other) =>
    Buffer.concat([
      input.subarray(0, random.below(input.length + 1)),
      other.subarray(random.below(other.length + 1)),
    ]),
  // Extremes, over what is there or between.
  (input, random) => {
    const { start, length } = rangeIn(input, random);
    const edge = random.pick(EDGE_VARINTS);
    return spliced(input, start, Math.min(length, edge.length), edge);
  },
  (input, random) => {
    const { start, length } = rangeIn(input, random);
    return spliced(input, start, length, random.pick(EDGE_TEXTS));
  },
  // A number in a text becomes an extreme one.
  (input, random) => {
    const from = random.below(input.length + 1);
    const isDigit = (byte: number): boolean => byte >= 0x30 && byte <= 0x39;
    let start = from;
    while (start < input.length && !isDigit(input[start])) start += 1;
    let end = start;
    while (end < input.length && isDigit(input[end])) end += 1;
    return spliced(input, start, end - start, random.pick(EDGE_TEXTS));
  },
];

/** `input` with one to eight changes; `other` lends pieces. Never longer than `MAX_INPUT_BYTES`. */
export function mutate(
  input: Uint8Array,
  other: Uint8Array,
  random: Random,
): Uint8Array {
  let out = input;
  const rounds = 1 + random.below(1 << random.below(4));
  for (let i = 0; i < rounds; i += 1) {
    out = random.pick(MUTATIONS)(out, random, other);
    if (out.length > MAX_INPUT_BYTES) out = out.slice(0, MAX_INPUT_BYTES);
  }
  return new Uint8Array(out);
}
