import { describe, expect, it } from "vitest";
import type { OpenProfile } from "#contract/open-profile.ts";
import { DEFAULT_SETTINGS } from "#contract/settings.ts";
import { diagnosticsText, type DiagnosticsFacts } from "./diagnostics.ts";

const SECRETS = ["/home/ann/payroll", "payroll.prof", "acme.Transfer", "us-1"];

const summary = {
  kind: "heap",
  format: "pprof",
  compression: "gzip",
  sizeBytes: 100,
  inflatedBytes: 1000,
  sampleTypes: [{ type: "us-1", unit: "us-1", total: "1", absTotal: "1" }],
  counts: { samples: 3, stacks: 2, functions: 5 },
  warnings: [{ code: "no-symbols", count: 2 }],
  comments: ["acme.Transfer"],
  docUrl: "/home/ann/payroll",
  mappings: [{ filename: "/home/ann/payroll", buildId: "us-1" }],
  decodeMs: 12.4,
};

const profiles = [
  {
    id: "p1",
    name: "payroll.prof",
    source: { type: "file", path: "/home/ann/payroll/payroll.prof" },
    state: { status: "ready", summary },
    diskChange: "changed",
  },
  {
    id: "p2",
    name: "payroll.prof",
    source: { type: "bytes", name: "payroll.prof" },
    state: {
      status: "failed",
      error: { code: "not-readable", reason: "/home/ann/payroll: no" },
    },
  },
] as unknown as OpenProfile[];

const facts: DiagnosticsFacts = {
  version: "1.2.3",
  isPackaged: false,
  electron: "33",
  chrome: "130",
  node: "20",
  system: "linux 6.1 x64",
  cpuCount: 2,
  memoryBytes: 2 * 1024 ** 3,
  uptimeSeconds: 61.2,
  locale: "en-US",
  displays: [{ width: 1920, height: 1080, scale: 2 }],
  gpu: "devices 1af4:1050; webgl=enabled",
  settings: { ...DEFAULT_SETTINGS, captureFolder: "/home/ann/payroll" },
  processes: [{ type: "Browser", bytes: 100 * 1024 ** 2 }],
  workerCount: 1,
  profiles,
  captureCount: 0,
  watchCount: 1,
  problems: [{ timeMs: 0, area: "profile", code: "not-readable" }],
};

describe("diagnostics", () => {
  const text = diagnosticsText(facts);

  it("say what a maintainer needs", () => {
    expect(text).toBe(`Leakscope 1.2.3 (from source)
Electron 33, Chromium 130, Node 20
System: linux 6.1 x64; 2 CPUs, 2048.0 MB; running for 61 s
Locale: en-US
Displays: 1920x1080@2
GPU: devices 1af4:1050; webgl=enabled
Settings: language=system theme=system byteUnit=auto timeUnit=auto fileMemory=auto reopensFiles=true flameOrientation=icicle captureFolder=chosen arrangedTables=0
Memory: Browser 100.0 MB; 1 workers
Open files: 2
  1. file; heap pprof gzip; 100 bytes, 1000 unpacked; 3 samples, 2 stacks, 5 functions; 1 sample types; decoded in 12 ms; remarks: no-symbols; ready, changed on disk
  2. bytes, failed: not-readable
Captures: 0 running; watches: 1 running
Recent problems: 1
  1. 1970-01-01T00:00:00.000Z profile: not-readable
`);
  });

  it("hold no path, name or content", () => {
    for (const secret of SECRETS) expect(text).not.toContain(secret);
  });
});
