import type { MechanismRule } from "../mechanism-rule.ts";

/**
 * Every sql.DB has one goroutine that opens connections on demand (database/sql: OpenDB), until
 * DB.Close. Many of them mean many sql.DB: sql.Open per request.
 */
export const sqlOpenerRule: MechanismRule = {
  mechanism: "sql-opener",
  matches(view) {
    return view.visible.some(
      (frame) => frame.func === "database/sql.(*DB).connectionOpener",
    );
  },
};
