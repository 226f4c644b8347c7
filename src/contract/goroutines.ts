/**
 * Findings and goroutines as they cross boundaries: what is asked for, and the bulk replies, packed
 * by the session worker and unpacked by the page.
 */
import type { Evidence, LeakFinding } from "#analysis/leaks/leak-finding.ts";
import type { UserRules } from "#analysis/leaks/user-rules.ts";
import type { ProfileKind } from "#analysis/profile-kind.ts";
import type { GoroutineGranularity } from "#analysis/goroutines/group-goroutines.ts";
import {
  type Creator,
  type GoroutineSource,
  MEMBER_DURABLE,
  MEMBER_LEAKED,
  MEMBER_LOCKED,
  type MemberTable,
  type StackFrame,
  type UnparsedText,
} from "#profile/goroutines/goroutine-snapshot.ts";
import type { StringTable } from "#profile/string-table.ts";
import { decodeUtf8, encodeUtf8 } from "#profile/utf8.ts";
import { BulkReader, encodeBulk, type BulkColumn } from "./bulk.ts";
import type { ProfileId } from "./profile-id.ts";
import { type Allocate, unpackStrings } from "./views.ts";

export { MEMBER_DURABLE, MEMBER_LEAKED, MEMBER_LOCKED };

/** Goroutine snapshots as they cross threads: JSON of all but the members, in shared memory. */
export interface SharedSnapshots {
  readonly json: Uint8Array;
  /** One for each snapshot, in their order. */
  readonly members: readonly MemberTable[];
}

/** What the page knows of a goroutine input without asking for a view; of its newest snapshot. */
export interface GoroutineFacts {
  readonly source: GoroutineSource;
  readonly goroutineCount: number;
  /** Total the header claims; -1 where there is none. */
  readonly claimedCount: number;
  readonly isTruncated: boolean;
  /** 24 for "Go >= 1.24"; 0 where nothing tells. */
  readonly goMinorAtLeast: number;
  /** How many snapshots the input holds. */
  readonly snapshotCount: number;
  /** Lines that could not be read, in all snapshots. */
  readonly unparsedCount: number;
}

/**
 * What is judged together. Snapshots of the base files come before those of the current ones; within
 * a role a profile and a dump of one moment are joined (terminal.md, "Join"), and a goroutineleak
 * profile beside goroutines proves those it has.
 */
export interface LeakSpec {
  /** The file in front, then those that may be of the same moment. Never empty. */
  readonly currentIds: readonly ProfileId[];
  /** Earlier files of the same process; empty for none. */
  readonly baseIds: readonly ProfileId[];
  /** Whether earlier snapshots in the file in front are a base, too. */
  readonly usesEarlier: boolean;
}

/** One finding in full. */
export interface LeakDetailSpec extends LeakSpec {
  readonly index: number;
}

/** Goroutines put together at a granularity. */
export interface GoroutineSpec extends LeakSpec {
  readonly granularity: GoroutineGranularity;
  /** For granularity `label`; null for whole label sets. */
  readonly labelKey: string | null;
  /** Only the goroutines of this finding; -1 for all. */
  readonly findingIndex: number;
}

/** One of the groups of a `GoroutineSpec`. */
export interface GoroutineDetailSpec extends GoroutineSpec {
  readonly row: number;
}

/** One moment of what was judged. */
export interface LeakMoment {
  readonly profileIds: readonly ProfileId[];
  readonly goroutineCount: number;
  /** ISO 8601; null where unknown. */
  readonly takenAt: string | null;
  readonly source: GoroutineSource | "heap";
}

/** A finding without what only its own page needs: stack, evidence and groups are empty. */
export type LeakRow = LeakFinding;

/**
 * Which finding each stack of the newest moment belongs to, one row for a stack and a finding. Stacks
 * are named by their `stackHash`, root first and leaf first.
 */
export interface StackFindings {
  readonly rootFirst: Float64Array;
  readonly leafFirst: Float64Array;
  readonly finding: Int32Array;
  /** Goroutines. */
  readonly count: Float64Array;
}

/** Of inputs without goroutines. */
export const NO_STACKS: StackFindings = {
  rootFirst: new Float64Array(0),
  leafFirst: new Float64Array(0),
  finding: new Int32Array(0),
  count: new Float64Array(0),
};

/** The reply of `leaks/list`. */
export interface LeaksView {
  readonly findings: readonly LeakRow[];
  /** Goroutines of the newest moment; 0 for heaps. */
  readonly goroutineCount: number;
  /** Oldest first; the last one is what the findings are of. */
  readonly moments: readonly LeakMoment[];
  /** See `GoroutineFacts`. */
  readonly goMinorAtLeast: number;
  readonly isTruncated: boolean;
  /** First lines that could not be read, with their numbers. */
  readonly unparsed: readonly UnparsedText[];
  readonly unparsedCount: number;
  /** Keys of labels, those of most goroutines first. */
  readonly labelKeys: readonly string[];
  readonly stacks: StackFindings;
}

