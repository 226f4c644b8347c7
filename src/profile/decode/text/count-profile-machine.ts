/**
 * Reads goroutine debug=1 text (runtime/pprof: printCountProfile, printStackRecord) into snapshots:
 * ```
 *   goroutine profile: total 39
 *   8 @ 0x43b296 0x40708c 0x406c3d 0x680005 0x46b1a1      raw return PCs, leaf first
 *   # labels: {"team":"checkout"}
 *   #\t0x680004\tmain.fetch.func1+0x44\t\t/src/main.go:20     leading runtime frames are hidden
 * ```
 */
import {
  UNPARSED_KEPT_MAX,
  emptyMemberTable,
  type GoroutineGroup,
  type GoroutineSnapshot,
  type StackFrame,
  type UnparsedText,
} from "../../goroutines/goroutine-snapshot.ts";
import { isDepthLimit } from "../../goroutines/depth-limit.ts";
import { goMinorEvidence } from "../../goroutines/go-version-evidence.ts";
import type { ByteRange } from "./byte-range.ts";
import { NO_LABELS, parseGoLabels, type GoroutineLabels } from "./go-labels.ts";
import {
  framesOfSymbols,
  hiddenPcCount,
  parseRecordLine,
  parseSymbolLine,
  type SymbolLine,
} from "./stack-record.ts";

interface OpenRecord {
  readonly count: number;
  readonly pcs: readonly bigint[];
  readonly symbols: SymbolLine[];
  labels: GoroutineLabels;
}

interface OpenProfile {
  readonly name: string;
  readonly total: number;
  readonly firstLine: number;
  lastLine: number;
  sum: number;
  readonly groups: Map<string, GoroutineGroup>;
  readonly unparsed: UnparsedText[];
  unparsedCount: number;
}

/** One per source of lines, beside its `DumpMachine`. */
export class CountProfileMachine {
  private readonly snapshots: GoroutineSnapshot[] = [];
  private profile: OpenProfile | null = null;
  private record: OpenRecord | null = null;

  get isInside(): boolean {
    return this.profile !== null;
  }

  /** A header `NAME profile: total N` stood at `line`. */
  begin(header: { name: string; total: number }, line: number): void {
    this.end();
    this.profile = {
      ...header,
      firstLine: line,
      lastLine: line,
      sum: 0,
      groups: new Map(),
      unparsed: [],
      unparsedCount: 0,
    };
  }

  /** Takes a line after `begin`; false when the profile has ended before it. */
  line(range: ByteRange, line: number): boolean {
    const { profile } = this;
    if (profile === null) return false;
    const text = range.text;
    if (text === "") {
      this.endRecord();
      return true;
    }
    const record = parseRecordLine(text);
    if (record !== null) {
      this.endRecord();
      this.record = { ...record, symbols: [], labels: NO_LABELS };
      profile.lastLine = line;
      return true;
    }
    if (this.record !== null && text.startsWith("#")) {
      if (this.detail(this.record, text)) {
        profile.lastLine = line;
        return true;
      }
    }
    const isComplete = this.record === null && profile.sum >= profile.total;
    if (isComplete || /^goroutine \d+ /.test(text)) {
      this.end();
      return false;
    }
    profile.unparsedCount += 1;
    if (profile.unparsed.length < UNPARSED_KEPT_MAX) {
      profile.unparsed.push({ line, text });
    }
    return true;
  }

  /** Ends the input: all snapshots read. */
  finish(): readonly GoroutineSnapshot[] {
    this.end();
    return this.snapshots;
  }

  private detail(record: OpenRecord, text: string): boolean {
    const labels = /^#\s*labels:\s*(\{.*)$/.exec(text);
    if (labels !== null) {
      const parsed = parseGoLabels(labels[1]);
      if (parsed !== null) record.labels = parsed;
      return parsed !== null;
    }
    const symbol = parseSymbolLine(text);
    if (symbol !== null) record.symbols.push(symbol);
    return symbol !== null;
  }

  private endRecord(): void {
    const { record, profile } = this;
    this.record = null;
    if (record === null || profile === null) return;
    profile.sum += record.count;
    const frames = framesOfSymbols(record.symbols);
    const hidden = hiddenPcCount(record.pcs, record.symbols);
    const key = JSON.stringify([
      frames,
      record.labels,
      record.pcs.slice(0, hidden).map(String),
    ]);
    const known = profile.groups.get(key);
    const count = record.count + (known?.count ?? 0);
    profile.groups.set(key, {
      ...groupOf(record, frames, hidden),
      pcs: known?.pcs ?? record.pcs,
      count,
      leakedCount: profile.name === "goroutineleak" ? count : 0,
    });
  }

  private end(): void {
    this.endRecord();
    const { profile } = this;
    this.profile = null;
    if (profile === null) return;
    const groups = [...profile.groups.values()];
    const members = emptyMemberTable();
    const isLeakProfile = profile.name === "goroutineleak";
    this.snapshots.push({
      source: "debug1",
      isLeakProfile,
      groups,
      members,
      goroutineCount: profile.sum,
      claimedCount: profile.total,
      isTruncated: profile.sum < profile.total,
      takenAt: null,
      goMinorAtLeast: goMinorEvidence(groups, members),
      firstLine: profile.firstLine,
      lastLine: profile.lastLine,
      unparsed: profile.unparsed,
      unparsedCount: profile.unparsedCount,
    });
  }
}

function groupOf(
  record: OpenRecord,
  frames: readonly StackFrame[],
  hiddenFrameCount: number,
): GoroutineGroup {
  return {
    frames,
    isTruncated: isDepthLimit(record.pcs.length),
    elidedAt: -1,
    elidedCount: 0,
    count: record.count,
    waitReason: null,
    hiddenFrameCount,
    pcs: record.pcs,
    createdBy: null,
    ancestors: [],
    labels: record.labels,
    leakedCount: 0,
    lockedCount: 0,
    minWaitMinutes: -1,
    maxWaitMinutes: -1,
    agedCount: 0,
    memberStart: 0,
    memberEnd: 0,
  };
}
