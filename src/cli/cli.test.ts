import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { normaliseFlags } from "./pprof/pprof-flags.ts";
import { runCli } from "./run-cli.ts";

const fixture = (name: string): string =>
  new URL(`../../tests/fixtures/pprof/${name}`, import.meta.url).pathname;

async function run(
  args: readonly string[],
  options: {
    env?: Record<string, string>;
    stdin?: Uint8Array;
    isTerminal?: boolean;
  } = {},
) {
  const out: Uint8Array[] = [];
  let stderr = "";
  const exitCode = await runCli(args, {
    isTerminal: options.isTerminal === true,
    env: { TZ: "UTC", LC_ALL: "C", ...options.env },
    readStdin: () => Promise.resolve(options.stdin ?? new Uint8Array()),
    writeStdout: (chunk) => {
      out.push(chunk);
      return Promise.resolve(true);
    },
    writeStderr: (text) => {
      stderr += text;
    },
  });
  return { exitCode, stdout: Buffer.concat(out).toString(), stderr };
}

const CPU = fixture("go-cpu.pb.gz");

describe("names that would steer a terminal", () => {
  const HOSTILE = fixture("names-control.pb");

  it("are written out on one, and left as they are in a pipe", async () => {
    const piped = await run(["top", HOSTILE]);
    expect(piped.stdout).toMatch(/[\u0000-\u0008\u000b-\u001f]/);
    for (const name of ["top", "traces"]) {
      const shown = await run([name, HOSTILE], { isTerminal: true });
      expect(shown.exitCode).toBe(0);
      expect(shown.stdout).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f]/);
      expect(shown.stdout).toContain("\\u00");
    }
  });
});

describe("normaliseFlags", () => {
  it.each([
    [
      ["-cum", "F"],
      ["--cum=true", "F"],
    ],
    [
      ["--cum=false", "F"],
      ["--cum=false", "F"],
    ],
    [
      ["-nodecount", "5", "F"],
      ["--nodecount=5", "F"],
    ],
    [
      ["-nodecount", "-1", "F"],
      ["--nodecount=-1", "F"],
    ],
    [
      ["-focus=a=b", "-"],
      ["--focus=a=b", "-"],
    ],
    [["-bogus"], ["--bogus"]],
    [
      ["--", "-cum"],
      ["--", "-cum"],
    ],
  ])("%j", (args, expected) => {
    expect(normaliseFlags(args)).toEqual(expected);
  });
});

describe("a run that fails", () => {
  it.each([
    [[]],
    [["nonsense"]],
    [["top"]],
    [["top", "-bogus", CPU]],
    [["top", "-nodecount=many", CPU]],
    [["top", "-cum=maybe", CPU]],
    [["top", "-cum", "-flat", CPU]],
    [["top", "-normalize", CPU]],
    [["top", "-divide_by=0", CPU]],
    [["top", "-sample_index=nonsense", CPU]],
    [["top", "-focus=(", CPU]],
    [["top", "/nowhere/at/all.pb.gz"]],
    [["top", fixture("bad/app.elf")]],
    [["top", "--format=xml", CPU]],
    [["top", "-output=/nowhere/at/all.txt", CPU]],
    [["peek", CPU]],
    [["peek", "nothing-matches-this", CPU]],
  ])("%j: code 2, one line on stderr, nothing on stdout", async (args) => {
    for (const LC_ALL of ["C", "zh_CN.UTF-8"]) {
      const { exitCode, stdout, stderr } = await run(args, { env: { LC_ALL } });
      expect(exitCode).toBe(2);
      expect(stdout).toBe("");
      expect(stderr).toMatch(/^leakscope: [^\n]+\n$/);
      expect(stderr).not.toMatch(/\{\{|cli\./);
    }
  });
});

describe("input and output", () => {
  let folder = "";
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "leakscope-cli-"));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it("reads standard input", async () => {
    const fromFile = await run(["top", CPU]);
    const piped = await run(["top", "-"], { stdin: await readFile(CPU) });
    expect(piped).toEqual(fromFile);
    expect(piped.exitCode).toBe(0);
  });

  it("writes to a file", async () => {
    const path = join(folder, "top.txt");
    const toFile = await run(["top", `-output=${path}`, CPU]);
    expect(toFile).toEqual({ exitCode: 0, stdout: "", stderr: "" });
    expect(await readFile(path, "utf8")).toBe((await run(["top", CPU])).stdout);
  });

  it("finds the pattern of peek before or behind the files", async () => {
    const before = await run(["peek", "partition", CPU]);
    expect(before.exitCode).toBe(0);
    expect(await run(["peek", CPU, "partition"])).toEqual(before);
    expect(await run(["peek", "-peek=partition", CPU])).toEqual(before);
  });

  it.each(["top", "traces", "tags"])(
    "%s gives its rows as JSON",
    async (name) => {
      const { exitCode, stdout } = await run([name, "--format=json", CPU]);
      expect(exitCode).toBe(0);
      const data = JSON.parse(stdout) as Record<string, unknown>;
      expect(data["schema"]).toBe(`leakscope-${name}/1`);
      expect(data["total"]).toMatch(/^\d+$/);
    },
  );

  it("gives callers and callees as JSON", async () => {
    const args = ["peek", "sort.partition$", "--format=json", CPU];
    const data = JSON.parse((await run(args)).stdout) as {
      entries: { name: string; callers: unknown[] }[];
    };
    expect(data.entries.map((entry) => entry.name)).toEqual(["sort.partition"]);
    expect(data.entries[0].callers.length).toBeGreaterThan(0);
  });

  it.each(["", "top", "traces", "peek", "tags"])(
    "helps with '%s'",
    async (name) => {
      const { exitCode, stdout } = await run([name, "--help"].filter(Boolean));
      expect(exitCode).toBe(0);
      expect(stdout).toContain("leakscope");
      expect(stdout).not.toMatch(/\{\{|cli\./);
    },
  );
});

describe("--lang", () => {
  it.each(["top", "tags", "report", "capture"])(
    "is the language of what we say ourselves: %s",
    async (command) => {
      const args = ["/no/such/file.pb.gz"];
      const english = await run([command, ...args, "--lang", "en"], {
        env: { LC_ALL: "zh_CN.UTF-8" },
      });
      const chinese = await run([command, "-lang=zh-CN", ...args]);
      expect(english.exitCode).toBe(2);
      expect(english.stderr).not.toMatch(/\p{Script=Han}/u);
      expect(chinese.exitCode).toBe(2);
      expect(chinese.stderr).toMatch(/\p{Script=Han}/u);
    },
  );

  it("leaves tables as pprof prints them, and is refused where there is no such language", async () => {
    const plain = await run(["top", CPU]);
    const chinese = await run(["top", CPU, "--lang", "zh-CN"]);
    expect(chinese).toEqual(plain);
    const help = await run(["--lang", "zh-CN", "--help"]);
    expect(help.stdout).toMatch(/\p{Script=Han}/u);
    const french = await run(["top", CPU, "--lang=fr"]);
    expect(french.exitCode).toBe(2);
    expect(french.stderr).toContain("fr");
    expect((await run(["top", CPU, "--lang"])).exitCode).toBe(2);
  });
});
