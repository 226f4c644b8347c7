/**
 * The text "Copy diagnostics" puts on the clipboard: what a maintainer needs to know, and nothing of
 * what is open. No file or function names, paths, addresses, labels or secrets: every value below is a
 * number, a version or one of a fixed list.
 */
import type { OpenProfile } from "#contract/open-profile.ts";
import type { Settings } from "#contract/settings.ts";
import type { Problem } from "./problem-log.ts";

/** What the text is made of. */
export interface DiagnosticsFacts {
  readonly version: string;
  readonly isPackaged: boolean;
  readonly electron: string;
  readonly chrome: string;
  readonly node: string;
  /** Kind of system, its release, architecture. */
  readonly system: string;
  readonly cpuCount: number;
  readonly memoryBytes: number;
  readonly uptimeSeconds: number;
  readonly locale: string;
  readonly displays: readonly {
    readonly width: number;
    readonly height: number;
    readonly scale: number;
  }[];
  /** States of features by name, and PCI ids. */
  readonly gpu: string;
  readonly settings: Settings;
  /** Kind of process and its memory. */
  readonly processes: readonly {
    readonly type: string;
    readonly bytes: number;
  }[];
  readonly workerCount: number;
  readonly profiles: readonly OpenProfile[];
  readonly captureCount: number;
  readonly watchCount: number;
  readonly problems: readonly Problem[];
}

function megabytes(bytes: number): string {
  return `${(bytes / 1024 ** 2).toFixed(1)} MB`;
}

/** Fields by name; a path only as whether there is one. */
function settingsLine(settings: Settings): string {
  const { captureFolder, tables, ...plain } = settings;
  return Object.entries({
    ...plain,
    captureFolder: captureFolder === "" ? "default" : "chosen",
    arrangedTables: Object.keys(tables).length,
  })
    .map(([name, value]) => `${name}=${String(value)}`)
    .join(" ");
}

function profileLine({ source, state, diskChange }: OpenProfile): string {
  const disk = diskChange === undefined ? "" : `, ${diskChange} on disk`;
  if (state.status === "loading") {
    return `${source.type}, loading: ${state.phase}, ${state.doneBytes} of ${state.totalBytes} bytes${disk}`;
  }
  if (state.status === "failed") {
    return `${source.type}, failed: ${state.error.code}${disk}`;
  }
  const { summary } = state;
  const { counts, warnings } = summary;
  return [
    source.type,
    `${summary.kind} ${summary.format} ${summary.compression}`,
    `${summary.sizeBytes} bytes, ${summary.inflatedBytes} unpacked`,
    `${counts.samples} samples, ${counts.stacks} stacks, ${counts.functions} functions`,
    `${summary.sampleTypes.length} sample types`,
    `decoded in ${Math.round(summary.decodeMs)} ms`,
    `remarks: ${warnings.map(({ code }) => code).join(" ") || "none"}`,
    state.status === "lost"
      ? `lost: ${state.error.code}${disk}`
      : `ready${disk}`,
  ].join("; ");
}

function listed(title: string, lines: readonly string[]): string[] {
  return [
    `${title}: ${lines.length === 0 ? "none" : lines.length}`,
    ...lines.map((line, i) => `  ${i + 1}. ${line}`),
  ];
}

/** The text, in English: it is read by whoever mends the fault. */
export function diagnosticsText(facts: DiagnosticsFacts): string {
  const displays = facts.displays.map(
    ({ width, height, scale }) => `${width}x${height}@${scale}`,
  );
  const processes = facts.processes.map(
    ({ type, bytes }) => `${type} ${megabytes(bytes)}`,
  );
  const problems = facts.problems.map(
    ({ timeMs, area, code }) =>
      `${new Date(timeMs).toISOString()} ${area}: ${code}`,
  );
  return [
    `Leakscope ${facts.version} (${facts.isPackaged ? "packaged" : "from source"})`,
    `Electron ${facts.electron}, Chromium ${facts.chrome}, Node ${facts.node}`,
    `System: ${facts.system}; ${facts.cpuCount} CPUs, ${megabytes(facts.memoryBytes)}; running for ${Math.round(facts.uptimeSeconds)} s`,
    `Locale: ${facts.locale}`,
    `Displays: ${displays.join(", ")}`,
    `GPU: ${facts.gpu}`,
    `Settings: ${settingsLine(facts.settings)}`,
    `Memory: ${processes.join(", ")}; ${facts.workerCount} workers`,
    ...listed("Open files", facts.profiles.map(profileLine)),
    `Captures: ${facts.captureCount} running; watches: ${facts.watchCount} running`,
    ...listed("Recent problems", problems),
    "",
  ].join("\n");
}
