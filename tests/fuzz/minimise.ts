/** Makes an input that shows a fault smaller, as long as it shows the same one. */

type Shows = (input: Uint8Array) => Promise<boolean>;

/** Delta debugging on bytes: ever smaller ranges are left out. Stops after `limitMs`. */
export async function minimise(
  input: Uint8Array,
  shows: Shows,
  limitMs: number,
): Promise<Uint8Array> {
  const end = Date.now() + limitMs;
  let best = input;
  for (let size = best.length >> 1; size > 0; size >>= 1) {
    for (let at = 0; at < best.length;) {
      if (Date.now() > end) return best;
      const shorter = Uint8Array.from([
        ...best.subarray(0, at),
        ...best.subarray(at + size),
      ]);
      if (await shows(shorter)) best = shorter;
      else at += size;
    }
  }
  return best;
}
