import type { GoroutineSnapshot } from "../../goroutines/goroutine-snapshot.ts";
import { encodeUtf8 } from "../../utf8.ts";
import { DumpReader } from "./dump-reader.ts";

/**
 * All snapshots in a text: debug=1, debug=2, goroutineleak, panic, SIGQUIT and fatal error traces,
 * goleak failures, alone or inside a log; in the order of the input. Empty where there is none.
 * Never fails: what can't be read is in `unparsed`. For long inputs use `DumpReader` itself.
 */
export function parseGoroutineText(
  input: string | Uint8Array,
): GoroutineSnapshot[] {
  const reader = new DumpReader();
  reader.push(typeof input === "string" ? encodeUtf8(input) : input);
  return reader.finish();
}
