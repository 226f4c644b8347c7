import type { CategoryTexts } from "../category-text.ts";

/** HTTP, SQL, sockets, pipes, processes and system calls. */
export const networkEn: Pick<
  CategoryTexts,
  | "http-body-unclosed"
  | "http-transport-per-request"
  | "http-roundtrip-blocked"
  | "http-conn-companion"
  | "sql-rows-not-closed"
  | "sql-tx-not-finished"
  | "sql-pool-exhausted"
  | "sql-opener"
  | "io-wait-no-deadline"
  | "io-wait-write"
  | "io-pipe-blocked"
  | "exec-wait"
  | "syscall-blocked"
> = {
  "http-body-unclosed": {
    title: "Response body not closed",
    summary: "{{n}} held by HTTP responses whose body nobody closed.",
    harmlessIf:
      "the bodies are being read right now: then as many goroutines are inside Read of a body.",
    fix: "defer resp.Body.Close() right after the error check, also for answers that are not 200; drain it (io.Copy(io.Discard, resp.Body)) to reuse the connection.",
    inProfile:
      "runtime.selectgo, then net/http.(*persistConn).readLoop, no user frame. In the heap: bufio buffers under net/http.(*Transport).dialConn.",
    inDump: "[select] in net/http.(*persistConn).readLoop.",
  },
  "http-transport-per-request": {
    title: "New Transport per call",
    summary:
      "{{n}} keeping idle HTTP connections open, more each time: a Transport of their own per call.",
    harmlessIf:
      "it is a pool that warms up: bounded, and gone after IdleConnTimeout (90 s for http.DefaultTransport).",
    fix: "Share one http.Client or Transport; where you must make one, set IdleConnTimeout and call CloseIdleConnections. A zero Transport has no IdleConnTimeout.",
    inProfile:
      "internal/poll.runtime_pollWait … bufio.(*Reader).Peek, net/http.(*persistConn).readLoop.",
    inDump: "[IO wait] in net/http.(*persistConn).readLoop.",
  },
  "http-roundtrip-blocked": {
    title: "HTTP call without answer or timeout",
    summary: "{{n}} waiting for the answer to an HTTP request.",
    harmlessIf: "the upstream is slow and does answer.",
    fix: "Set Client.Timeout, or give the request a context with a deadline.",
    inProfile:
      "runtime.selectgo, net/http.(*persistConn).roundTrip (HTTP/2: (*http2ClientConn).roundTrip), your function further down.",
    inDump: "[select] in net/http.(*persistConn).roundTrip.",
  },
  "http-conn-companion": {
    title: "Partner of a client connection",
    summary:
      "{{n}}, the writeLoops of HTTP connections that something else keeps open.",
    harmlessIf: "what holds the connection is harmless.",
    fix: "See the finding it belongs to.",
    inProfile: "runtime.selectgo, net/http.(*persistConn).writeLoop.",
    inDump: "[select] in net/http.(*persistConn).writeLoop.",
  },
  "sql-rows-not-closed": {
    title: "sql.Rows not closed",
    summary: "{{n}} watching over sql.Rows that were not closed.",
    harmlessIf: "the results are being read right now.",
    fix: "defer rows.Close() after the error check, and look at rows.Err() after the loop.",
    inProfile:
      "runtime.selectgo, database/sql.(*Rows).awaitDone, no user frame.",
    inDump: "[select] in database/sql.(*Rows).awaitDone.",
  },
  "sql-tx-not-finished": {
    title: "sql.Tx neither committed nor rolled back",
    summary: "{{n}} watching over transactions that were not finished.",
    harmlessIf: "they are long transactions that do end.",
    fix: "defer tx.Rollback() right after Begin: after a Commit it does nothing.",
    inProfile: "runtime.chanrecv1, database/sql.(*Tx).awaitDone.",
    inDump: "[chan receive] in database/sql.(*Tx).awaitDone.",
  },
  "sql-pool-exhausted": {
    title: "Waiting for a database connection",
    summary: "{{n}} waiting for a free database connection.",
    harmlessIf: "it is a load peak that the pool works off.",
    fix: "Close the rows and finish the transactions that keep the connections, and give queries a context with a deadline.",
    inProfile: "runtime.selectgo, database/sql.(*DB).conn.",
    inDump: "[select] in database/sql.(*DB).conn.",
  },
  "sql-opener": {
    title: "sql.DB opened again and again",
    summary: "{{n}} serving sql.DB handles: one per sql.Open, never closed.",
    harmlessIf: "the program talks to as many databases.",
    fix: "Open one sql.DB per database at start and share it: it is a pool.",
    inProfile: "database/sql.(*DB).connectionOpener.",
    inDump: "[select], created by database/sql.OpenDB.",
  },
  "io-wait-no-deadline": {
    title: "Network read without deadline",
    summary: "{{n}} waiting to read from a connection.",
    harmlessIf:
      "they are server connections or stream readers whose peers may be silent: flat.",
    fix: "SetReadDeadline before each read, or close the connection when the context ends (context.AfterFunc).",
    inProfile:
      "runtime.netpollblock, internal/poll.(*pollDesc).waitRead, net.…Read.",
    inDump: "[IO wait].",
  },
  "io-wait-write": {
    title: "Network write without deadline",
    summary: "{{n}} waiting for a peer that does not read.",
    harmlessIf: "the peer is slow and does read.",
    fix: "SetWriteDeadline before each write, or close the connection when the context ends.",
    inProfile: "internal/poll.(*pollDesc).waitWrite, net.…Write.",
    inDump: "[IO wait] with waitWrite on the stack.",
  },
  "io-pipe-blocked": {
    title: "io.Pipe whose other end is gone",
    summary: "{{n}} waiting for the other end of an io.Pipe.",
    harmlessIf: "data is streaming.",
    fix: "Close both ends on every path: w.CloseWithError(err) from the writer, r.CloseWithError(err) from the reader.",
    inProfile: "runtime.selectgo, io.(*pipe).read or io.(*pipe).write.",
    inDump: "[select] in io.(*pipe).read or .write.",
  },
  "exec-wait": {
    title: "Child process that does not end",
    summary: "{{n}} waiting for a child process.",
    harmlessIf: "it is a long job.",
    fix: "exec.CommandContext with a deadline, and from Go 1.20 on Cmd.WaitDelay for grandchildren that keep the pipes open.",
    inProfile:
      "os.(*Process).blockUntilWaitable (Go 1.23 and newer on Linux pidfdWait), os/exec.(*Cmd).Wait.",
    inDump: "[syscall] in os.(*Process).Wait; copiers in [IO wait].",
  },
  "syscall-blocked": {
    title: "Blocked system call",
    summary: "{{n}} in a system call or in C, each on a thread of its own.",
    harmlessIf: "it is a burst of file I/O.",
    fix: "Use calls that can time out, open pipes and devices non-blocking, or bound the number of goroutines.",
    inProfile: "syscall.Syscall6 (or runtime.cgocall) at the leaf.",
    inDump: "[syscall].",
  },
};
