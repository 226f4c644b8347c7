import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

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
