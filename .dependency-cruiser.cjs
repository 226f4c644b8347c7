const LAYERS = {
  base: [],
  profile: ["base"],
  analysis: ["base", "profile"],
  contract: ["base", "profile", "analysis"],
  text: ["base", "profile", "analysis", "contract"],
  session: ["base", "profile", "analysis", "contract"],
  capture: ["base", "contract"],
  worker: ["base", "profile", "analysis", "contract", "session"],
  main: ["base", "contract", "text", "capture"],
  preload: ["base", "contract"],
  renderer: ["base", "profile", "analysis", "contract", "text"],
  cli: [
    "base",
    "profile",
    "analysis",
    "contract",
    "text",
    "session",
    "capture",
  ],
};
const PURE = ["base", "profile", "analysis", "contract"];
const layerRules = Object.entries(LAYERS).map(([layer, allowed]) => ({
  name: `layer-${layer}`,
  severity: "error",
  from: {
    path: `^src/${layer}/`,
    pathNot: "\\.test\\.tsx?$|^src/main/worker-host\\.ts$",
  },
  to: {
    path: "^(src|tests)/",
    pathNot: `^src/(${[layer, ...allowed].join("|")})/`,
  },
}));
const testRules = Object.entries(LAYERS).map(([layer, allowed]) => ({
  name: `layer-${layer}-tests`,
  severity: "error",
  from: { path: `^src/${layer}/.*\\.test\\.tsx?$` },
  to: {
    path: "^(src|tests)/",
    pathNot: `^(src/(${[layer, ...allowed].join("|")})|tests/fixtures)/`,
  },
}));
module.exports = {
  forbidden: [
    ...layerRules,
    ...testRules,
    {
      name: "only-worker-host-may-name-the-worker-entry",
      severity: "error",
      from: { path: "^src/main/worker-host\\.ts$" },
      to: {
        path: "^src/",
        pathNot: "^src/((main|base|contract)/|worker/index\\.ts$)",
      },
    },
    {
      name: "no-cycles-even-of-types",
      severity: "error",
      from: {},
      to: { circular: true },
    },
    {
      name: "pure-layers-have-no-platform",
      severity: "error",
      from: { path: `^src/(${PURE.join("|")})/`, pathNot: "\\.test\\.tsx?$" },
      to: {
        dependencyTypes: ["core", "npm", "npm-dev"],
        pathNot: "node_modules/(protobufjs|fzstd|re2js)/",
      },
    },
    {
      name: "views-do-not-import-each-other",
      severity: "error",
      from: { path: "^src/renderer/views/([^/]+)/" },
      to: {
        path: "^src/renderer/views/([^/]+)/",
        pathNot: "^src/renderer/views/$1/",
      },
    },
    {
      name: "widgets-and-canvas-are-leaves",
      severity: "error",
      from: { path: "^src/renderer/(widgets|canvas)/" },
      to: {
        path: "^src/",
        pathNot: "^src/(base|renderer/(widgets|canvas|theme))/",
      },
    },
    {
      name: "no-unresolvable",
      severity: "error",
      from: {},
      to: { couldNotResolve: true, pathNot: "\\?nodeWorker$" },
    },
    {
      name: "nobody-imports-tests",
      severity: "error",
      from: { path: "^src/", pathNot: "\\.test\\.tsx?$" },
      to: { path: "\\.test\\.tsx?$" },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.pure.json" },
    doNotFollow: { path: "node_modules" },
    enhancedResolveOptions: {
      extensions: [".ts", ".tsx", ".js"],
      conditionNames: ["import", "default", "types"],
    },
  },
};
