// `node scripts/licences.mjs [--check]`: writes docs/licences.md, what ships with versions and licences.
// What ships: npm packages the build bundles (reached from src/ by import, and what those import), and
// Electron, which brings its own LICENSES.chromium.html.
import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./project.mjs";

const TARGET = join(ROOT, "docs/licences.md");

function sourceFiles(dir) {
  return readdirSync(dir, { recursive: true, encoding: "utf8" })
    .filter((name) => /\.tsx?$/.test(name) && !/\.(test|fixture)\./.test(name))
    .map((name) => join(dir, name));
}

/** `import x from "a/b"`, `export … from`, `import("…")`; types are gone after the build. */
const IMPORT =
  /(?:^|\n)\s*(?:import|export)(?!\s+type\b)[^;"']*?["']([^"'.#][^"']*)["']/g;

function packageOf(specifier) {
  const parts = specifier.split("/");
  return specifier.startsWith("@") ? parts.slice(0, 2).join("/") : parts[0];
}

function manifest(name) {
  const path = join(ROOT, "node_modules", name, "package.json");
  return existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : undefined;
}

function directPackages() {
  const found = new Set();
  for (const file of sourceFiles(join(ROOT, "src"))) {
    for (const [, specifier] of readFileSync(file, "utf8").matchAll(IMPORT)) {
      if (!specifier.startsWith("node:")) found.add(packageOf(specifier));
    }
  }
  return [...found].filter((name) => manifest(name) !== undefined);
}

/** With all they depend on, at the top level of node_modules as npm lays them out. */
function shippedPackages() {
  const shipped = new Map();
  const left = directPackages();
  for (let name = left.pop(); name !== undefined; name = left.pop()) {
    const found = manifest(name);
    if (shipped.has(name) || found === undefined) continue;
    shipped.set(name, found);
    // Electron's own dependencies fetch it; none of them ships.
    if (name !== "electron")
      left.push(...Object.keys(found.dependencies ?? {}));
  }
  return [...shipped.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

function licenceOf({ license }) {
  return typeof license === "string" ? license : (license?.type ?? "UNKNOWN");
}

const rows = shippedPackages().map(
  (found) => `| ${found.name} | ${found.version} | ${licenceOf(found)} |`,
);
const text = `# What ships, and under which licence

Made by \`node scripts/licences.mjs\`; a test fails when it is out of date. Electron brings Chromium and Node with licences of
their own (\`LICENSES.chromium.html\` in each package). The bundler leaves out what is not used of these.

| package | version | licence |
|---|---|---|
${rows.join("\n")}
`;

if (process.argv.includes("--check")) {
  const old = existsSync(TARGET) ? readFileSync(TARGET, "utf8") : "";
  if (old !== text) {
    console.error("docs/licences.md is out of date: node scripts/licences.mjs");
    process.exitCode = 1;
  }
} else writeFileSync(TARGET, text);
