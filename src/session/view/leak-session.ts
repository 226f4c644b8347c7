import { assertNever, ensureDefined } from "#base/assert.ts";
import { ok, type Result } from "#base/result.ts";
import { buildCreatorTree } from "#analysis/goroutines/creator-tree.ts";
import {
  groupGoroutines,
  labelKeysOf,
  type GoroutineBucket,
} from "#analysis/goroutines/group-goroutines.ts";
import { judgeGoroutines } from "#analysis/leaks/judge-goroutines.ts";
import { judgeHeap } from "#analysis/leaks/judge-heap.ts";
import type { LeakFinding } from "#analysis/leaks/leak-finding.ts";
import type { UserRules } from "#analysis/leaks/user-rules.ts";
import type { AppError } from "#contract/app-error.ts";
import {
  encodeCreators,
  encodeGoroutineDetail,
  encodeGoroutineGroups,
  encodeLeakDetail,
  encodeLeaksView,
  NO_STACKS,
  type LeakMoment,
  type LeaksView,
} from "#contract/goroutines.ts";
import type {
  LeakInput,
  LeakView,
  SessionBlock,
  SessionJob,
} from "#contract/worker-messages.ts";
import { goroutineSnapshotFromProfile } from "#profile/goroutines/goroutine-snapshot-from-profile.ts";
import type { GoroutineSnapshot } from "#profile/goroutines/goroutine-snapshot.ts";
import type { Profile } from "#profile/profile.ts";
import { profileFromShared } from "../share-profile.ts";
import { snapshotsFromShared } from "../share-snapshots.ts";
import { answerBlock } from "./answer-block.ts";
import { creatorColumns, detailOf, groupColumns } from "./goroutine-columns.ts";
import { leakMoments, type LeakPart, type Moment } from "./leak-moments.ts";
import { stackColumns } from "./stack-columns.ts";
import { withinFinding } from "./within-finding.ts";

const allocateShared = (byteLength: number): SharedArrayBuffer =>
  new SharedArrayBuffer(byteLength);

type GroupsRequest = Extract<
  LeakView,
  { readonly view: "goroutine-groups" | "goroutine-detail" }
>;

function isHeap(profile: Profile): boolean {
  return profile.sampleTypes.some(({ type }) => type.startsWith("inuse_"));
}

/**
 * What is judged together: snapshots of goroutines, joined where a profile and a dump are of one
 * moment, or heap profiles. Everything is made when first asked for and kept while the worker lives.
 */
export class LeakSession {
  private readonly inputs: readonly LeakInput[];
  private readonly usesEarlier: boolean;
  private kept: readonly Moment[] | undefined;
  private profiles: readonly Profile[] | undefined;
  private judged:
    | { readonly rules: string; readonly findings: readonly LeakFinding[] }
    | undefined;
  private grouped:
    | { readonly key: string; readonly buckets: readonly GoroutineBucket[] }
    | undefined;

  constructor(job: SessionJob) {
    this.inputs = ensureDefined(job.inputs, "a leak session has inputs");
    this.usesEarlier = job.usesEarlier ?? false;
  }

  /** A view as a bulk block; see `answerBlock`. */
  answer(
    view: LeakView,
    control: SharedArrayBuffer,
  ): Result<SessionBlock, AppError> {
    return answerBlock(control, undefined, () => ok(this.blockOf(view)));
  }

  private blockOf(view: LeakView): Uint8Array {
    switch (view.view) {
      case "leaks":
        return encodeLeaksView(this.leaks(view.userRules), allocateShared);
      case "leak": {
        const findings = this.findings(view.userRules);
        const finding = ensureDefined(
          findings[view.index],
          `no finding ${view.index}`,
        );
        return encodeLeakDetail(finding, allocateShared);
      }
      case "goroutine-groups":
        return encodeGoroutineGroups(
          groupColumns(
            this.newest,
            this.buckets(view),
            this.findings(view.userRules),
          ),
          allocateShared,
        );
      case "goroutine-detail": {
        const bucket = ensureDefined(
          this.buckets(view)[view.row],
          `no group ${view.row}`,
        );
        return encodeGoroutineDetail(
          detailOf(this.newest, bucket),
          allocateShared,
        );
      }
      case "creators":
        return encodeCreators(
          creatorColumns(
            this.newest,
            buildCreatorTree(this.newest),
            this.findings(view.userRules),
          ),
          allocateShared,
        );
      default:
        return assertNever(view);
    }
  }

