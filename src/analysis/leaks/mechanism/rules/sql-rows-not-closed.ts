import type { MechanismRule } from "../mechanism-rule.ts";

/**
 * `Rows.awaitDone` waits for the context of a query, or for Rows.Close, to give its connection back
 * (database/sql: initContextClose). It exists only where the query's context can be cancelled.
 *
 * False positives: a result that is being read right now.
 */
export const sqlRowsRule: MechanismRule = {
  mechanism: "sql-rows-not-closed",
  matches(view) {
    return view.visible.some(
      (frame) => frame.func === "database/sql.(*Rows).awaitDone",
    );
  },
};
