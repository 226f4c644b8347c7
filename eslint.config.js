import jsdoc from "eslint-plugin-jsdoc";
import reactHooks from "eslint-plugin-react-hooks";
import tseslint from "typescript-eslint";

/** Layers whose exports are read by everybody else: every export carries a docstring. */
const DOCUMENTED = ["base", "profile", "analysis", "contract"].map(
  (layer) => `src/${layer}/**/*.ts`,
);

export default tseslint.config(
  {
    ignores: [
      "out/",
      "dist/",
      ".cache/",
      "node_modules/",
      "resources/",
      // AssemblyScript: its own language, whatever the extension.
      "tools/decoder-kernel/assembly/",
      "tests/fixtures/**/*.{js,mjs}",
      "test-results/",
    ],
  },
  {
    files: ["src/**/*.{ts,tsx}", "tests/**/*.ts", "tools/**/*.ts"],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: {
      parserOptions: {
        project: ["./tsconfig.json"],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      "@typescript-eslint/no-explicit-any": "error",
      "@typescript-eslint/no-floating-promises": "error",
      "@typescript-eslint/no-misused-promises": [
        "error",
        { checksVoidReturn: { attributes: false } },
      ],
      "@typescript-eslint/switch-exhaustiveness-check": [
        "error",
        { considerDefaultExhaustiveForUnions: true },
      ],
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/no-unused-vars": [
        "error",
        { argsIgnorePattern: "^_", varsIgnorePattern: "^_" },
      ],
      "no-restricted-syntax": [
        "error",
        {
          selector: "ExportDefaultDeclaration",
          message: "Named exports only.",
        },
        {
          selector: "ExportAllDeclaration",
          message: "No barrels: import from the file that defines it.",
        },
      ],
      "no-console": "error",
      "no-empty": ["error", { allowEmptyCatch: false }],
      "max-lines": ["error", { max: 500 }],
      "max-lines-per-function": [
        "error",
        { max: 80, skipBlankLines: true, skipComments: true },
      ],
      "max-params": ["error", 4],
      complexity: ["error", 15],
      "max-depth": ["error", 4],
    },
  },
  {
    files: ["src/renderer/**/*.tsx"],
    plugins: { "react-hooks": reactHooks },
    rules: {
      "react-hooks/rules-of-hooks": "error",
      "react-hooks/exhaustive-deps": "error",
      "max-lines-per-function": [
        "error",
        { max: 120, skipBlankLines: true, skipComments: true },
      ],
    },
  },
  {
    files: DOCUMENTED,
    ignores: ["**/*.test.ts"],
    plugins: { jsdoc },
    rules: {
      "jsdoc/require-jsdoc": [
        "error",
        {
          publicOnly: true,
          require: {
            FunctionDeclaration: true,
            ClassDeclaration: true,
          },
          contexts: [
            "ExportNamedDeclaration > TSInterfaceDeclaration",
            "ExportNamedDeclaration > TSTypeAliasDeclaration",
            "ExportNamedDeclaration > VariableDeclaration",
          ],
        },
      ],
    },
  },
  {
    files: ["src/**/*.test.{ts,tsx}", "tests/**/*.ts", "tools/**/*.ts"],
    rules: {
      "max-lines-per-function": "off",
      "no-console": "off",
      "max-lines": ["error", { max: 800 }],
    },
  },
  {
    files: ["src/cli/**/*.ts"],
    rules: { "no-console": "off" },
  },
  {
    files: ["*.config.ts"],
    extends: [tseslint.configs.base],
  },
);
