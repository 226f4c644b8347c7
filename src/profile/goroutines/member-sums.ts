import {
  MEMBER_LEAKED,
  MEMBER_LOCKED,
  type GoroutineGroup,
  type MemberTable,
} from "./goroutine-snapshot.ts";

/** Fields of a group that sum up its members. */
export type MemberSums = Pick<
  GoroutineGroup,
  | "leakedCount"
  | "lockedCount"
  | "minWaitMinutes"
  | "maxWaitMinutes"
  | "agedCount"
>;

/** Sums over the rows `[start, end)` of `members`: zeros and -1 for an empty range. */
export function memberSums(
  members: MemberTable,
  start: number,
  end: number,
): MemberSums {
  let leakedCount = 0;
  let lockedCount = 0;
  let agedCount = 0;
  let min = Infinity;
  let max = -1;
  for (let row = start; row < end; row += 1) {
    const flags = members.flags[row];
    if ((flags & MEMBER_LEAKED) !== 0) leakedCount += 1;
    if ((flags & MEMBER_LOCKED) !== 0) lockedCount += 1;
    const minutes = members.waitMinutes[row];
    if (minutes < 0) continue;
    agedCount += 1;
    if (minutes < min) min = minutes;
    if (minutes > max) max = minutes;
  }
  return {
    leakedCount,
    lockedCount,
    minWaitMinutes: agedCount === 0 ? -1 : min,
    maxWaitMinutes: max,
    agedCount,
  };
}
