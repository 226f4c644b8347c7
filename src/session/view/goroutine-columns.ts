import { originOfFunction } from "#analysis/frame-kind.ts";
import type { CreatorNode } from "#analysis/goroutines/creator-tree.ts";
import type { GoroutineBucket } from "#analysis/goroutines/group-goroutines.ts";
import type { LeakFinding } from "#analysis/leaks/leak-finding.ts";
import type {
  CreatorsView,
  GoroutineDetail,
  GoroutineGroupsView,
  GoroutineMembers,
} from "#contract/goroutines.ts";
import { memberArgs } from "#profile/goroutines/member-args.ts";
import type {
  Creator,
  GoroutineGroup,
  GoroutineSnapshot,
} from "#profile/goroutines/goroutine-snapshot.ts";
import { StringTableBuilder } from "#profile/string-table.ts";

/** Index of the frame to show for a stack: the first in user code, else the leaf; -1 for none. */
function shownFrame({ frames }: GoroutineGroup): number {
  const user = frames.findIndex(
    ({ func, file }) => originOfFunction(func, file).kind === "user",
  );
  return user >= 0 ? user : frames.length - 1;
}

function placeOf({ file, line }: { file: string; line: number }): string {
  const name = file.slice(file.lastIndexOf("/") + 1);
  return line > 0 ? `${name}:${line}` : name;
}

function labelsText(group: GoroutineGroup): string {
  return Object.entries(group.labels)
    .map(([key, values]) => `${key}=${values.join(",")}`)
    .join(" ");
}

/** Finding of each group of the snapshot; -1 where it is in none. */
function findingOfGroup(
  snapshot: GoroutineSnapshot,
  findings: readonly LeakFinding[],
): Int32Array {
  const of = new Int32Array(snapshot.groups.length).fill(-1);
  findings.forEach(({ groupIndices }, index) => {
    for (const group of groupIndices) of[group] = index;
  });
  return of;
}

/** Rows of the groups table. O(buckets + groups). */
export function groupColumns(
  snapshot: GoroutineSnapshot,
  buckets: readonly GoroutineBucket[],
  findings: readonly LeakFinding[],
): GoroutineGroupsView {
  const strings = new StringTableBuilder();
  const { length } = buckets;
  const finding = findingOfGroup(snapshot, findings);
  const first = buckets.map(
    ({ groupIndices }) => snapshot.groups[groupIndices[0]],
  );
  const shown = first.map((group) => group.frames[shownFrame(group)]);
  const texts = (textOf: (row: number) => string): Uint32Array =>
    Uint32Array.from({ length }, (_, row) => strings.intern(textOf(row)));
  const numbers = (valueOf: (bucket: GoroutineBucket) => number) =>
    Float64Array.from(buckets, valueOf);
  const columns = {
    key: texts((row) => buckets[row].key),
    state: texts((row) =>
      buckets[row].states
        .map(({ waitReason }) => waitReason ?? "")
        .filter(Boolean)
        .join(", "),
    ),
    func: texts((row) => shown.at(row)?.func ?? ""),
    place: texts((row) => {
      const frame = shown.at(row);
      return frame === undefined ? "" : placeOf(frame);
    }),
    creator: texts((row) => first[row].createdBy?.func ?? ""),
    labels: texts((row) => labelsText(first[row])),
  };
  return {
    length,
    strings: strings.build(),
    count: numbers(({ count }) => count),
    leaked: numbers(({ leakedCount }) => leakedCount),
    locked: numbers(({ lockedCount }) => lockedCount),
    minWait: Int32Array.from(buckets, ({ minWaitMinutes }) => minWaitMinutes),
    maxWait: Int32Array.from(buckets, ({ maxWaitMinutes }) => maxWaitMinutes),
    groups: Uint32Array.from(
      buckets,
      ({ groupIndices }) => groupIndices.length,
    ),
    finding: Int32Array.from(
      buckets,
      ({ groupIndices }) => finding[groupIndices[0]],
    ),
    ...columns,
  };
}

