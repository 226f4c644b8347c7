import {
  UNPARSED_KEPT_MAX,
  type Creator,
  type GoroutineGroup,
  type GoroutineSnapshot,
  type GoroutineSource,
  type MemberTable,
  type StackFrame,
  type UnparsedText,
} from "../../goroutines/goroutine-snapshot.ts";
import { memberSums } from "../../goroutines/member-sums.ts";
import { goMinorEvidence } from "../../goroutines/go-version-evidence.ts";
import { decodeUtf8 } from "../../utf8.ts";
import type { FrameTable } from "./frame-table.ts";
import { NO_LABELS } from "./go-labels.ts";
import type { GoroutineState } from "./goroutine-header.ts";
import { grown } from "./grown.ts";
import { MemberColumns } from "./member-columns.ts";
import { NumberSet } from "./number-set.ts";
import type { OpenAncestor, OpenGoroutine } from "./open-goroutine.ts";

/** A group while reading: what its first goroutine had. */
interface GroupDraft {
  readonly hash: number;
  /** `[keyStart, keyEnd)` of the key column. */
  readonly keyStart: number;
  readonly keyEnd: number;
  readonly state: GoroutineState | null;
  readonly creatorFrame: number;
  readonly elidedAt: number;
  readonly elidedCount: number;
  readonly isCut: boolean;
  readonly ancestors: readonly OpenAncestor[];
  readonly argsStart: number;
  readonly argsEnd: number;
  count: number;
}

/** Integers of a group's key before its frames: state, creator, elision, cut. */
const KEY_HEAD = 4;

/**
 * Before Go 1.21 a traceback stops after 100 frames, hidden runtime frames included, without a word
 * (leak-signatures.md finding 6: 97 to 99 are shown). A creator without `in goroutine N` tells the age.
 */
const SILENT_CUT_MIN_FRAMES = 97;
const SILENT_CUT_MAX_FRAMES = 100;

/**
 * Collects the goroutines of one snapshot into groups as they are read: equal frames, wait reason,
 * labels and creator. Frames are compared by their row in `FrameTable`, so a repeated stack costs
 * one pass over some integers.
 */
export class SnapshotBuilder {
  private readonly members = new MemberColumns();
  private readonly groups: GroupDraft[] = [];
  private key = new Int32Array(1024);
  private keyUsed = 0;
  /** Open addressing over `groups`; index + 1, 0 = free. */
  private slots = new Uint32Array(256);
  private readonly ids = new NumberSet();
  private readonly unparsed: UnparsedText[] = [];
  private unparsedCount = 0;
  private lastLine = 0;
  firstLine = 0;
  takenAt: string | null = null;
  isTruncated = false;
  source: GoroutineSource = "debug2";

  constructor(private readonly frames: FrameTable) {}

  get goroutineCount(): number {
    return this.members.length;
  }

  get memoryBytes(): number {
    return this.members.memoryBytes + this.key.length * 4;
  }

  hasId(id: number): boolean {
    return this.ids.has(id);
  }

  /** Holds goroutines other than a thread's scheduling stack (`goroutine 0`). */
  get hasRealGoroutines(): boolean {
    return this.members.length > (this.ids.has(0) ? 1 : 0);
  }

  addUnparsed(line: number, text: string): void {
    this.unparsedCount += 1;
    if (this.unparsed.length < UNPARSED_KEPT_MAX) {
      this.unparsed.push({ line, text });
    }
  }

  /** Adds the goroutine; `open` may be reused afterwards. */
  add(open: OpenGoroutine, lastLine: number): void {
    // Lines taken out of several JSON streams do not come in their order.
    if (this.firstLine === 0 || open.line < this.firstLine) {
      this.firstLine = open.line;
    }
    if (lastLine > this.lastLine) this.lastLine = lastLine;
    this.ids.add(open.id);
    const index = this.groupOf(open);
    const draft = this.groups[index];
    draft.count += 1;
    const { members } = this;
    const hasOwnArgs = !members.hasArgs(open, draft.argsStart, draft.argsEnd);
    if (hasOwnArgs) members.keepArgs(open);
    members.add(index, open, hasOwnArgs);
  }

  private groupOf(open: OpenGoroutine): number {
    const start = this.keyUsed;
    const { frames: rows, frameCount } = open;
    if (start + frameCount + KEY_HEAD > this.key.length) {
      this.key = grown(
        this.key,
        new Int32Array((start + frameCount + KEY_HEAD) * 2),
      );
    }
    const { key: ints } = this;
    ints[start] = open.stateKey;
    ints[start + 1] = open.creatorFrame;
    ints[start + 2] = open.elidedAt;
    ints[start + 3] = open.isCut ? 1 : 0;
    let hash = Math.imul(open.stateKey + 31, 0x9e3779b1) ^ open.creatorFrame;
    hash = Math.imul(hash ^ open.elidedAt, 0x85ebca6b) ^ ints[start + 3];
    for (let i = 0; i < frameCount; i += 1) {
      ints[start + KEY_HEAD + i] = rows[i];
      hash = Math.imul(hash ^ rows[i], 0x85ebca6b);
      hash ^= hash >>> 13;
    }
    const end = start + KEY_HEAD + frameCount;
    const mask = this.slots.length - 1;
    let slot = (hash ^ (hash >>> 16)) & mask;
    for (; this.slots[slot] !== 0; slot = (slot + 1) & mask) {
      const index = this.slots[slot] - 1;
      if (this.isKeyOf(this.groups[index], hash, start, end)) return index;
    }
    this.keyUsed = end;
    this.slots[slot] = this.groups.length + 1;
    this.groups.push(this.draft(open, hash, start));
    if (this.groups.length * 2 > this.slots.length) this.growSlots();
    return this.groups.length - 1;
  }