/** The reply of `goroutines/groups`: one row for each bucket, most goroutines first. */
export interface GoroutineGroupsView {
  readonly length: number;
  readonly strings: StringTable;
  readonly count: Float64Array;
  /** -1 where no goroutine has minutes. */
  readonly minWait: Int32Array;
  readonly maxWait: Int32Array;
  readonly leaked: Float64Array;
  readonly locked: Float64Array;
  /** How many distinct groups are in the bucket. */
  readonly groups: Uint32Array;
  /** Finding of the largest group in it; -1 for none. */
  readonly finding: Int32Array;
  /** String indices: what the bucket is of, its state, user frame, place, creator, labels. */
  readonly key: Uint32Array;
  readonly state: Uint32Array;
  readonly func: Uint32Array;
  readonly place: Uint32Array;
  readonly creator: Uint32Array;
  readonly labels: Uint32Array;
}

/** One bucket in full; `members` has no rows for pprof and debug=1. */
export interface GoroutineDetail {
  readonly frames: readonly StackFrame[];
  /** How many distinct stacks there are; `frames` is the most frequent one. */
  readonly stackCount: number;
  readonly count: number;
  readonly states: readonly {
    readonly waitReason: string | null;
    readonly count: number;
  }[];
  readonly creators: readonly {
    readonly creator: Creator;
    readonly count: number;
  }[];
  readonly labels: Readonly<Record<string, readonly string[]>>;
  readonly members: GoroutineMembers;
}

/** Single goroutines of a bucket. */
export interface GoroutineMembers {
  readonly length: number;
  readonly strings: StringTable;
  readonly id: Float64Array;
  readonly waitMinutes: Int32Array;
  readonly creatorId: Float64Array;
  /** `MEMBER_…` bits. */
  readonly flags: Uint8Array;
  readonly inputLine: Uint32Array;
  /** String indices: wait state; arguments of the frame in user code. */
  readonly state: Uint32Array;
  readonly args: Uint32Array;
}

/** The reply of `goroutines/creators`: parents before their children. */
export interface CreatorsView {
  readonly length: number;
  readonly strings: StringTable;
  /** -1 for roots. */
  readonly parent: Int32Array;
  readonly count: Float64Array;
  readonly total: Float64Array;
  /** 1 where the creator is gone. */
  readonly hasEnded: Uint8Array;
  readonly finding: Int32Array;
  /** String indices. */
  readonly func: Uint32Array;
  readonly place: Uint32Array;
  readonly state: Uint32Array;
}

/** What the user marked and wrote, and where it is kept. */
export interface RulesReply {
  readonly rules: UserRules;
  readonly path: string;
  /** Why the file can't be used; "" where it can. */
  readonly problem: string;
}

/** Whether a profile is of goroutines, judged alone. */
export function isGoroutineKind(kind: ProfileKind): boolean {
  return kind === "goroutine" || kind === "goroutineleak";
}

/** Whether a profile is judged in pairs. */
export function isHeapKind(kind: ProfileKind): boolean {
  return kind === "heap" || kind === "allocs";
}

/** A finding as JSON has it: int64 as decimal strings. */
type FindingJson = Omit<LeakFinding, "bytes" | "baseBytes"> & {
  readonly bytes: string | null;
  readonly baseBytes: string | null;
};

function findingToJson(finding: LeakFinding): FindingJson {
  return {
    ...finding,
    bytes: finding.bytes === null ? null : finding.bytes.toString(),
    baseBytes: finding.baseBytes === null ? null : finding.baseBytes.toString(),
  };
}

function findingFromJson(json: FindingJson): LeakFinding {
  return {
    ...json,
    bytes: json.bytes === null ? null : BigInt(json.bytes),
    baseBytes: json.baseBytes === null ? null : BigInt(json.baseBytes),
  };
}

function jsonBlock(value: unknown, allocate?: Allocate): Uint8Array {
  return encodeBulk({}, { json: encodeUtf8(JSON.stringify(value)) }, allocate);
}

function readJson(reader: BulkReader): unknown {
  return JSON.parse(decodeUtf8(reader.u8("json")));
}

const NO_EVIDENCE: readonly Evidence[] = [];

