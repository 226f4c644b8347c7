// `npm run fuzz -- --minutes N [--seed S] [--only TARGET,...]`: runs tests/fuzz/fuzz.ts.
import { ensurePackages, runNode } from "./project.mjs";

ensurePackages();
process.exitCode = runNode([
  "--import",
  "tsx",
  "tests/fuzz/fuzz.ts",
  ...process.argv.slice(2),
]);
