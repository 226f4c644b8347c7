import { decodeUtf8 } from "../utf8.ts";
import type {
  GoroutineGroup,
  GoroutineSnapshot,
} from "./goroutine-snapshot.ts";

/**
 * Argument words of every frame of one goroutine, leaf first, without parentheses: entry i belongs
 * to `group.frames[i]`. `row` is a row of `snapshot.members` within the group.
 */
export function memberArgs(
  snapshot: Pick<GoroutineSnapshot, "members">,
  group: GoroutineGroup,
  row: number,
): readonly string[] {
  const { argsStart, args } = snapshot.members;
  const start = argsStart[row];
  const end = argsStart[row + 1];
  if (start === end) return group.frames.map((frame) => frame.args);
  return decodeUtf8(args, start, end - 1).split("\n");
}
