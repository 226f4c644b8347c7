import type { MechanismRule } from "../mechanism-rule.ts";

const WAIT_FRAME =
  /^(os\.\(\*Process\)\.(Wait|wait|blockUntilWaitable|pidWait|pidfdWait)|os\/exec\.\(\*Cmd\)\.(Wait|awaitGoroutines)|syscall\.Wait4)$/;

/**
 * Waiting for a child process to end: `os.(*Process).Wait`, in a system call (blockUntilWaitable,
 * since Go 1.23 on Linux pidfdWait), or `exec.Cmd.Wait` waiting for its copying goroutines.
 *
 * False positives: a long job.
 */
export const execWaitRule: MechanismRule = {
  mechanism: "exec-wait",
  matches(view) {
    return view.visible.some((frame) => WAIT_FRAME.test(frame.func));
  },
};
