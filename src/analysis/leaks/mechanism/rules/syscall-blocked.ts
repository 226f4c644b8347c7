import type { MechanismRule } from "../mechanism-rule.ts";

/**
 * In a system call or in C. Each costs an OS thread for as long as it lasts.
 *
 * False positives: a burst of file I/O.
 */
export const syscallRule: MechanismRule = {
  mechanism: "syscall-blocked",
  matches(view) {
    return view.wait.kind === "syscall";
  },
};
