import type { MechanismRule } from "../mechanism-rule.ts";

/**
 * Every sql.DB with a connection lifetime or idle time limit has one goroutine that closes old
 * connections (database/sql: startCleanerLocked).
 */
export const sqlCleanerRule: MechanismRule = {
  mechanism: "sql-cleaner",
  matches(view) {
    return view.visible.some(
      (frame) => frame.func === "database/sql.(*DB).connectionCleaner",
    );
  },
};
