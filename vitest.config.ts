import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: [
      "src/**/*.test.{ts,tsx}",
      "tests/{architecture,fuzz,integration,golden,oracle,properties}/**/*.test.ts",
      "scripts/**/*.test.mjs",
    ],
    environment: "node",
    testTimeout: 180_000,
    pool: "forks",
  },
});
