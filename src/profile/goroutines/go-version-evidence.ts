import {
  MEMBER_DURABLE,
  type GoroutineGroup,
  type MemberTable,
  type StackFrame,
} from "./goroutine-snapshot.ts";

/**
 * Names that appear in stacks only from a Go minor version on (leak-signatures.md sections 2 and 7;
 * the runtime's own source for 1.24 and later). Newest first: the first match decides.
 */
const NAME_EVIDENCE: readonly (readonly [number, RegExp])[] = [
  [27, /^net\/http\/internal\/http2\./],
  [25, /^sync\.\(\*WaitGroup\)\.Go(\.|$)/],
  [
    24,
    /^(internal\/sync|internal\/runtime\/[a-z]+|testing\/synctest|weak)\.|^sync\.runtime_SemacquireWaitGroup$/,
  ],
  [23, /^(runtime\.coroswitch|iter\.|unique\.)|\.pidfdWait$/],
  [22, /\.(gowrap|deferwrap)\d+$/],
  [
    21,
    /^context\.(\(\*cancelCtx\)\.propagateCancel|\(\*afterFuncCtx\)|AfterFunc)/,
  ],
  [20, /^sync\.runtime_SemacquireRWMutexR?$/],
];

/** Wait reasons that appear only from a Go minor version on. */
const REASON_EVIDENCE: ReadonlyMap<string, number> = new Map([
  ["sync.Mutex.Lock", 20],
  ["sync.RWMutex.RLock", 20],
  ["sync.RWMutex.Lock", 20],
  ["coroutine", 23],
  ["sync.WaitGroup.Wait", 24],
  ["synctest.Run", 24],
  ["synctest.Wait", 24],
  ["cleanup wait", 25],
  ["GOMAXPROCS updater (idle)", 25],
]);

/** A toolchain's own source path names its version: Debian, GitHub runners, Homebrew, `toolchain` modules. */
const SOURCE_PATH =
  /(?:[/\\]go-?|toolchain@v0\.0\.1-go|[/\\]go[/\\])1\.(\d+)(?:\.\d+|rc\d+|beta\d+)*(?:\.[a-z]+-[a-z0-9]+)?[/\\](?:x64[/\\]|arm64[/\\]|libexec[/\\]|go[/\\])?src[/\\]/;

/** Cheap test before `NAME_EVIDENCE`: nearly all names fail it. */
const MAY_TELL =
  /^(?:net\/http\/internal|sync\.|internal\/|testing\/|weak\.|runtime\.coro|iter\.|unique\.|context\.)|(?:Wait|wrap\d+)$/;

function nameEvidence(func: string): number {
  if (!MAY_TELL.test(func)) return 0;
  return NAME_EVIDENCE.find(([, name]) => name.test(func))?.[0] ?? 0;
}

function fileEvidence(file: string): number {
  const path = SOURCE_PATH.exec(file);
  return path === null ? 0 : Number(path[1]);
}

/** Evidence of frames; each name and file is looked at once. */
class FrameEvidence {
  minor = 0;
  private readonly funcs = new Set<string>();
  private readonly files = new Set<string>();

  add({ func, file, startLine }: StackFrame): void {
    // Start lines of functions in pprof: runtime/pprof/proto.go from Go 1.20 on.
    if (startLine > 0) this.raise(20);
    if (!this.funcs.has(func)) {
      this.funcs.add(func);
      this.raise(nameEvidence(func));
    }
    if (!this.files.has(file)) {
      this.files.add(file);
      this.raise(fileEvidence(file));
    }
  }

  private raise(minor: number): void {
    if (minor > this.minor) this.minor = minor;
  }
}

function groupEvidence(group: GoroutineGroup): number {
  let minor = 0;
  if (group.waitReason !== null) {
    minor = REASON_EVIDENCE.get(group.waitReason) ?? 0;
  }
  if (group.leakedCount > 0) minor = Math.max(minor, 26);
  if (group.elidedCount > 0) minor = Math.max(minor, 21);
  return minor;
}

/**
 * Oldest Go minor version that prints such names, reasons and headers (24 = Go 1.24); 0 where
 * nothing tells. `members` adds what only headers say: `in goroutine N` (1.21), `(durable)` (1.25).
 */
export function goMinorEvidence(
  groups: readonly GoroutineGroup[],
  members: MemberTable,
): number {
  const frames = new FrameEvidence();
  let minor = 0;
  for (const group of groups) {
    minor = Math.max(minor, groupEvidence(group));
    for (const frame of group.frames) frames.add(frame);
  }
  minor = Math.max(minor, frames.minor);
  for (let row = 0; row < members.length && minor < 25; row += 1) {
    if (members.creatorId[row] >= 0) minor = Math.max(minor, 21);
    if ((members.flags[row] & MEMBER_DURABLE) !== 0) minor = 25;
    if (members.bubbleId[row] > 0) minor = Math.max(minor, 24);
  }
  return minor;
}
