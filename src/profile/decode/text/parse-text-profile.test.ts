import { describe, expect, it } from "vitest";
import type { Profile } from "../../profile.ts";
import { dropHiddenFrames } from "../../transform/drop-hidden-frames.ts";
import { bigintAt } from "../../value-column.ts";
import { parseTextProfile } from "./parse-text-profile.ts";
import type { TextProfile } from "./text-profile.ts";

/** Printed by Go 1.26.8; paths shortened. */
const HEAP = `heap profile: 34: 3684464 [45: 3725424] @ heap/1048576
1: 3620864 [1: 3620864] @ 0x40fa6e 0x411339 0x412e1c 0x680972 0x68090c 0x67f57c 0x46b161
#	0x680971	main.loadCountries+0x91		/src/main.go:57
#	0x68090b	main.main.func2+0x2b		/src/main.go:76
#	0x67f57b	kit.example/diag.Serve+0x5b	/src/diag.go:80

32: 2048 [43: 2752] @ 0x4b0b9a 0x4b0b88 0x46b161
#	0x4b0b99	main.(*pollDesc).waitRead+0x259	/src/fd.go:89
#	0x4b0b87	main.(*FD).Read+0x247		/src/fd.go:167

1: 61552 [1: 61552] @ 0x43e28b 0x43f000
#	0x43e28a	runtime.malg+0x2a	/go/proc.go:1
#	0x43efff	runtime.newproc1+0x2a	/go/proc.go:2


# runtime.MemStats
# HeapAlloc = 24648424
# Stack = 360448 / 360448
# PauseNs = [138438 93526]
# DebugGC = false
`;

const BLOCK = `--- contention:
cycles/second=2599997943
5076107888 199 @ 0x4da32c 0x4da2da 0x4844a1
#	0x4da32b	sync.(*Mutex).Lock+0x6b	sync/mutex.go:46
#	0x4da2d9	main.main.func1+0x19	/src/main.go:30

14792 2 @ 0x415432 0x429314
#	0x415431	runtime.chanrecv1+0x11			runtime/chan.go:509
#	0x429313	runtime.gcBgMarkStartWorkers+0x93	runtime/mgc.go:1705

`;

const MUTEX = `--- mutex:
cycles/second=2599997943
sampling period=5
5059080702 199 @ 0x4da358 0x4da2da 0x4844a1
#	0x4da357	sync.(*Mutex).Unlock+0x97	sync/mutex.go:65
#	0x4da2d9	main.main.func1+0x19		/src/main.go:30

`;

function parsed(text: string): TextProfile {
  const result = parseTextProfile(text);
  if (!result.ok) throw new Error(result.error.code);
  return result.value;
}

/** `values : frames, leaf first`, an inlined frame in brackets, `?` for a location without lines. */
function rows(profile: Profile): string[] {
  const { samples, stacks, locations, lines, functions, strings } = profile;
  return Array.from({ length: samples.count }, (_, sample) => {
    const frames: string[] = [];
    for (let row = samples.stack[sample]; row >= 0; row = stacks.parent[row]) {
      const location = stacks.location[row];
      const start = locations.lineStart[location];
      const end = locations.lineStart[location + 1];
      if (start === end) frames.push("?");
      for (let line = start; line < end; line += 1) {
        const name = strings.get(functions.name[lines.func[line]]);
        frames.push(line < end - 1 ? `[${name}]` : name);
      }
    }
    const values = samples.values.map((column) => bigintAt(column, sample));
    return `${values.join(" ")} : ${frames.join(" ")}`;
  });
}

