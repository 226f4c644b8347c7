import { readFileSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { captureProfile, defaultRequest } from "#capture/capture-profile.ts";
import { discoverEndpoints, pollGoroutineCount } from "#capture/discover.ts";
import { parseTarget } from "#capture/parse-target.ts";
import { pollService } from "#capture/watch/poll-service.ts";
import { ServiceWatch } from "#capture/watch/watch-service.ts";
import {
  DEFAULT_CONNECTION,
  type CaptureRequest,
  type CaptureTarget,
  type ConnectionOptions,
} from "#contract/capture.ts";
import { DEFAULT_WATCH, type WatchEvent } from "#contract/watch.ts";
import { decodeProfile } from "#profile/decode/decode-profile.ts";
import { defaultSampleTypeIndex } from "#profile/profile.ts";
import { findOracle } from "../oracle/oracle.ts";
import { useGoService } from "./go-service.ts";

const oracle = await findOracle();
if (!oracle.ok) console.log(`skipped 10: ${oracle.reason}`);

describe.skipIf(!oracle.ok)("a real net/http/pprof service", () => {
  const { service, folder, restart } = useGoService(oracle);
  const signal = new AbortController().signal;

  function target(path = ""): CaptureTarget {
    const parsed = parseTarget(service().address + path);
    if (!parsed.ok) throw new Error("bad address");
    return parsed.value;
  }

  function capture(
    request: Partial<CaptureRequest> & { kind: string },
    path = "",
    connection: Partial<ConnectionOptions> = {},
  ) {
    return captureProfile({
      target: target(path),
      request: { ...defaultRequest(request.kind), ...request },
      connection: { ...DEFAULT_CONNECTION, ...connection },
      folder: folder(),
      signal,
      partial: "discard",
      onProgress: () => undefined,
      now: () => new Date(),
    });
  }

  it("discovers what it serves, behind a prefix too", async () => {
    for (const path of ["", "/admin/pprof/"]) {
      const found = await discoverEndpoints(
        target(path),
        DEFAULT_CONNECTION,
        signal,
      );
      const kinds = found.ok
        ? found.value.endpoints.map(({ kind }) => kind)
        : [];
      expect(kinds).toEqual(
        expect.arrayContaining([
          "allocs",
          "block",
          "goroutine",
          "heap",
          "mutex",
          "profile",
          "threadcreate",
        ]),
      );
    }
  });

  it.each([
    [{ kind: "heap" }, "inuse_space"],
    [{ kind: "allocs" }, "alloc_space"],
    [{ kind: "goroutine" }, "goroutine"],
    [{ kind: "profile", seconds: 1 }, "cpu"],
    [{ kind: "heap", seconds: 1, gc: false }, "inuse_space"],
  ])("captures %j", async (request, sampleType) => {
    const captured = await capture(request);
    expect(captured).toMatchObject({ ok: true });
    if (!captured.ok) return;
    const decoded = decodeProfile(
      gunzipSync(readFileSync(captured.value.path)),
    );
    expect(decoded.ok).toBe(true);
    if (!decoded.ok) return;
    const { profile } = decoded.value;
    expect(profile.sampleTypes[defaultSampleTypeIndex(profile)].type).toBe(
      sampleType,
    );
  });

  it("captures debug=2 as text", async () => {
    const captured = await capture({ kind: "goroutine", debug: 2 });
    expect(captured.ok && captured.value.path).toMatch(/\.txt$/);
    if (captured.ok) {
      expect(readFileSync(captured.value.path, "utf8")).toMatch(
        /^goroutine \d+ \[running\]:/,
      );
    }
  });

  it("asks for credentials, and takes them", async () => {
    const path = "/secret/debug/pprof/";
    expect(await capture({ kind: "heap" }, path)).toMatchObject({
      error: { code: "unauthorized", status: 401 },
    });
    for (const auth of [
      { kind: "basic", user: "ann", password: "s3cret" },
      { kind: "bearer", token: "t0ken" },
    ] as const) {
      expect(await capture({ kind: "heap" }, path, { auth })).toMatchObject({
        ok: true,
      });
    }
  });

  it("says that a second CPU profile has to wait", async () => {
    const [first, second] = await Promise.all([
      capture({ kind: "profile", seconds: 2 }),
      new Promise((settle) => setTimeout(settle, 500)).then(() =>
        capture({ kind: "profile", seconds: 1 }),
      ),
    ]);
    expect(first.ok).toBe(true);
    expect(second).toMatchObject({ error: { code: "cpu-profiling-in-use" } });
  });

  it("watches it leak, and sees its restart", async () => {
    const before = await pollGoroutineCount(
      target(),
      DEFAULT_CONNECTION,
      signal,
    );
    const events: WatchEvent[] = [];
    const watchFolder = join(folder(), "watch");
    const watched = target();
    const abort = new AbortController();
    const watch = new ServiceWatch(
      { ...DEFAULT_WATCH, everyMillis: 100, snapshotEveryMillis: 0 },
      {
        now: () => performance.now(),
        sleep: (millis) => new Promise((settle) => setTimeout(settle, millis)),
        poll: (stop) => pollService(watched, DEFAULT_CONNECTION, stop),
        capture: (kind, stop) =>
          captureProfile({
            target: watched,
            request: defaultRequest(kind),
            connection: DEFAULT_CONNECTION,
            folder: watchFolder,
            signal: stop,
            partial: "discard",
            onProgress: () => undefined,
            now: () => new Date(),
          }),
        remove: ({ path }) => Promise.resolve(rmSync(path)),
        onEvent: (event) => events.push(event),
      },
      abort.signal,
    );
    const points = () =>
      events.flatMap((event) => (event.kind === "point" ? [event.point] : []));
    const running = watch.run();
    await expect.poll(() => points().length).toBeGreaterThan(1);
    await service().leak("send", 200);
    await service().leak("map", 300);
    const base = before.ok ? before.value : 0;
    await expect
      .poll(() => points().at(-1)?.goroutines)
      .toBeGreaterThan(base + 199);
    await expect
      .poll(() => watch.kept.map(({ reason }) => reason))
      .toContain("growth");
    await restart(() =>
      expect
        .poll(() => events.some(({ kind }) => kind === "health"))
        .toBe(true),
    );
    await expect
      .poll(
        () =>
          points().at(-1)?.isRestart === true ||
          points().some(({ isRestart }) => isRestart),
      )
      .toBe(true);
    watch.finish();
    await running;
    expect(watch.kept.at(-1)?.reason).toBe("last");
    expect(readdirSync(watchFolder).length).toBe(watch.kept.length * 2);
    expect(
      readdirSync(watchFolder).filter((name) => name.includes("part")),
    ).toEqual([]);
  }, 60_000);
});