/** Packs findings, without stacks, evidence and groups. */
export function encodeLeaksView(
  view: LeaksView,
  allocate?: Allocate,
): Uint8Array {
  const findings = view.findings.map((finding) =>
    findingToJson({
      ...finding,
      stack: [],
      evidence: NO_EVIDENCE,
      groupIndices: [],
    }),
  );
  const { stacks, ...rest } = view;
  return encodeBulk(
    {},
    { json: encodeUtf8(JSON.stringify({ ...rest, findings })), ...stacks },
    allocate,
  );
}

/** The reply of `leaks/list`. */
export function decodeLeaksView(buffer: ArrayBuffer): LeaksView {
  const reader = new BulkReader(buffer);
  const json = readJson(reader) as Omit<LeaksView, "findings" | "stacks"> & {
    readonly findings: readonly FindingJson[];
  };
  return {
    ...json,
    findings: json.findings.map(findingFromJson),
    stacks: {
      rootFirst: reader.f64("rootFirst"),
      leafFirst: reader.f64("leafFirst"),
      finding: reader.i32("finding"),
      count: reader.f64("count"),
    },
  };
}

/** Packs one finding. */
export function encodeLeakDetail(
  finding: LeakFinding,
  allocate?: Allocate,
): Uint8Array {
  return jsonBlock(findingToJson(finding), allocate);
}

/** The reply of `leaks/detail`. */
export function decodeLeakDetail(buffer: ArrayBuffer): LeakFinding {
  return findingFromJson(readJson(new BulkReader(buffer)) as FindingJson);
}

/** Rows as columns of a bulk block, their texts as `unpackStrings` wants them. */
function columnsOf(
  rows: GoroutineGroupsView | CreatorsView | GoroutineDetail["members"],
): Readonly<Record<string, BulkColumn>> {
  const { length: _length, strings, ...columns } = rows;
  const { bytes, offsets } = strings.columns;
  return { stringBytes: bytes, stringOffsets: offsets, ...columns };
}

/** Packs buckets. */
export function encodeGoroutineGroups(
  view: GoroutineGroupsView,
  allocate?: Allocate,
): Uint8Array {
  return encodeBulk({}, columnsOf(view), allocate);
}

/** The reply of `goroutines/groups`. Views on `buffer`, nothing copied. */
export function decodeGoroutineGroups(
  buffer: ArrayBuffer,
): GoroutineGroupsView {
  const reader = new BulkReader(buffer);
  const count = reader.f64("count");
  return {
    length: count.length,
    strings: unpackStrings(reader),
    count,
    minWait: reader.i32("minWait"),
    maxWait: reader.i32("maxWait"),
    leaked: reader.f64("leaked"),
    locked: reader.f64("locked"),
    groups: reader.u32("groups"),
    finding: reader.i32("finding"),
    key: reader.u32("key"),
    state: reader.u32("state"),
    func: reader.u32("func"),
    place: reader.u32("place"),
    creator: reader.u32("creator"),
    labels: reader.u32("labels"),
  };
}

/** Packs one bucket. */
export function encodeGoroutineDetail(
  { members, ...rest }: GoroutineDetail,
  allocate?: Allocate,
): Uint8Array {
  const json = encodeUtf8(JSON.stringify(rest));
  return encodeBulk({}, { json, ...columnsOf(members) }, allocate);
}

/** The reply of `goroutines/detail`. */
export function decodeGoroutineDetail(buffer: ArrayBuffer): GoroutineDetail {
  const reader = new BulkReader(buffer);
  const id = reader.f64("id");
  return {
    ...(readJson(reader) as Omit<GoroutineDetail, "members">),
    members: {
      length: id.length,
      strings: unpackStrings(reader),
      id,
      waitMinutes: reader.i32("waitMinutes"),
      creatorId: reader.f64("creatorId"),
      flags: reader.u8("flags"),
      inputLine: reader.u32("inputLine"),
      state: reader.u32("state"),
      args: reader.u32("args"),
    },
  };
}

/** Packs a creator tree. */
export function encodeCreators(
  view: CreatorsView,
  allocate?: Allocate,
): Uint8Array {
  return encodeBulk({}, columnsOf(view), allocate);
}

/** The reply of `goroutines/creators`. Views on `buffer`, nothing copied. */
export function decodeCreators(buffer: ArrayBuffer): CreatorsView {
  const reader = new BulkReader(buffer);
  const parent = reader.i32("parent");
  return {
    length: parent.length,
    strings: unpackStrings(reader),
    parent,
    count: reader.f64("count"),
    total: reader.f64("total"),
    hasEnded: reader.u8("hasEnded"),
    finding: reader.i32("finding"),
    func: reader.u32("func"),
    place: reader.u32("place"),
    state: reader.u32("state"),
  };
}
