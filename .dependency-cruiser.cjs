// Who may import whom (docs/architecture.md). Type imports count. Every rule is proven by a planted
// violation in tests/architecture.
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
/** No Node, no DOM, no package but those that decoding and Go regular expressions need. */
const PURE = ["base", "profile", "analysis", "contract"];
/** Layers that run without Electron. */
const WITHOUT_ELECTRON = Object.keys(LAYERS).filter(
  (layer) => layer !== "main" && layer !== "preload",
);

const TEST = "\\.test\\.tsx?$";
const WORKER_HOST = "^src/main/worker-host\\.ts$";
/** What tests share: captures, the oracle, test servers. */
const TEST_SUPPORT = "tests/(fixtures|oracle|harness)";

const layerRules = Object.entries(LAYERS).map(([layer, allowed]) => ({
  name: `layer-${layer}`,
  severity: "error",
  from: { path: `^src/${layer}/`, pathNot: `${TEST}|${WORKER_HOST}` },
  to: {
    path: "^(src|tests|tools)/",
    pathNot: `^src/(${[layer, ...allowed].join("|")})/`,
  },
}));

const testRules = Object.entries(LAYERS).map(([layer, allowed]) => ({
  name: `layer-${layer}-tests`,
  severity: "error",
  from: { path: `^src/${layer}/.*${TEST}` },
  to: {
    path: "^(src|tests|tools)/",
    pathNot: `^(src/(${[layer, ...allowed].join("|")})|${TEST_SUPPORT})/`,
  },
}));

module.exports = {
  forbidden: [
    ...layerRules,
    ...testRules,
    {
      name: "only-worker-host-may-name-the-worker-entries",
      severity: "error",
      from: { path: WORKER_HOST },
      to: {
        path: "^src/",
        pathNot:
          "^src/((main|base|contract)/|worker/(decode|session)-worker\\.ts$)",
      },
    },
    {
      name: "layers-are-crossed-by-subpath-imports",
      comment: "Every crossing can be grepped: #profile/…, not ../profile/…",
      severity: "error",
      from: { path: "^src/([^/]+)/", pathNot: WORKER_HOST },
      to: {
        path: "^src/",
        pathNot: "^src/$1/",
        dependencyTypesNot: ["aliased-subpath-import"],
      },
    },
    {
      name: "renderer-takes-only-types-of-model-and-analysis",
      comment: "Numbers are computed in workers, never on the page's thread.",
      severity: "error",
      from: { path: "^src/renderer/", pathNot: TEST },
      to: {
        path: "^src/(profile|analysis)/",
        dependencyTypesNot: ["type-only"],
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
      from: { path: `^src/(${PURE.join("|")})/`, pathNot: TEST },
      to: {
        dependencyTypes: ["core", "npm", "npm-dev"],
        pathNot: "node_modules/(protobufjs|fzstd|re2js)/",
      },
    },
    {
      name: "electron-only-in-main-and-preload",
      severity: "error",
      from: { path: `^src/(${WITHOUT_ELECTRON.join("|")})/` },
      to: { path: "(^|node_modules/)electron(/|$)" },
    },
    {
      name: "react-only-in-renderer",
      severity: "error",
      from: { path: "^src/", pathNot: "^src/renderer/" },
      to: { path: "node_modules/(react|react-dom|@base-ui|@tanstack)/" },
    },
    {
      name: "no-node-in-the-page",
      severity: "error",
      from: { path: "^src/(renderer|preload|text)/", pathNot: TEST },
      to: { dependencyTypes: ["core"] },
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
      from: { path: "^src/", pathNot: TEST },
      to: { path: TEST },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.pure.json" },
    doNotFollow: { path: "node_modules" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      extensions: [".ts", ".tsx", ".js"],
      conditionNames: ["import", "default", "types"],
    },
  },
};
