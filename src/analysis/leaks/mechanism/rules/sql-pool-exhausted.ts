import type { MechanismRule } from "../mechanism-rule.ts";

/**
 * `DB.conn` waits in a select for a free connection when MaxOpenConns are in use (database/sql:
 * DB.conn). Secondary: whoever keeps the connections (open Rows, open Tx) is the cause.
 *
 * False positives: a load peak that the pool works off.
 */
export const sqlPoolRule: MechanismRule = {
  mechanism: "sql-pool-exhausted",
  matches(view) {
    return (
      view.wait.kind === "select" &&
      view.visible.at(0)?.func === "database/sql.(*DB).conn"
    );
  },
};
