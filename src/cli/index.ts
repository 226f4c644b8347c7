import { processIo } from "./cli-io.ts";
import { runCli } from "./run-cli.ts";

// Not process.exit: what was written to a pipe would be lost.
process.exitCode = await runCli(process.argv.slice(2), processIo());
