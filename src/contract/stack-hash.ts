/**
 * Names stacks by numbers, so that the page can tell which finding a tower of a flame graph belongs
 * to without a copy of all stacks: the session hashes each group's stack, the page each way from the
 * root. Frames that only some inputs show (the runtime's own, wrappers of go statements) don't count.
 *
 * ```
 *   runtime.gopark, runtime.chansend1, main.send, main.main      hash of  main.main, main.send
 *   main.send, main.main                                         the same
 * ```
 *
 * 53 bits: with 10^5 stacks and 10^6 boxes a false match is one in 10^5.
 */
import { isSharedFrame } from "#analysis/goroutines/stack-key.ts";
import { genericName } from "#analysis/leaks/mechanism/generic-name.ts";

/** Hash of the way to a frame, two 32-bit lanes. */
export interface PathHash {
  readonly high: number;
  readonly low: number;
}

/** The way without frames. */
export const NO_FRAMES: PathHash = { high: 0x811c9dc5, low: 0x9e3779b9 };

/** Hash of one function's name; null for frames that don't count. */
export function frameHash(func: string): PathHash | null {
  if (!isSharedFrame(func)) return null;
  const name = genericName(func);
  let high = 0x811c9dc5;
  let low = 0xcbf29ce4;
  for (let i = 0; i < name.length; i += 1) {
    const unit = name.charCodeAt(i);
    high = Math.imul(high ^ unit, 0x01000193);
    low = Math.imul(low ^ unit, 0x5bd1e995);
  }
  return { high: mixed(high), low: mixed(low) };
}

/** The way `path` and then `frame`; order matters. */
export function joinHash(path: PathHash, frame: PathHash): PathHash {
  return {
    high: mixed(Math.imul(path.high, 0x85ebca6b) ^ frame.high),
    low: mixed(Math.imul(path.low, 0xc2b2ae35) ^ frame.low),
  };
}

/** The hash as one number, an integer below 2^53. */
export function hashNumber({ high, low }: PathHash): number {
  return (high >>> 0) * 0x20_0000 + (low >>> 11);
}

/** Hash of a whole stack in the order given. `known` keeps the hashes of names. */
export function stackHash(
  names: readonly string[],
  known: Map<string, PathHash | null>,
): number {
  let path = NO_FRAMES;
  for (const name of names) {
    let frame = known.get(name);
    if (frame === undefined) {
      frame = frameHash(name);
      known.set(name, frame);
    }
    if (frame !== null) path = joinHash(path, frame);
  }
  return hashNumber(path);
}

function mixed(hash: number): number {
  const once = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return once ^ (once >>> 13);
}
