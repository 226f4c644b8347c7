import { runCli } from "../../src/cli/run-cli.ts";

/** What one run of the terminal front end wrote. */
export interface CliRun {
  readonly exitCode: number;
  readonly stdout: Buffer;
  readonly stderr: string;
}

/** Runs `leakscope ARGS` in this process, in UTC and English, with nothing on standard input. */
export async function runLeakscope(
  args: readonly string[],
  stdin: Uint8Array = new Uint8Array(),
): Promise<CliRun> {
  const chunks: Uint8Array[] = [];
  let stderr = "";
  const exitCode = await runCli(args, {
    env: { TZ: "UTC", LC_ALL: "C" },
    readStdin: () => Promise.resolve(stdin),
    writeStdout: (chunk) => {
      chunks.push(chunk);
      return Promise.resolve(true);
    },
    writeStderr: (text) => {
      stderr += text;
    },
  });
  return { exitCode, stdout: Buffer.concat(chunks), stderr };
}
