// `npm test`: one command that does everything a fresh machine with Node 20.19+ needs (packages, system
// libraries, an Electron runtime, the build) and runs every check and test. The last line is
// `N passed, N failed, N skipped`; a check (types, lint, imports, build) counts as one.
//
//   node scripts/test.mjs [--only checks|unit|fuzz|e2e] [--no-install] [-- FILTER...]
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join, relative } from "node:path";
import { ensurePackages, ROOT, run, runNode } from "./project.mjs";

const only = process.argv.includes("--only")
  ? process.argv[process.argv.indexOf("--only") + 1]
  : undefined;
const filters = process.argv.includes("--")
  ? process.argv.slice(process.argv.indexOf("--") + 1)
  : [];
const wants = (part) => only === undefined || only === part;

if (!process.argv.includes("--no-install")) ensurePackages();
const { ensureSystemLibraries } = await import("./system-libraries.mjs");
const { resolveElectron, playwrightExecutable } =
  await import("./electron-runtime.mjs");
const { hasDisplay } = await import("./display.mjs");

const RESULTS_DIR = join(ROOT, "test-results");
const total = { passed: 0, failed: 0, skipped: 0 };
const lines = [];

function record(name, { passed, failed, skipped }, note = "") {
  total.passed += passed;
  total.failed += failed;
  total.skipped += skipped;
  lines.push(
    `${name.padEnd(14)} ${passed} passed, ${failed} failed, ${skipped} skipped${note}`,
  );
}

function check(name, command, args) {
  console.log(`\n== ${name}`);
  const isGood = run(command, args) === 0;
  record(name, { passed: isGood ? 1 : 0, failed: isGood ? 0 : 1, skipped: 0 });
  return isGood;
}

const VITEST = join(ROOT, "node_modules/vitest/vitest.mjs");

/** Runs a vitest configuration and counts its tests; a run that dies counts as one failure. */
function vitest(name, config, { underXvfb = false } = {}) {
  console.log(`\n== ${name}`);
  const report = join(RESULTS_DIR, `${name}.json`);
  rmSync(report, { force: true });
  const args = [
    VITEST,
    "run",
    ...filters,
    "--config",
    config,
    "--reporter=default",
    "--reporter=json",
    `--outputFile.json=${report}`,
  ];
  const screen = ["-a", "-s", "-screen 0 2560x1600x24"];
  const status = underXvfb
    ? run("xvfb-run", [...screen, process.execPath, ...args])
    : runNode(args);
  const { counts, skippedTests } = resultsIn(report);
  const wronglySkipped = listSkipped(skippedTests);
  counts.skipped -= wronglySkipped;
  counts.failed += wronglySkipped;
  // A file that does not load, or an error outside a test, fails the run without a failed test.
  if (status !== 0 && counts.failed === 0) counts.failed = 1;
  record(name, counts);
}

function resultsIn(report) {
  try {
    const json = JSON.parse(readFileSync(report, "utf8"));
    const skippedTests = json.testResults.flatMap(
      ({ name, assertionResults }) =>
        assertionResults
          .filter(({ status }) => status === "skipped" || status === "pending")
          .map(({ fullName }) => ({ file: relative(ROOT, name), fullName })),
    );
    const counts = {
      passed: json.numPassedTests,
      failed: json.numFailedTests,
      skipped: json.numPendingTests + json.numTodoTests,
    };
    return { counts, skippedTests };
  } catch (error) {
    console.error(`no report of the tests: ${error.message}`);
    return { counts: { passed: 0, failed: 1, skipped: 0 }, skippedTests: [] };
  }
}

/**
 * Prints what was skipped. What lies under tests/ skips for want of the corpus or of Go only: where the
 * corpus is, the machine is meant to run all of it, so these skips are returned to count as failures.
 */
function listSkipped(skippedTests) {
  const hasCorpus = existsSync(
    process.env.LEAKSCOPE_CORPUS ?? join(ROOT, "../shared/corpus"),
  );
  const wrong = hasCorpus
    ? skippedTests.filter(({ file }) => file.startsWith("tests/"))
    : [];
  for (const test of skippedTests) {
    const verdict = wrong.includes(test)
      ? "skipped though the corpus is here, a failure"
      : "skipped";
    console.log(`${verdict}: ${test.file}: ${test.fullName}`);
  }
  return wrong.length;
}

/**
 * A minute of fuzzing: half of it the same every time, which must find nothing; half with a seed of its
 * own, which it prints. What that finds is new, not broken by the change under test: it is named as
 * something to mend, with its input, and does not fail the run.
 */
function fuzz() {
  const args = ["scripts/fuzz.mjs", "--minutes", "0.4", "--dry-run"];
  check("fuzz, seed 1", process.execPath, [...args, "--seed", "1"]);
  console.log("\n== fuzz, any seed");
  const isClean = run(process.execPath, args) === 0;
  record(
    "fuzz, any seed",
    { passed: isClean ? 1 : 0, failed: 0, skipped: 0 },
    isClean ? "" : " (NEW FINDING above: mend it)",
  );
}

/** Set by `endToEnd`. */
let canOpenWindows = false;

async function endToEnd() {
  const missing = ensureSystemLibraries();
  const runtime = await resolveElectron();
  const canOpen = hasDisplay() || missing.length === 0;
  if (runtime !== undefined && canOpen) {
    canOpenWindows = true;
    // Its own resolving would try again: it is told what was found.
    process.env.LEAKSCOPE_ELECTRON = runtime.path;
    process.env.LEAKSCOPE_PLAYWRIGHT_PATH = playwrightExecutable(runtime) ?? "";
    vitest("end-to-end", "vitest.e2e.config.ts", { underXvfb: !hasDisplay() });
    return;
  }
  const why = runtime === undefined ? "no Electron runtime" : "no display";
  console.log(`\n== end-to-end: skipped, ${why}`);
  if (process.env.CI === "true") {
    record("end-to-end", { passed: 0, failed: 1, skipped: 0 }, ` (${why})`);
  } else {
    record(
      "end-to-end",
      { passed: 0, failed: 0, skipped: 1 },
      ` (all: ${why})`,
    );
  }
}

mkdirSync(RESULTS_DIR, { recursive: true });
if (wants("checks")) {
  check("typecheck", "npm", ["run", "--silent", "typecheck"]);
  check("lint", "npm", ["run", "--silent", "lint"]);
  check("imports", "npm", ["run", "--silent", "check-imports"]);
}
// Before the tests: the terminal front end is tested as built.
const isBuilt = check("build", "npm", ["run", "--silent", "build"]);
if (wants("unit")) vitest("unit", "vitest.config.ts");
if (wants("fuzz")) fuzz();
if (wants("e2e") && isBuilt) await endToEnd();

// Printed to be compared, never judged: sizes of the build, the registry's audit, time to the first picture.
if (only === undefined) {
  runNode(["scripts/ship-report.mjs"]);
  console.log("\n== start-up");
  if (canOpenWindows) {
    runNode(["scripts/bench.mjs", "--only", "start", "--rounds", "3"]);
  } else console.log("not measured: no window can be opened here");
}
console.log(`\n${lines.join("\n")}\n`);
console.log(
  `${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`,
);
process.exitCode = total.failed === 0 ? 0 : 1;
