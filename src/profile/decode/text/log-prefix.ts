/**
 * What log shippers put before each line of a dump (docker compose, CRI, journald, klog, test
 * output), learned from the header of a goroutine in the middle of a line:
 * ```
 *   2026-11-23T06:31:00.123456789Z stderr F goroutine 18 [chan send]:
 *   ^------------- prefix ----------------^
 * ```
 * The following lines have the same prefix but for its times, which tick and may change their width
 * (trailing zeros of a fraction, a new month). All else has to be equal, so that a second container's
 * lines in the same log stay apart.
 */
import { decodeUtf8 } from "../../utf8.ts";
import type { ByteRange } from "./byte-range.ts";

const MONTH = "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)";

/** Times as loggers write them; the first that matches at a place is taken. */
const TIME_PATTERNS: readonly string[] = [
  // ISO 8601, Go's log package, syslog's RFC 5424
  "\\d{4}[-/]\\d\\d[-/]\\d\\d[T ]\\d\\d:\\d\\d:\\d\\d(?:[.,]\\d+)?(?: ?(?:Z|UTC|[+-]\\d\\d:?\\d\\d))?",
  // syslog and journald
  `${MONTH} [ \\d]\\d \\d\\d:\\d\\d:\\d\\d(?:[.,]\\d+)?`,
  // klog: W1123 06:31:00.123456
  "(?<=[IWEF])\\d{4} \\d\\d:\\d\\d:\\d\\d\\.\\d+",
  // time alone, kernel seconds, epochs
  "\\d\\d:\\d\\d:\\d\\d(?:[.,]\\d+)?",
  "\\d+\\.\\d{3,9}",
  "\\d{10,19}",
];

const TIMES = new RegExp(TIME_PATTERNS.join("|"), "g");
const ISO_TIME =
  /(\d{4})[-/](\d\d)[-/](\d\d)[T ](\d\d:\d\d:\d\d)(?:[.,](\d+))?( ?(?:Z|UTC|[+-]\d\d:?\d\d))?/;

function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

/** Pattern of the prefix with its times open: the key by which lines of one source are told. */
export function prefixPattern(prefix: string): string {
  let pattern = "";
  let at = 0;
  for (const match of prefix.matchAll(TIMES)) {
    pattern += escapeRegExp(prefix.slice(at, match.index));
    const kind = TIME_PATTERNS.find((source) =>
      new RegExp(`^(?:${source.replace("(?<=[IWEF])", "")})$`).test(match[0]),
    );
    pattern += `(?:${(kind ?? "").replace("(?<=[IWEF])", "")})`;
    at = match.index + match[0].length;
  }
  return pattern + escapeRegExp(prefix.slice(at));
}

/** The time in a prefix as ISO 8601 with its zone, or null where it has no date and zone. */
export function prefixTime(prefix: string): string | null {
  const match = ISO_TIME.exec(prefix);
  if (match === null || match[6] === undefined) return null;
  const [, year, month, day, time, fraction] = match;
  const zone = match[6].trim().replace("UTC", "Z");
  const millis = fraction === undefined ? "" : `.${fraction.slice(0, 3)}`;
  const parsed = new Date(`${year}-${month}-${day}T${time}${millis}${zone}`);
  return Number.isNaN(parsed.getTime()) ? null : parsed.toISOString();
}

const DIGIT_0 = 0x30;
const DIGIT_9 = 0x39;

/** Longest prefix looked at; a header further right is in the middle of a message. */
export const PREFIX_MAX = 400;

/** Recognises the prefix of one source of lines and says where the line itself begins. */
export class PrefixMatcher {
  readonly pattern: string;
  private readonly regExp: RegExp;
  /** The prefix of an empty line, which loses the blanks at its end on the way. */
  private readonly bareRegExp: RegExp;
  private readonly isTime: Uint8Array;

  /** `bytes` is the prefix of the first line, `text` the same decoded. */
  constructor(
    private readonly bytes: Uint8Array,
    text: string,
  ) {
    this.pattern = prefixPattern(text);
    this.regExp = new RegExp(`^${this.pattern}`);
    this.bareRegExp = new RegExp(`^${prefixPattern(text.trimEnd())}$`);
    this.isTime = new Uint8Array(bytes.length);
    if (text.length === bytes.length) {
      for (const match of text.matchAll(TIMES)) {
        this.isTime.fill(1, match.index, match.index + match[0].length);
      }
    }
  }

  /** Offset behind the prefix, or -1 where the line has another one. */
  match(line: ByteRange): number {
    const quick = this.matchSameWidth(line);
    if (quick >= 0) return quick;
    const head = decodeUtf8(
      line.buf,
      line.start,
      Math.min(line.end, line.start + this.bytes.length + 16),
    );
    const match = this.regExp.exec(head);
    if (match === null) return this.bareRegExp.test(head) ? line.end : -1;
    // Prefixes of another width are times in ASCII: characters are bytes unless the text is not.
    return line.start + byteLength(match[0]);
  }

  private matchSameWidth(line: ByteRange): number {
    const { buf, start, end } = line;
    const { bytes: prefix } = this;
    if (end - start < prefix.length) return -1;
    for (let i = 0; i < prefix.length; i += 1) {
      const c = buf[start + i];
      if (c === prefix[i]) continue;
      const isDigit = c >= DIGIT_0 && c <= DIGIT_9;
      const wasDigit = prefix[i] >= DIGIT_0 && prefix[i] <= DIGIT_9;
      if (!isDigit || !wasDigit || this.isTime[i] === 0) return -1;
    }
    return start + prefix.length;
  }
}

function byteLength(text: string): number {
  let bytes = 0;
  for (const char of text) {
    const point = char.codePointAt(0) ?? 0;
    if (point < 0x80 || (point >= 0xdc80 && point <= 0xdcff)) bytes += 1;
    else if (point < 0x800) bytes += 2;
    else bytes += point < 0x10000 ? 3 : 4;
  }
  return bytes;
}
