import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterAll, beforeAll } from "vitest";
import type { findOracle } from "../oracle/oracle.ts";

/** A running `tools/capture-server`. */
export interface GoService {
  /** `127.0.0.1:port`. */
  readonly address: string;
  /** Leaks `n` more of a kind: send, mutex, body, map. */
  readonly leak: (kind: string, n: number) => Promise<void>;
  readonly stop: () => Promise<void>;
}

/** Builds the server once into a temporary folder; `remove` deletes it. */
export function buildGoService(goPath: string): {
  readonly binary: string;
  readonly remove: () => void;
} {
  const folder = mkdtempSync(join(tmpdir(), "leakscope-go-"));
  const binary = join(folder, "capture-server");
  execFileSync(goPath, ["build", "-o", binary, "."], {
    cwd: join(import.meta.dirname, "../../tools/capture-server"),
    stdio: ["ignore", "ignore", "inherit"],
  });
  return {
    binary,
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function firstLine(child: ChildProcess): Promise<string> {
  return new Promise((settle, fail) => {
    if (child.stdout === null) throw new Error("no standard output");
    createInterface({ input: child.stdout }).once("line", settle);
    child.once("exit", (code) => fail(new Error(`server ended: ${code}`)));
  });
}

/** Starts the server on a free loopback port, or on `address`. */
export async function startGoService(
  binary: string,
  address = "127.0.0.1:0",
): Promise<GoService> {
  const child = spawn(binary, [address], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const bound = await firstLine(child);
  return {
    address: bound,
    leak: async (kind, n) => {
      const response = await fetch(`http://${bound}/leak?kind=${kind}&n=${n}`);
      if (!response.ok) throw new Error(await response.text());
    },
    stop: () =>
      new Promise((settle) => {
        if (child.exitCode !== null) settle();
        child.once("exit", () => settle());
        child.stdin?.end();
      }),
  };
}

/** A service and an empty folder for all tests of a `describe`; call in it. */
export function useGoService(oracle: Awaited<ReturnType<typeof findOracle>>): {
  readonly service: () => GoService;
  /** Ends it and starts it again at the same address; `between` runs while there is none. */
  readonly restart: (between: () => Promise<void>) => Promise<void>;
  readonly folder: () => string;
} {
  let folder = "";
  let service: GoService | undefined;
  let built: ReturnType<typeof buildGoService> | undefined;
  beforeAll(async () => {
    if (!oracle.ok) return;
    folder = mkdtempSync(join(tmpdir(), "leakscope-captures-"));
    built = buildGoService(oracle.oracle.goPath);
    service = await startGoService(built.binary);
  }, 180_000);
  afterAll(async () => {
    await service?.stop();
    built?.remove();
    rmSync(folder, { recursive: true, force: true });
  });
  const there = <T>(value: T | undefined): T => {
    if (value === undefined) throw new Error("not started yet");
    return value;
  };
  return {
    service: () => there(service),
    restart: async (between) => {
      const { address, stop } = there(service);
      await stop();
      await between();
      service = await startGoService(there(built).binary, address);
    },
    folder: () => folder,
  };
}
