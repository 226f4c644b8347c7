import type { Lookalike } from "#contract/app-error.ts";

/**
 * What the first bytes of an input are. `pprof` also stands for "no idea": the protobuf has no magic
 * number, so whether it is one only the decoder can tell. The text formats (`goroutine-text`,
 * `heap-text`, `profile-text`, `text`) are for the text parsers.
 */
export type InputFormat = "empty" | "gzip" | "zstd" | "pprof" | Lookalike;

/** How much of an input `sniff` wants to see; more is not looked at. */
export const SNIFF_BYTES = 64 * 1024;

interface Magic {
  readonly format: InputFormat;
  readonly offset: number;
  readonly bytes: readonly number[];
}

function magic(format: InputFormat, text: string, offset = 0): Magic {
  return {
    format,
    offset,
    bytes: Array.from(text, (char) => char.charCodeAt(0)),
  };
}

/**
 * None of these can start a profile: read as protobuf each has an impossible wire type or one that
 * contradicts profile.proto within its first bytes. (PNG, xz and the fat Mach-O could in theory be
 * unknown fields; no writer makes such.)
 */
const MAGICS: readonly Magic[] = [
  magic("gzip", "\x1f\x8b"),
  magic("zstd", "\x28\xb5\x2f\xfd"),
  magic("zip", "PK\x03\x04"),
  magic("zip", "PK\x05\x06"),
  magic("elf", "\x7fELF"),
  magic("macho", "\xfe\xed\xfa\xce"),
  magic("macho", "\xfe\xed\xfa\xcf"),
  magic("macho", "\xce\xfa\xed\xfe"),
  magic("macho", "\xcf\xfa\xed\xfe"),
  magic("macho", "\xca\xfe\xba\xbe"),
  magic("pe", "MZ"),
  magic("jfr", "FLR\0"),
  magic("perf-data", "PERFILE2"),
  magic("perf-data", "PERFFILE"),
  magic("bzip2", "BZh"),
  magic("xz", "\xfd7zXZ\0"),
  magic("png", "\x89PNG\r\n\x1a\n"),
  magic("tar", "ustar", 257),
];

function hasMagic(head: Uint8Array, { offset, bytes }: Magic): boolean {
  return bytes.every((byte, i) => head[offset + i] === byte);
}

/**
 * Text has no control characters but white space and the escape of terminal colours. A profile
 * does: its first message starts with a field tag below 0x20 after the length.
 */
function isText(head: Uint8Array): boolean {
  for (const byte of head) {
    if (byte < 0x20 && !(byte >= 0x09 && byte <= 0x0d) && byte !== 0x1b) {
      return false;
    }
    if (byte === 0x7f) return false;
  }
  return true;
}

const TEXT_SIGNS: readonly (readonly [InputFormat, RegExp])[] = [
  ["goroutine-text", /^goroutine(?:leak)? profile: total \d+/m],
  ["heap-text", /^heap profile: +\d+: +-?\d+ \[/m],
  ["profile-text", /^\S+ profile: total \d+/m],
  ["profile-text", /^--- *(?:contentionz|contention|mutex)\b/m],
  // debug=2, a crash or a SIGQUIT trace, with whatever was logged around it (spec H1, H4).
  ["goroutine-text", /^goroutine \d+ (?:gp=\S+ m=\S+ (?:mp=\S+ )?)?\[/m],
];

/** A header, a call and its position: a dump in a log that holds binary bytes, too. */
const DUMP_AMONG_BYTES = /^goroutine \d+ .*:\r?\n\S.*\)\r?\n\t\S/m;

function sniffText(text: string): InputFormat {
  for (const [format, sign] of TEXT_SIGNS) if (sign.test(text)) return format;
  const start = text.trimStart();
  if (/^<(?:[a-z!?])/i.test(start)) return "html";
  if (/^(?:\{\s*["}]|\[\s*[[{"\]\d-])/.test(start)) return "json";
  return "text";
}

/** Format of an input by its first bytes (`SNIFF_BYTES` of them, or all). */
export function sniff(bytes: Uint8Array): InputFormat {
  if (bytes.length === 0) return "empty";
  const head = bytes.subarray(0, SNIFF_BYTES);
  const found = MAGICS.find((candidate) => hasMagic(head, candidate));
  if (found !== undefined) return found.format;
  const text = Buffer.from(
    head.buffer,
    head.byteOffset,
    head.byteLength,
  ).toString("latin1");
  // `go 1.26 trace\0\0\0`: internal/trace/reader.go.
  if (/^go 1\.\d+ trace\0/.test(text)) return "go-trace";
  if (/^(?:\xff\xfe|\xfe\xff)/.test(text)) return "text";
  if (isText(head)) return sniffText(text.replace(/^\xef\xbb\xbf/, ""));
  return DUMP_AMONG_BYTES.test(text) ? "goroutine-text" : "pprof";
}
