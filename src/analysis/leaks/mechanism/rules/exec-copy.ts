import type { MechanismRule } from "../mechanism-rule.ts";

const COPY_FRAME =
  /^os\/exec\.\(\*Cmd\)\.(writerDescriptor|stdin|childStdin|Start|watchCtx)(\.func\d+)+$|^os\/exec\.\(\*Cmd\)\.watchCtx$/;

/**
 * os/exec copies between a child's pipe and an io.Reader or Writer in goroutines of its own (Cmd.Start);
 * they end when the child and all who inherited its pipes have closed them. Companions of `exec-wait`.
 */
export const execCopyRule: MechanismRule = {
  mechanism: "exec-copy",
  matches(view) {
    return view.visible.some((frame) => COPY_FRAME.test(frame.func));
  },
};
