/** Compressed files by hand: gzip with every header field and several members, zstd frames block by block. */
import { deflateRawSync } from "node:zlib";
import * as zlib from "node:zlib";
import fc from "fast-check";

/** CRC32 by table: Node 20.10 has none. */
const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, i) => {
  let value = i;
  for (let bit = 0; bit < 8; bit += 1) {
    value = (value & 1) === 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  }
  return value;
});

function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = CRC_TABLE[(crc ^ byte) & 255] ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}

const u16 = (value: number): number[] => [value & 255, (value >>> 8) & 255];
const u32 = (value: number): number[] => [...u16(value), ...u16(value >>> 16)];

const HAS_CRC = 2;
const HAS_EXTRA = 4;
const HAS_NAME = 8;
const HAS_COMMENT = 16;

const LEVELS = [
  zlib.constants.Z_NO_COMPRESSION,
  zlib.constants.Z_BEST_SPEED,
  zlib.constants.Z_BEST_COMPRESSION,
];

const gzipHeader = fc.record({
  flags: fc.subarray([HAS_CRC, HAS_EXTRA, HAS_NAME, HAS_COMMENT]),
  extra: fc.uint8Array({ maxLength: 20 }),
  level: fc.constantFrom(...LEVELS),
  fault: fc.constantFrom("none", "none", "none", "crc", "size", "trailer"),
});

/** One gzip member (RFC 1952) of `bytes`, now and then with a wrong trailer. */
function gzipMember(bytes: Uint8Array): fc.Arbitrary<Uint8Array> {
  return gzipHeader.map(({ flags, extra, level, fault }) => {
    const has = (flag: number): boolean => flags.includes(flag);
    const bits = flags.reduce((sum, flag) => sum | flag, 0);
    const trailer = [
      ...u32(fault === "crc" ? 1 : crc32(bytes)),
      ...u32(fault === "size" ? 1 : bytes.length),
    ];
    return Buffer.concat([
      Uint8Array.from([0x1f, 0x8b, 8, bits, 0, 0, 0, 0, 0, 255]),
      Uint8Array.from(has(HAS_EXTRA) ? [...u16(extra.length), ...extra] : []),
      Buffer.from(has(HAS_NAME) ? "heap.pb\0" : ""),
      Buffer.from(has(HAS_COMMENT) ? "a comment\0" : ""),
      Uint8Array.from(has(HAS_CRC) ? [1, 2] : []),
      deflateRawSync(bytes, { level }),
      Uint8Array.from(fault === "trailer" ? trailer.slice(0, 5) : trailer),
    ]);
  });
}

interface Cut {
  readonly bytes: Uint8Array;
  readonly at: number;
}

const cutOf = (content: fc.Arbitrary<Uint8Array>): fc.Arbitrary<Cut> =>
  fc
    .tuple(content, fc.nat())
    .map(([bytes, at]) => ({ bytes, at: at % (bytes.length + 1) }));

/** Gzip of one or two members, with garbage behind some. */
export function arbitraryGzip(
  content: fc.Arbitrary<Uint8Array>,
): fc.Arbitrary<Uint8Array> {
  return cutOf(content).chain(({ bytes, at }) =>
    fc
      .tuple(
        gzipMember(bytes.subarray(0, at)),
        gzipMember(bytes.subarray(at)),
        fc.constantFrom("", "", "\0\0\0", "garbage", "\x1f\x8b"),
      )
      .map(([first, second, rest]) =>
        Buffer.concat([first, second, Buffer.from(rest, "latin1")]),
      ),
  );
}

const ZSTD_MAGIC = [0x28, 0xb5, 0x2f, 0xfd];
const RAW_BLOCK = 0;
const RLE_BLOCK = 1;

function zstdBlock(
  type: number,
  size: number,
  content: Uint8Array,
  isLast: boolean,
): Uint8Array {
  const header = (size << 3) | (type << 1) | (isLast ? 1 : 0);
  return Buffer.concat([
    Uint8Array.from([...u16(header), header >>> 16]),
    content,
  ]);
}

/** Zstandard (RFC 8878): raw and run-length blocks, window sizes of all kinds, skippable frames. */
export function arbitraryZstd(
  content: fc.Arbitrary<Uint8Array>,
): fc.Arbitrary<Uint8Array> {
  return fc
    .tuple(
      cutOf(content),
      // Window descriptor: 1 KiB to 3.75 TiB.
      fc.oneof(
        fc.constantFrom(0, 0x50, 0x58),
        fc.integer({ max: 255, min: 0 }),
      ),
      fc.constantFrom(0, 0, 0, 1, 1000, 2 ** 17, 2 ** 20),
      fc.constantFrom<readonly number[]>(
        [],
        [],
        [0x50, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3],
      ),
      fc.constantFrom(0, 0, 4, 0x20, 0xe0, 8),
    )
    .map(([{ bytes, at }, window, runs, skippable, descriptor]) => {
      const zero = new Uint8Array(1);
      const run = runs === 0 ? [] : [zstdBlock(RLE_BLOCK, runs, zero, false)];
      const first = bytes.subarray(0, at);
      const second = bytes.subarray(at);
      return Buffer.concat([
        Uint8Array.from(skippable),
        Uint8Array.from([...ZSTD_MAGIC, descriptor, window]),
        zstdBlock(RAW_BLOCK, first.length, first, false),
        ...run,
        zstdBlock(RAW_BLOCK, second.length, second, true),
      ]);
    });
}
