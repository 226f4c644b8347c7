/** A key store of its own for a test: gnome-keyring under a session bus nobody else uses. */
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { removeFolder } from "./temporary-folder.ts";

/** A running key store. */
export interface KeyStoreSession {
  /** What an app needs in its environment to find it. */
  readonly env: Readonly<Record<string, string>>;
  /** Where it keeps its (encrypted) files. */
  readonly dir: string;
  readonly stop: () => Promise<void>;
}

const PROGRAMS = ["dbus-run-session", "gnome-keyring-daemon"];

/** Why there can be no key store on this machine; "" where there can. */
export function whyNoKeyStore(): string {
  if (process.platform !== "linux") return "gnome-keyring is Linux's";
  const folders = (process.env["PATH"] ?? "").split(":");
  const missing = PROGRAMS.filter(
    (name) => !folders.some((folder) => existsSync(join(folder, name))),
  );
  return missing.length === 0 ? "" : `no ${missing.join(", no ")}`;
}

/**
 * Starts it, unlocked with a password of its own. The shell in between prints the bus's address and
 * keeps the session until its standard input ends.
 */
export async function startKeyStore(): Promise<KeyStoreSession> {
  const dir = mkdtempSync(join(tmpdir(), "leakscope-keys-"));
  const script = [
    "printf 'own password' | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1",
    'echo "$DBUS_SESSION_BUS_ADDRESS"',
    "exec cat >/dev/null",
  ].join("\n");
  const session = spawn("dbus-run-session", ["--", "sh", "-c", script], {
    env: {
      ...process.env,
      HOME: dir,
      XDG_DATA_HOME: dir,
      XDG_RUNTIME_DIR: dir,
    },
    stdio: ["pipe", "pipe", "ignore"],
  });
  const ended = new Promise<void>((settle) => session.once("exit", settle));
  const address = await new Promise<string>((settle, fail) => {
    createInterface({ input: session.stdout }).once("line", settle);
    session.once("exit", (code) =>
      fail(new Error(`the key store ended: ${code}`)),
    );
  });
  return {
    // The app's own home stays: only the bus tells where the key store is.
    env: { DBUS_SESSION_BUS_ADDRESS: address },
    dir,
    stop: async () => {
      session.stdin.end();
      await ended;
      removeFolder(dir);
    },
  };
}