  private isKeyOf(
    draft: GroupDraft,
    hash: number,
    start: number,
    end: number,
  ): boolean {
    if (draft.hash !== hash) return false;
    if (draft.keyEnd - draft.keyStart !== end - start) return false;
    const { key: ints } = this;
    for (let i = start, j = draft.keyStart; i < end; i += 1, j += 1) {
      if (ints[i] !== ints[j]) return false;
    }
    return true;
  }

  private draft(
    open: OpenGoroutine,
    hash: number,
    keyStart: number,
  ): GroupDraft {
    const argsStart = this.members.keepArgs(open);
    return {
      hash,
      keyStart,
      keyEnd: this.keyUsed,
      state: open.state,
      creatorFrame: open.creatorFrame,
      elidedAt: open.elidedAt,
      elidedCount: open.elidedCount,
      isCut: open.isCut,
      ancestors: open.ancestors,
      argsStart,
      argsEnd: argsStart + open.argsLength,
      count: 0,
    };
  }

  private growSlots(): void {
    const slots = new Uint32Array(this.slots.length * 2);
    const mask = slots.length - 1;
    this.groups.forEach(({ hash }, index) => {
      let slot = (hash ^ (hash >>> 16)) & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = index + 1;
    });
    this.slots = slots;
  }

  build(): GoroutineSnapshot {
    const members = this.members.build(this.groups.map((draft) => draft.count));
    let memberStart = 0;
    const groups = this.groups.map((draft) => {
      const group = this.buildGroup(draft, members, memberStart);
      memberStart += draft.count;
      return group;
    });
    return {
      source: this.source,
      isLeakProfile: false,
      groups,
      members,
      goroutineCount: this.members.length,
      claimedCount: -1,
      isTruncated: this.isTruncated,
      takenAt: this.takenAt,
      goMinorAtLeast: goMinorEvidence(groups, members),
      firstLine: this.firstLine,
      lastLine: this.lastLine,
      unparsed: this.unparsed,
      unparsedCount: this.unparsedCount,
    };
  }

  private buildGroup(
    draft: GroupDraft,
    members: MemberTable,
    memberStart: number,
  ): GoroutineGroup {
    const memberEnd = memberStart + draft.count;
    const createdBy = this.buildCreator(draft, members, memberStart);
    const frameCount = draft.keyEnd - draft.keyStart - KEY_HEAD;
    const isSilentlyCut =
      frameCount >= SILENT_CUT_MIN_FRAMES &&
      frameCount <= SILENT_CUT_MAX_FRAMES &&
      draft.elidedAt < 0 &&
      createdBy !== null &&
      members.creatorId[memberStart] < 0;
    return {
      frames: this.buildFrames(draft),
      isTruncated:
        draft.isCut || draft.elidedAt === frameCount || isSilentlyCut,
      elidedAt: draft.elidedAt,
      elidedCount: draft.elidedCount,
      count: draft.count,
      waitReason: draft.state?.waitReason ?? null,
      hiddenFrameCount: -1,
      pcs: [],
      createdBy,
      ancestors: draft.ancestors.map((ancestor) => ({
        goroutineId: ancestor.goroutineId,
        frames: ancestor.frames.map((frame) => this.frames.at(frame)),
        createdBy:
          ancestor.creatorFrame < 0
            ? null
            : creatorFrom(this.frames.at(ancestor.creatorFrame), -1),
      })),
      labels: draft.state?.labels ?? NO_LABELS,
      ...memberSums(members, memberStart, memberEnd),
      memberStart,
      memberEnd,
    };
  }

  private buildFrames(draft: GroupDraft): StackFrame[] {
    const args = decodeUtf8(
      this.members.argsBytes(draft.argsStart, draft.argsEnd),
    ).split("\n");
    const frames: StackFrame[] = [];
    for (let at = draft.keyStart + KEY_HEAD; at < draft.keyEnd; at += 1) {
      const frame = this.frames.at(this.key[at]);
      const own = args[frames.length];
      frames.push(own === "" ? frame : withArgs(frame, own));
    }
    return frames;
  }

  private buildCreator(
    draft: GroupDraft,
    members: MemberTable,
    memberStart: number,
  ): Creator | null {
    if (draft.creatorFrame < 0) return null;
    let id = members.creatorId[memberStart];
    for (let i = 1; i < draft.count && id >= 0; i += 1) {
      if (members.creatorId[memberStart + i] !== id) id = -1;
    }
    return creatorFrom(this.frames.at(draft.creatorFrame), id);
  }
}

/** Written out: spreading took most of the time of a dump with many distinct stacks. */
function withArgs(frame: StackFrame, args: string): StackFrame {
  const { func, file, line, startLine, isInlined } = frame;
  return { func, file, line, startLine, args, isInlined };
}

function creatorFrom(frame: StackFrame, goroutineId: number): Creator {
  return {
    func: frame.func,
    file: frame.file,
    line: frame.line,
    goroutineId,
  };
}
