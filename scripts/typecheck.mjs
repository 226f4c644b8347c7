// Type-checks every layer under its own tsconfig: the platform-less layers see neither Node nor the DOM.
import { spawnSync } from "node:child_process";

const projects = ["pure", "node", "main", "preload", "renderer", "tests"];
let failed = 0;
for (const project of projects) {
  const run = spawnSync(
    process.execPath,
    [
      "node_modules/typescript/bin/tsc",
      ...["-p", `tsconfig.${project}.json`],
      // What did not change since the last run is not checked again.
      ...[
        "--incremental",
        "--tsBuildInfoFile",
        `.cache/tsc/${project}.tsbuildinfo`,
      ],
    ],
    { stdio: "inherit" },
  );
  if (run.status !== 0) failed += 1;
}
console.log(
  failed === 0
    ? `typecheck: ${projects.length} projects clean`
    : `typecheck: ${failed} of ${projects.length} projects failed`,
);
process.exit(failed === 0 ? 0 : 1);
