import type { Command } from "commander";
import {
  DEFAULT_CONNECTION,
  type CaptureAuth,
  type CaptureTarget,
  type ConnectionOptions,
} from "#contract/capture.ts";
import { CliFailureError, failure } from "../failure.ts";

/** Environment of a run. */
type Env = Readonly<Record<string, string | undefined>>;

/** What Commander read of the options both commands have. */
export interface ConnectionFlags {
  readonly header?: readonly string[];
  readonly bearer?: string;
  readonly user?: string;
  readonly cert?: string;
  readonly key?: string;
  readonly cacert?: string;
  readonly insecure?: boolean;
  readonly proxy?: string;
}

function collect(value: string, before: readonly string[] = []): string[] {
  return [...before, value];
}

/** Declares the options of `ConnectionFlags`. */
export function declareConnection(command: Command): void {
  command
    .option("--header <line>", "", collect)
    .option("--bearer <token>")
    .option("--user <pair>")
    .option("--cert <file>")
    .option("--key <file>")
    .option("--cacert <file>")
    .option("--insecure")
    .option("--proxy <url>");
}

function authOf(
  flags: ConnectionFlags,
  env: Env,
  target: CaptureTarget,
): CaptureAuth {
  const token = flags.bearer ?? env["LEAKSCOPE_TOKEN"];
  if (token !== undefined && token !== "") return { kind: "bearer", token };
  const pair = flags.user ?? env["LEAKSCOPE_USER"];
  if (pair !== undefined && pair !== "") {
    const colon = pair.indexOf(":");
    return colon < 0
      ? { kind: "basic", user: pair, password: "" }
      : {
          kind: "basic",
          user: pair.slice(0, colon),
          password: pair.slice(colon + 1),
        };
  }
  return target.userInfo === null
    ? { kind: "none" }
    : { kind: "basic", ...target.userInfo };
}

function headersOf(lines: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    lines.map((line) => {
      const match = /^([!#$%&'*+.^_`|~\w-]+):\s*(.*)$/.exec(line);
      if (match === null) {
        throw new CliFailureError(
          failure("cli.bad-value", { option: "--header", value: line }),
        );
      }
      return [match[1], match[2]];
    }),
  );
}

/**
 * How to reach the target. Secrets may come from the environment instead of the command line, which
 * every user of a machine can read.
 */
export function connectionFrom(
  flags: ConnectionFlags,
  env: Env,
  target: CaptureTarget,
): ConnectionOptions {
  return {
    ...DEFAULT_CONNECTION,
    auth: authOf(flags, env, target),
    headers: headersOf(flags.header ?? []),
    clientCertificatePath: flags.cert ?? "",
    clientKeyPath: flags.key ?? "",
    caPath: flags.cacert ?? "",
    skipTlsVerify: flags.insecure ?? false,
    proxyUrl: flags.proxy ?? "",
  };
}
