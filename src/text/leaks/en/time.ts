import type { CategoryTexts } from "../category-text.ts";

/** Sleep, tickers, timers and contexts. */
export const timeEn: Pick<
  CategoryTexts,
  | "sleep-loop"
  | "ticker-leak"
  | "time-after-loop"
  | "timer-growth"
  | "ticker-growth"
  | "context-growth"
> = {
  "sleep-loop": {
    title: "Polling goroutine without an exit",
    summary: "{{n}} in a loop around time.Sleep that nothing ends.",
    harmlessIf: "it is one janitor or refresher for the whole process: flat.",
    fix: "Replace the sleep by a select on a timer and ctx.Done().",
    inProfile: "time.Sleep under runtime.gopark, then your function.",
    inDump:
      "[sleep]; without minutes when the period is under a minute, because each wake-up starts anew.",
  },
  "ticker-leak": {
    title: "Ticker goroutine per object",
    summary:
      "{{n}} ranging over the channel of a ticker, which is never closed.",
    harmlessIf: "there is one for the whole process.",
    fix: "Select on ticker.C and a done channel, and defer ticker.Stop(). Stop does not close the channel: a range over it never ends.",
    inProfile:
      "runtime.chanrecv2, like any range; the heap shows time.NewTicker.",
    inDump: "[chan receive].",
  },
  "time-after-loop": {
    title: "time.After in a loop",
    summary: "{{n}} making a new timer in every turn of a loop.",
    harmlessIf:
      "the module says go 1.23 or newer: unused timers are collected at once, and it is only garbage.",
    fix: "Make one time.NewTimer before the loop and Reset it. Before Go 1.23: Stop it and drain its channel first.",
    inProfile: "the goroutine is in a plain select; the heap shows time.After.",
    inDump: "[select].",
  },
  "timer-growth": {
    title: "Timers pile up",
    summary: "{{n}} in timers that have not fired.",
    harmlessIf: "they are short timers: then the number stays the same.",
    fix: "Reuse one time.Timer with Reset and Stop what is not needed. Before Go 1.23 every time.After and NewTimer lives until it fires; from 1.23 on (go line of go.mod) only referenced ones and AfterFunc do.",
    inProfile:
      "time.NewTimer, time.After or time.AfterFunc at the leaf of the heap profile.",
    inDump: "",
  },
  "ticker-growth": {
    title: "Tickers never stopped",
    summary: "{{n}} in tickers that are still there.",
    harmlessIf: "there are a few, made at start.",
    fix: "defer ticker.Stop() where it is made. Before Go 1.23 a ticker that is not stopped is never collected; from 1.23 on only a referenced one stays.",
    inProfile: "time.NewTicker at the leaf of the heap profile.",
    inDump: "",
  },
  "context-growth": {
    title: "Contexts pile up",
    summary: "{{n}} in contexts that were never cancelled.",
    harmlessIf: "they are a few that live as long as the process.",
    fix: "defer cancel() right after WithCancel, WithTimeout or WithDeadline: the parent keeps every child until then. Stop what context.AfterFunc returned.",
    inProfile:
      "context.WithCancel, context.withCancel, (*cancelCtx).propagateCancel or context.WithValue at the leaf of the heap profile.",
    inDump: "",
  },
};
