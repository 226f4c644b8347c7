import type { BenignRule } from "../benign-rule.ts";

/**
 * connectionOpener and connectionCleaner, one each per sql.DB. Many of them are many sql.DB.
 */
export const sqlServiceRule: BenignRule = {
  id: "benign-sql",
  growthCounts: true,
  matches(_view, mechanism) {
    return mechanism === "sql-opener" || mechanism === "sql-cleaner";
  },
};
