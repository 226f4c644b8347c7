import type { MechanismRule } from "../mechanism-rule.ts";

/**
 * A select of two or more cases, none of which is ready (runtime/select.go: selectgo). With one case and
 * no default it compiles to a plain send or receive.
 *
 * False positives: event loops, flush daemons, stream handlers.
 */
export const selectRule: MechanismRule = {
  mechanism: "select-blocked",
  matches(view) {
    return view.wait.kind === "select";
  },
};
