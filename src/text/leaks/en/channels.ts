import type { CategoryTexts } from "../category-text.ts";

/** Channels and select. */
export const channelsEn: Pick<
  CategoryTexts,
  | "chan-send"
  | "chan-range"
  | "chan-recv"
  | "chan-nil"
  | "select-blocked"
  | "select-empty"
  | "ctx-not-cancelled"
  | "iter-pull-leak"
> = {
  "chan-send": {
    title: "Blocked channel send",
    summary: "{{n}} blocked sending on a channel that nobody reads.",
    harmlessIf:
      "a receiver is alive and only slow (back-pressure, a full token bucket, a semaphore slot): then the count stays flat.",
    fix: "Give the channel a buffer as large as the number of senders, or select on the send and ctx.Done().",
    inProfile: "runtime.chansend1 under runtime.gopark, then your function.",
    inDump: "[chan send], often with minutes.",
  },
  "chan-range": {
    title: "Range over a never-closed channel",
    summary: "{{n}} ranging over a channel that is never closed.",
    harmlessIf:
      "it is a pool of workers waiting for work, or one ticker loop: started once, flat count.",
    fix: "The producer closes the channel (defer close(ch)) when it is done; or the loop selects on ctx.Done() as well.",
    inProfile:
      "runtime.chanrecv2 under runtime.gopark: range, or v, ok := <-c.",
    inDump: "[chan receive]: a dump does not tell range from a plain receive.",
  },
  "chan-recv": {
    title: "Receive that nobody serves",
    summary: "{{n}} waiting to receive from a channel nobody sends to.",
    harmlessIf:
      "it waits for a signal or the end of the program, or is an idle consumer: one of them, flat.",
    fix: "Make sure every path sends or closes: reply channels with a buffer of 1, a timeout, or a select on ctx.Done().",
    inProfile: "runtime.chanrecv1 under runtime.gopark, then your function.",
    inDump: "[chan receive], often with minutes.",
  },
  "chan-nil": {
    title: "Send or receive on a nil channel",
    summary: "{{n}} waiting on a nil channel, for ever.",
    harmlessIf: "it is main, parked on purpose; never anywhere else.",
    fix: "Initialise the channel with make() before it is used. Mind that context.Background().Done() is nil.",
    inProfile:
      "runtime.chansend or runtime.chanrecv parked at its first lines, where it checks for nil.",
    inDump: "[chan send (nil chan)] or [chan receive (nil chan)].",
  },
  "select-blocked": {
    title: "Select whose cases are all dead",
    summary: "{{n}} in a select none of whose cases becomes ready.",
    harmlessIf:
      "it is an event loop, a flush daemon or a stream handler: flat, and often awake (no minutes).",
    fix: "Add a case <-ctx.Done() (or a done channel) and make sure somebody cancels it.",
    inProfile: "runtime.selectgo under runtime.gopark, then your function.",
    inDump: "[select].",
  },
  "select-empty": {
    title: "select {} outside main",
    summary: "{{n}} in an empty select, which never ends.",
    harmlessIf: "it is main; never in another goroutine.",
    fix: "Remove it, or wait for a done channel or ctx.Done() instead.",
    inProfile: "runtime.block under runtime.gopark.",
    inDump: "[select (no cases)].",
  },
  "ctx-not-cancelled": {
    title: "Context never cancelled",
    summary:
      "{{n}} waiting for a context that nobody cancels (one per derived context).",
    harmlessIf: "they are requests in flight: flat.",
    fix: "Call cancel on every path: ctx, cancel := context.WithCancel(parent); defer cancel(). go vet -lostcancel finds most.",
    inProfile:
      "runtime.selectgo, then context.(*cancelCtx).propagateCancel.func2 (before Go 1.21 context.propagateCancel.func1), no user frame.",
    inDump: "[select], created by context.…propagateCancel.",
  },
  "iter-pull-leak": {
    title: "iter.Pull without stop",
    summary: "{{n}} parked inside an iterator that was pulled and left.",
    harmlessIf: "the iteration is still in use.",
    fix: "next, stop := iter.Pull(seq); defer stop().",
    inProfile: "runtime.coroswitch at the leaf, then iter.Pull….",
    inDump: "[coroutine].",
  },
};