describe("heap debug=1", () => {
  it("scales as pprof does and keeps hidden frames as locations without lines", () => {
    const { kind, profile, unparsedCount } = parsed(HEAP);
    expect(kind).toBe("heap");
    expect(unparsedCount).toBe(0);
    expect(profile.period).toBe(524288n);
    expect(profile.sampleTypes.map(({ type }) => type)).toEqual([
      "alloc_objects",
      "alloc_space",
      "inuse_objects",
      "inuse_space",
    ]);
    // `go tool pprof -raw` of the same text.
    expect(rows(profile)).toEqual([
      "1 3624493 1 3624493 : ? ? ? [main.loadCountries] main.main.func2 kit.example/diag.Serve",
      "352277 22545760 262160 16778240 : [main.(*pollDesc).waitRead] main.(*FD).Read",
      "9 555666 9 555666 : runtime.malg runtime.newproc1",
    ]);
  });

  it("labels objects with their size", () => {
    const { profile } = parsed(HEAP);
    const sizes = Array.from(profile.samples.labelSet, (set) => {
      const label = profile.labelSets.label[profile.labelSets.labelStart[set]];
      expect(profile.strings.get(profile.labels.key[label])).toBe("bytes");
      expect(profile.strings.get(profile.labels.unit[label])).toBe("bytes");
      return profile.labels.num[label];
    });
    expect(sizes).toEqual([3620864n, 64n, 61552n]);
  });

  it("reads MemStats", () => {
    expect(parsed(HEAP).memStats).toEqual({
      HeapAlloc: "24648424",
      Stack: "360448 / 360448",
      PauseNs: "[138438 93526]",
      DebugGC: "false",
    });
  });

  it("shows no hidden frames in views", () => {
    expect(
      rows(dropHiddenFrames(parsed(HEAP).profile)).map((row) =>
        row.replace(/.* : /, ""),
      ),
    ).toEqual([
      "[main.loadCountries] main.main.func2 kit.example/diag.Serve",
      "[main.(*pollDesc).waitRead] main.(*FD).Read",
      "runtime.malg runtime.newproc1",
    ]);
  });

  it("does not scale where the header says so, and takes heap_v2", () => {
    const plain = parsed(HEAP.replace("heap/1048576", "heapprofile"));
    expect(rows(plain.profile)[1]).toMatch(/^43 2752 32 2048 :/);
    const v2 = parsed(HEAP.replace("heap/1048576", "heap_v2/524288"));
    expect(rows(v2.profile)).toEqual(rows(parsed(HEAP).profile));
    const two = parsed(
      "heap profile: 1: 8 [1: 8] @ heapprofile\n1: 8 [1: 8] @ 0x1\n",
    );
    expect(two.profile.sampleTypes.map(({ type }) => type)).toEqual([
      "objects",
      "space",
    ]);
  });

  it("keeps lines it can't read, with their numbers", () => {
    const broken = HEAP.replace("32: 2048 [", "32; 2048 [");
    expect(parsed(broken)).toMatchObject({
      unparsedCount: 1,
      unparsed: [{ line: 7 }],
    });
  });
});

describe("contention and count texts", () => {
  it("reads block profiles", () => {
    // go tool pprof -raw of the same text: 199 1952350732, 2 5689.
    expect(rows(parsed(BLOCK).profile)).toEqual([
      "199 1952350732 : [sync.(*Mutex).Lock] main.main.func1",
      "2 5689 : runtime.chanrecv1 runtime.gcBgMarkStartWorkers",
    ]);
  });

  it("scales mutex profiles by their sampling period", () => {
    expect(rows(parsed(MUTEX).profile)).toEqual([
      "995 9729009047 : [sync.(*Mutex).Unlock] main.main.func1",
    ]);
    expect(parsed(MUTEX).profile.period).toBe(5n);
  });

  it("reads threadcreate and custom profiles with labels", () => {
    const text = `pool.conns profile: total 3
3 @ 0x4da358
# labels: {"team":"a", "team2":"b"}
#	0x4da357	main.open+0x97	/src/main.go:65

`;
    const { kind, profile } = parsed(text);
    expect(kind).toBe("count");
    expect(profile.sampleTypes).toEqual([
      { type: "pool.conns", unit: "count" },
    ]);
    expect(rows(profile)).toEqual(["3 : main.open"]);
    expect(profile.labels.length).toBe(2);
    const zeros = "threadcreate profile: total 4\n4 @ 0x0 0x0\n#\t0x0\n\n";
    expect(rows(parsed(zeros).profile)).toEqual(["4 : "]);
  });

  it("refuses other texts", () => {
    for (const text of ["", "hello", "goroutine 1 [running]:\n", "--- a\n"]) {
      expect(parseTextProfile(text)).toEqual({
        ok: false,
        error: { code: "not-a-text-profile" },
      });
    }
  });
});