function membersOf(
  snapshot: GoroutineSnapshot,
  groups: readonly GoroutineGroup[],
): GoroutineMembers {
  const strings = new StringTableBuilder();
  const { members } = snapshot;
  const rows: number[] = [];
  const state: number[] = [];
  const args: number[] = [];
  for (const group of groups) {
    const frame = shownFrame(group);
    const reason = strings.intern(group.waitReason ?? "");
    for (let row = group.memberStart; row < group.memberEnd; row += 1) {
      rows.push(row);
      state.push(reason);
      args.push(
        strings.intern(memberArgs(snapshot, group, row).at(frame) ?? ""),
      );
    }
  }
  return {
    length: rows.length,
    strings: strings.build(),
    id: Float64Array.from(rows, (row) => members.id[row]),
    waitMinutes: Int32Array.from(rows, (row) => members.waitMinutes[row]),
    creatorId: Float64Array.from(rows, (row) => members.creatorId[row]),
    flags: Uint8Array.from(rows, (row) => members.flags[row]),
    inputLine: Uint32Array.from(rows, (row) => members.inputLine[row]),
    state: Uint32Array.from(state),
    args: Uint32Array.from(args),
  };
}

/** Everything of one bucket: its most frequent stack, creators, labels and single goroutines. */
export function detailOf(
  snapshot: GoroutineSnapshot,
  bucket: GoroutineBucket,
): GoroutineDetail {
  const groups = bucket.groupIndices.map((index) => snapshot.groups[index]);
  const creators = new Map<string, { creator: Creator; count: number }>();
  const labels = new Map<string, Set<string>>();
  for (const group of groups) {
    const { createdBy, count } = group;
    if (createdBy !== null) {
      const key = `${createdBy.func}\n${createdBy.file}:${createdBy.line}`;
      const known = creators.get(key);
      if (known === undefined) creators.set(key, { creator: createdBy, count });
      else known.count += count;
    }
    for (const [key, values] of Object.entries(group.labels)) {
      const known = labels.get(key) ?? new Set();
      for (const value of values) known.add(value);
      labels.set(key, known);
    }
  }
  return {
    frames: groups[0].frames,
    stackCount: groups.length,
    count: bucket.count,
    states: bucket.states,
    creators: [...creators.values()].sort((a, b) => b.count - a.count),
    labels: Object.fromEntries(
      Array.from(labels, ([key, values]) => [key, [...values]]),
    ),
    members: membersOf(snapshot, groups),
  };
}

/** Rows of the creator tree. */
export function creatorColumns(
  snapshot: GoroutineSnapshot,
  nodes: readonly CreatorNode[],
  findings: readonly LeakFinding[],
): CreatorsView {
  const strings = new StringTableBuilder();
  const finding = findingOfGroup(snapshot, findings);
  const shown = nodes.map(({ groupIndex, func, file, line }) => {
    const group = snapshot.groups.at(groupIndex);
    if (groupIndex < 0 || group === undefined) {
      return { func, place: placeOf({ file, line }), state: "" };
    }
    const frame = group.frames.at(shownFrame(group));
    return {
      func: frame?.func ?? "",
      place: frame === undefined ? "" : placeOf(frame),
      state: group.waitReason ?? "",
    };
  });
  const texts = (values: readonly string[]): Uint32Array =>
    Uint32Array.from(values, (value) => strings.intern(value));
  const columns = {
    func: texts(shown.map(({ func }) => func)),
    place: texts(shown.map(({ place }) => place)),
    state: texts(shown.map(({ state }) => state)),
  };
  return {
    length: nodes.length,
    strings: strings.build(),
    parent: Int32Array.from(nodes, ({ parent }) => parent),
    count: Float64Array.from(nodes, ({ count }) => count),
    total: Float64Array.from(nodes, ({ total }) => total),
    hasEnded: Uint8Array.from(nodes, ({ kind }) => (kind === "ended" ? 1 : 0)),
    finding: Int32Array.from(nodes, ({ groupIndex }) =>
      groupIndex < 0 ? -1 : finding[groupIndex],
    ),
    ...columns,
  };
}
