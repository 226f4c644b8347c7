import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  PLAIN_CONNECTION,
  type ConnectionInput,
} from "#contract/capture-job.ts";
import { StateFile } from "../state-file.ts";
import {
  HostConnections,
  hostRowsFrom,
  type KeyStore,
} from "./host-connections.ts";

const SECRET = "t0ken-that-must-not-leak";
const HEADER_SECRET = "x-key-that-must-not-leak";

let folder = "";

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "leakscope-hosts-"));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Not encryption, but enough to tell sealed from clear. */
function keyStore(isReal: boolean): KeyStore {
  const flip = (bytes: Buffer): Buffer =>
    Buffer.from(bytes.map((b) => b ^ 0x5a));
  return {
    isReal: () => isReal,
    encrypt: (text) => flip(Buffer.from(text)),
    decrypt: (sealed) => flip(sealed).toString(),
  };
}

function open(isReal: boolean): HostConnections {
  return new HostConnections(
    new StateFile(join(folder, "hosts.json"), { mode: 0o600 }),
    keyStore(isReal),
  );
}

const input: ConnectionInput = {
  ...PLAIN_CONNECTION,
  authKind: "bearer",
  secret: SECRET,
  rememberSecret: true,
  headers: { "x-key": HEADER_SECRET },
  proxyUrl: "http://ann:pr0xy@proxy:3128",
};

const again: ConnectionInput = {
  ...PLAIN_CONNECTION,
  authKind: "bearer",
  useSavedSecret: true,
  rememberSecret: true,
};

function onDisk(): string {
  return readdirSync(folder)
    .map((name) => readFileSync(join(folder, name), "utf8"))
    .join("\n");
}

describe("hostRowsFrom", () => {
  const schema = "leakscope-hosts/1";

  it.each([
    undefined,
    null,
    [],
    { schema },
    { schema, hosts: null },
    { schema: "leakscope-hosts/1x", hosts: { h: {} } },
  ])("%j has no hosts", (value) => {
    expect(hostRowsFrom(value).size).toBe(0);
  });

  it.each([
    null,
    5,
    { connection: null, sealed: 5 },
    { connection: { proxyUrl: 5 } },
    { connection: { authKind: "kerberos" } },
    { connection: { headers: { a: 1 } } },
  ])("a host that is %j is plain", (row) => {
    expect(hostRowsFrom({ schema, hosts: { h: row } }).get("h")).toEqual({
      connection: PLAIN_CONNECTION,
      sealed: "",
    });
  });

  it("fields a file does not have yet are plain", () => {
    const hosts = { h: { connection: { user: "u" }, sealed: "x" } };
    expect(hostRowsFrom({ schema, hosts }).get("h")).toEqual({
      connection: { ...PLAIN_CONNECTION, user: "u" },
      sealed: "x",
    });
  });
});

describe("HostConnections", () => {
  it("seals secrets with a real key store and fills them in after a restart", async () => {
    await open(true).remember("h:1", input);
    for (const secret of [SECRET, HEADER_SECRET, "pr0xy"]) {
      expect(onDisk()).not.toContain(secret);
    }
    const later = open(true);
    expect(later.saved("h:1")).toMatchObject({
      hasSecret: true,
      keeping: "key-store",
      connection: { authKind: "bearer", secret: "", headers: {}, proxyUrl: "" },
    });
    expect(later.resolve("h:1", again, null)).toMatchObject({
      auth: { kind: "bearer", token: SECRET },
      headers: { "x-key": HEADER_SECRET },
      proxyUrl: "http://ann:pr0xy@proxy:3128",
    });
  });

  it("keeps them in memory only where there is none", async () => {
    const hosts = open(false);
    await hosts.remember("h:1", input);
    expect(hosts.saved("h:1")).toMatchObject({
      hasSecret: true,
      keeping: "memory",
    });
    expect(hosts.resolve("h:1", again, null).auth).toEqual({
      kind: "bearer",
      token: SECRET,
    });
    expect(onDisk()).not.toContain(SECRET);
    expect(open(false).saved("h:1").hasSecret).toBe(false);
  });

  it("using a saved secret again keeps it", async () => {
    const hosts = open(true);
    await hosts.remember("h:1", input);
    await hosts.remember("h:1", again);
    expect(open(true).resolve("h:1", again, null).auth).toEqual({
      kind: "bearer",
      token: SECRET,
    });
  });

  it("forgets a secret that is not to be remembered", async () => {
    const hosts = open(true);
    await hosts.remember("h:1", input);
    await hosts.remember("h:1", { ...input, rememberSecret: false });
    expect(open(true).saved("h:1").hasSecret).toBe(false);
  });

  it("never offers one host's secret to another", async () => {
    const hosts = open(true);
    await hosts.remember("h:1", input);
    expect(hosts.resolve("h:2", again, null).auth).toEqual({
      kind: "bearer",
      token: "",
    });
  });

  it("takes user and password of a pasted address", () => {
    expect(
      open(true).resolve("h:1", PLAIN_CONNECTION, {
        user: "ann",
        password: "x",
      }).auth,
    ).toEqual({ kind: "basic", user: "ann", password: "x" });
  });
});
