/**
 * What a goroutine waits for, independent of how the input spells it. `on-cpu` covers `running` and
 * `runnable`; `semaphore` is any lock or WaitGroup, told apart by frames because Go 1.19 calls them
 * all `semacquire`; `channel` is a channel operation of unknown direction (debug=1 text).
 */
export type WaitKind =
  | "not-started"
  | "send"
  | "send-nil"
  | "receive"
  | "receive-nil"
  | "channel"
  | "select"
  | "select-empty"
  | "io"
  | "sleep"
  | "semaphore"
  | "cond"
  | "syscall"
  | "on-cpu"
  | "coroutine"
  | "runtime"
  | "unknown";

/**
 * `comma-ok`: `for range c` or `v, ok := <-c`, which compile to `runtime.chanrecv2`; `plain`: `<-c`,
 * `runtime.chanrecv1`.
 */
export type ReceiveForm = "comma-ok" | "plain" | "unknown";

/** What a goroutine waits for, and how the input (or a dump of the same moment) spells it. */
export interface WaitState {
  readonly kind: WaitKind;
  readonly receiveForm: ReceiveForm;
  /** Wait reason as debug=2 prints it: read from the text, else inferred; null where unknowable. */
  readonly reason: string | null;
  /** Whether `reason` was inferred from frames. */
  readonly isInferred: boolean;
}

/** A wait state read from or inferred for an input; `receiveForm` is `unknown` unless given. */
export function waitState(
  kind: WaitKind,
  reason: string | null,
  isInferred: boolean,
  receiveForm: ReceiveForm = "unknown",
): WaitState {
  return { kind, receiveForm, reason, isInferred };
}
