import type { MechanismRule } from "../mechanism-rule.ts";

/**
 * Every transaction has a goroutine in `Tx.awaitDone` until Commit, Rollback or its context ends
 * (database/sql: beginDC).
 *
 * False positives: a long transaction that does end.
 */
export const sqlTxRule: MechanismRule = {
  mechanism: "sql-tx-not-finished",
  matches(view) {
    return view.visible.some(
      (frame) => frame.func === "database/sql.(*Tx).awaitDone",
    );
  },
};