  private get allProfiles(): readonly Profile[] {
    this.profiles ??= this.inputs.map(({ profile }) =>
      profileFromShared(profile),
    );
    return this.profiles;
  }

  private get isHeap(): boolean {
    return isHeap(this.allProfiles[0]);
  }

  /** Oldest first, base before current; the last one is of the file in front. */
  private get moments(): readonly Moment[] {
    this.kept ??= this.makeMoments();
    return this.kept;
  }

  private makeMoments(): readonly Moment[] {
    const parts = this.inputs.flatMap((input, i) => {
      const snapshots =
        input.snapshots === null
          ? [goroutineSnapshotFromProfile(this.allProfiles[i])]
          : snapshotsFromShared(input.snapshots);
      const wanted = this.usesEarlier ? snapshots : snapshots.slice(-1);
      return wanted.map((snapshot, part): LeakPart => ({
        snapshot,
        id: input.id,
        isFirst: i === 0 && part === wanted.length - 1,
        role: part === wanted.length - 1 ? input.role : "base",
      }));
    });
    return leakMoments(parts);
  }

  private get newest(): GoroutineSnapshot {
    return ensureDefined(this.moments.at(-1), "a series has a moment").snapshot;
  }

  private findings(userRules: UserRules): readonly LeakFinding[] {
    const rules = JSON.stringify(userRules);
    if (this.judged?.rules !== rules) {
      this.judged = { rules, findings: this.judge(userRules) };
    }
    return this.judged.findings;
  }

  private judge(userRules: UserRules): readonly LeakFinding[] {
    if (!this.isHeap) {
      return judgeGoroutines(
        this.moments.map(({ snapshot }) => snapshot),
        { userRules },
      );
    }
    const base = this.allProfiles.filter(
      (_, i) => this.inputs[i].role === "base",
    );
    return judgeHeap([...base, this.allProfiles[0]], { userRules });
  }

  private leaks(userRules: UserRules): LeaksView {
    const findings = this.findings(userRules);
    if (this.isHeap) return this.heapLeaks(findings);
    const { newest } = this;
    return {
      findings,
      goroutineCount: newest.goroutineCount,
      moments: this.moments.map(({ snapshot, ids }): LeakMoment => ({
        profileIds: ids,
        goroutineCount: snapshot.goroutineCount,
        takenAt: snapshot.takenAt,
        source: snapshot.source,
      })),
      goMinorAtLeast: newest.goMinorAtLeast,
      isTruncated: newest.isTruncated,
      unparsed: newest.unparsed,
      unparsedCount: newest.unparsedCount,
      labelKeys: labelKeysOf(newest),
      stacks: stackColumns(newest, findings),
    };
  }

  private heapLeaks(findings: readonly LeakFinding[]): LeaksView {
    const order = [
      ...this.inputs.filter(({ role }) => role === "base"),
      this.inputs[0],
    ];
    return {
      findings,
      goroutineCount: 0,
      moments: order.map(({ id }): LeakMoment => ({
        profileIds: [id],
        goroutineCount: 0,
        takenAt: null,
        source: "heap",
      })),
      goMinorAtLeast: 0,
      isTruncated: false,
      unparsed: [],
      unparsedCount: 0,
      labelKeys: [],
      stacks: NO_STACKS,
    };
  }

  private buckets(view: GroupsRequest): readonly GoroutineBucket[] {
    const { granularity, labelKey, findingIndex, userRules } = view;
    const key = JSON.stringify([granularity, labelKey, findingIndex]);
    if (findingIndex < 0 && this.grouped?.key === key) {
      return this.grouped.buckets;
    }
    const buckets = groupGoroutines(this.newest, granularity, labelKey);
    if (findingIndex >= 0) {
      const finding = this.findings(userRules).at(findingIndex);
      return withinFinding(this.newest, buckets, finding?.groupIndices ?? []);
    }
    this.grouped = { key, buckets };
    return buckets;
  }
}
