import type { SharedSnapshots } from "#contract/goroutines.ts";
import type {
  GoroutineGroup,
  GoroutineSnapshot,
  MemberTable,
  StackFrame,
} from "#profile/goroutines/goroutine-snapshot.ts";
import { decodeUtf8, encodeUtf8 } from "#profile/utf8.ts";
import { sharedColumns } from "./share-profile.ts";

/** A group as JSON: frames by number, program counters as text. */
interface GroupJson extends Omit<GoroutineGroup, "frames" | "pcs"> {
  readonly frames: readonly number[];
  readonly pcs: readonly string[];
}

interface SnapshotJson extends Omit<GoroutineSnapshot, "groups" | "members"> {
  readonly groups: readonly GroupJson[];
}

interface SnapshotsJson {
  readonly frames: readonly StackFrame[];
  readonly snapshots: readonly SnapshotJson[];
}

/** Gives equal frames one number: a dump has thousands of stacks of the same few hundred frames. */
class FrameNumbers {
  readonly frames: StackFrame[] = [];
  private readonly numberOf = new Map<string, number>();

  add(frame: StackFrame): number {
    const { func, file, line, startLine, args, isInlined } = frame;
    const key = `${func}\n${file}\n${line}\n${startLine}\n${args}\n${isInlined}`;
    let number = this.numberOf.get(key);
    if (number === undefined) {
      number = this.frames.length;
      this.frames.push(frame);
      this.numberOf.set(key, number);
    }
    return number;
  }
}

/**
 * Snapshots in shared memory: main hands them from the decode worker to session workers without
 * looking inside. Objects of groups would be copied, and block, on each hop.
 */
export function shareSnapshots(
  snapshots: readonly GoroutineSnapshot[],
): SharedSnapshots {
  const numbers = new FrameNumbers();
  const parts = snapshots.map(
    ({ members: _members, groups, ...rest }): SnapshotJson => ({
      ...rest,
      groups: groups.map((group) => ({
        ...group,
        frames: group.frames.map((frame) => numbers.add(frame)),
        pcs: group.pcs.map(String),
      })),
    }),
  );
  const text = JSON.stringify({
    frames: numbers.frames,
    snapshots: parts,
  } satisfies SnapshotsJson);
  return sharedColumns({
    json: encodeUtf8(text),
    members: snapshots.map(({ members }) => members),
  });
}

/** The snapshots of another thread; frames are made once, members are views on the same memory. */
export function snapshotsFromShared(
  shared: SharedSnapshots,
): GoroutineSnapshot[] {
  const json = JSON.parse(decodeUtf8(shared.json)) as SnapshotsJson;
  return json.snapshots.map((snapshot, i) => ({
    ...snapshot,
    members: shared.members[i] satisfies MemberTable,
    groups: snapshot.groups.map((group) => ({
      ...group,
      frames: group.frames.map((number) => json.frames[number]),
      pcs: group.pcs.map(BigInt),
    })),
  }));
}
