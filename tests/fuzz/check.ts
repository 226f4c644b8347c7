/** One input against one target: what every input must keep to. */
import type { FuzzTarget, Outcome } from "./target.ts";
import { peakBytes } from "./memory.ts";

/** Longest processor time for an input under 1 MB. */
export const HANG_MS = 2000;
/** Memory at most `MEMORY_FACTOR` times what the input inflates to, or times this if that is more. */
const MEMORY_FACTOR = 10;
const MEMORY_BASE_BYTES = 8 * 1024 * 1024;

/** How an input broke a promise. */
export type FaultKind = "throw" | "hang" | "memory" | "crash";

export interface Fault {
  readonly kind: FaultKind;
  /** Message and first own stack line: equal for inputs with the same cause. */
  readonly signature: string;
}

const OWN_FRAME = /\(?[^()\s]*\/((?:src|tests)\/[^():]+):\d+:\d+\)?$/;

/** Numbers taken out, so that one bug has one signature. */
function signatureOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const frame = (error.stack ?? "")
    .split("\n")
    .map((line) => OWN_FRAME.exec(line)?.[1])
    .find((path) => path !== undefined && !path.endsWith("fuzz/target.ts"));
  const message = error.message.split("\n")[0].replaceAll(/\d+/g, "N");
  return `${error.name}: ${message.slice(0, 120)} (${frame ?? "?"})`;
}

/** Runs the input; a fault where the target throws. */
export async function runOnce(
  target: FuzzTarget,
  input: Uint8Array,
): Promise<
  | { readonly outcome: Outcome; readonly fault?: undefined }
  | { readonly outcome?: undefined; readonly fault: Fault }
> {
  try {
    return { outcome: await target.run(input) };
  } catch (error) {
    return { fault: { kind: "throw", signature: signatureOf(error) } };
  }
}

/** Runs the input once more with its memory measured. */
export async function memoryFault(
  target: FuzzTarget,
  input: Uint8Array,
): Promise<Fault | undefined> {
  let inflatedBytes = input.length;
  const bytes = await peakBytes(async () => {
    const { outcome } = await runOnce(target, input);
    inflatedBytes = outcome?.inflatedBytes ?? input.length;
  });
  const limit = MEMORY_FACTOR * Math.max(inflatedBytes, MEMORY_BASE_BYTES);
  if (bytes <= limit) return undefined;
  const megabytes = (bytes / 2 ** 20).toFixed(0);
  console.error(`${target.name}: ${megabytes} MiB for ${input.length} bytes`);
  return { kind: "memory", signature: "memory" };
}
