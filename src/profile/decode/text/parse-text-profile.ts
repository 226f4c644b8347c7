import { err, type Result } from "#base/result.ts";
import { decodeUtf8 } from "../../utf8.ts";
import { parseContentionText } from "./parse-contention-text.ts";
import { parseCountText } from "./parse-count-text.ts";
import { parseHeapText } from "./parse-heap-text.ts";
import type { TextProfile, TextProfileError } from "./text-profile.ts";

/**
 * Reads any debug=1 text but goroutine dumps into a profile: heap, block, mutex, threadcreate and
 * custom count profiles. `not-a-text-profile` where the text has none of their headers.
 */
export function parseTextProfile(
  input: string | Uint8Array,
): Result<TextProfile, TextProfileError> {
  const text = typeof input === "string" ? input : decodeUtf8(input);
  for (const parse of [parseHeapText, parseContentionText, parseCountText]) {
    const parsed = parse(text);
    if (parsed.ok) return parsed;
  }
  return err({ code: "not-a-text-profile" });
}
