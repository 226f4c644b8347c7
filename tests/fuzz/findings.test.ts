/** Inputs that broke a promise once must keep all of them now. */
import { describe, expect, it } from "vitest";
import { HANG_MS, memoryFault, runOnce } from "./check.ts";
import { findingBytes, readCounts, readFindings } from "./findings.ts";
import { minimise } from "./minimise.ts";
import { ALL_TARGETS, targetNamed } from "./targets/all-targets.ts";
import { CaseStream } from "./case-stream.ts";

describe("findings", () => {
  for (const finding of readFindings()) {
    it(`${finding.file}: ${finding.signature}`, async () => {
      const target = targetNamed(finding.target);
      const input = findingBytes(finding);
      const { user } = process.cpuUsage();
      const { fault } = await runOnce(target, input);
      expect(fault).toBeUndefined();
      const usedMs = (process.cpuUsage().user - user) / 1000;
      expect(usedMs).toBeLessThan(HANG_MS);
      if (finding.kind !== "memory") return;
      expect(await memoryFault(target, input)).toBeUndefined();
    });
  }

  it("are of targets that exist, and so are the counts", () => {
    const names = ALL_TARGETS.map(({ name }) => name);
    const { targets, total } = readCounts();
    expect(names).toEqual(expect.arrayContaining(Object.keys(targets)));
    const counts = Object.values(targets);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(total);
  });
});

describe("the fuzzer", () => {
  it.each(ALL_TARGETS)(
    "$name: the seeds themselves break nothing",
    async (target) => {
      const seeds = target.seeds();
      expect(seeds.length).toBeGreaterThan(0);
      for (const seed of seeds.slice(0, 40)) {
        expect((await runOnce(target, seed)).fault).toBeUndefined();
      }
    },
  );

  it("gives the same inputs for the same seed", () => {
    const target = targetNamed("rules");
    const [a, b] = [new CaseStream(target, 3), new CaseStream(target, 3)];
    for (let i = 0; i < 100; i += 1) expect(a.next()).toEqual(b.next());
    const other = new CaseStream(target, 4);
    expect(Array.from({ length: 9 }, () => other.next())).not.toEqual(
      Array.from({ length: 9 }, () => a.next()),
    );
  });

  it("sees an exception, and makes its input small", async () => {
    const target = {
      ...targetNamed("rules"),
      run: (input: Uint8Array) => {
        if (input.includes(7)) throw new TypeError("a 7");
        return { word: "ok", inflatedBytes: input.length };
      },
    };
    const input = Uint8Array.from({ length: 1000 }, (_, i) => i % 200);
    const { fault } = await runOnce(target, input);
    expect(fault?.signature).toContain("TypeError: a N");
    const shows = async (candidate: Uint8Array): Promise<boolean> =>
      (await runOnce(target, candidate)).fault?.signature === fault?.signature;
    expect(await minimise(input, shows, 5000)).toEqual(Uint8Array.of(7));
  });

  it("sees memory beyond what the input explains", async () => {
    const target = {
      ...targetNamed("rules"),
      run: (input: Uint8Array) => {
        const bytes = new Uint8Array(input[0] * 1024 * 1024).fill(1);
        return { word: `${bytes.length}`, inflatedBytes: input.length };
      },
    };
    expect(await memoryFault(target, Uint8Array.of(20))).toBeUndefined();
    expect(await memoryFault(target, Uint8Array.of(160))).toMatchObject({
      kind: "memory",
    });
  });
});
