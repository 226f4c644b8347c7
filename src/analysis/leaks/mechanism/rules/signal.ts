import type { MechanismRule } from "../mechanism-rule.ts";

const SIGNAL_FRAME =
  /^os\/signal\.(loop|signal_recv|watchSignalLoop|NotifyContext\.func\d+)$/;

/**
 * `os/signal.loop` takes signals off a queue for the life of the process; NotifyContext and
 * runtime.ensureSigM have a goroutine each (os/signal/signal_unix.go, runtime/signal_unix.go).
 */
export const signalRule: MechanismRule = {
  mechanism: "signal",
  matches(view) {
    return (
      view.visible.some((frame) => SIGNAL_FRAME.test(frame.func)) ||
      view.rootRuntime.startsWith("runtime.ensureSigM")
    );
  },
};
