import type { networkEn } from "../en/network.ts";

/** HTTP, SQL, sockets, pipes, processes and system calls. */
export const networkZhCn: typeof networkEn = {
  "http-body-unclosed": {
    title: "响应 Body 未关闭",
    summary: "{{n}}被未关闭 Body 的 HTTP 响应占住。",
    harmlessIf: "Body 正在被读取：此时有同样多的协程处于 Body 的 Read 中。",
    fix: "检查 err 之后立即 defer resp.Body.Close()，非 200 的响应也一样；读完（io.Copy(io.Discard, resp.Body)）才能复用连接。",
    inProfile:
      "runtime.selectgo，然后是 net/http.(*persistConn).readLoop，没有用户代码帧。堆中为 net/http.(*Transport).dialConn 下的 bufio 缓冲。",
    inDump: "[select]，位于 net/http.(*persistConn).readLoop。",
  },
  "http-transport-per-request": {
    title: "每次新建 Transport",
    summary:
      "{{n}}保持着空闲的 HTTP 连接且不断增多：每次调用都新建 Transport。",
    harmlessIf:
      "是正在预热的连接池：有上限，并在 IdleConnTimeout（http.DefaultTransport 为 90 秒）后消失。",
    fix: "共用一个 http.Client 或 Transport；必须新建时设置 IdleConnTimeout 并调用 CloseIdleConnections。零值 Transport 没有 IdleConnTimeout。",
    inProfile:
      "internal/poll.runtime_pollWait … bufio.(*Reader).Peek、net/http.(*persistConn).readLoop。",
    inDump: "[IO wait]，位于 net/http.(*persistConn).readLoop。",
  },
  "http-roundtrip-blocked": {
    title: "请求无响应且无超时",
    summary: "{{n}}在等待 HTTP 请求的响应。",
    harmlessIf: "上游只是较慢，最终会响应。",
    fix: "设置 Client.Timeout，或给请求带截止时间的 Context。",
    inProfile:
      "runtime.selectgo、net/http.(*persistConn).roundTrip（HTTP/2：(*http2ClientConn).roundTrip），再往下是你的函数。",
    inDump: "[select]，位于 net/http.(*persistConn).roundTrip。",
  },
  "http-conn-companion": {
    title: "客户端连接的伴生协程",
    summary: "{{n}}，是 HTTP 连接的 writeLoop，连接被别处占住。",
    harmlessIf: "占住连接的原因本身无害。",
    fix: "按占住该连接的那条结论修复。",
    inProfile: "runtime.selectgo、net/http.(*persistConn).writeLoop。",
    inDump: "[select]，位于 net/http.(*persistConn).writeLoop。",
  },
  "sql-rows-not-closed": {
    title: "sql.Rows 未关闭",
    summary: "{{n}}停在未关闭的 sql.Rows 上。",
    harmlessIf: "结果正在被读取。",
    fix: "检查 err 之后 defer rows.Close()，循环结束后检查 rows.Err()。",
    inProfile:
      "runtime.selectgo、database/sql.(*Rows).awaitDone，没有用户代码帧。",
    inDump: "[select]，位于 database/sql.(*Rows).awaitDone。",
  },
  "sql-tx-not-finished": {
    title: "事务未提交也未回滚",
    summary: "{{n}}在等待未结束的事务。",
    harmlessIf: "是会结束的长事务。",
    fix: "Begin 之后立即 defer tx.Rollback()：Commit 之后它不起作用。",
    inProfile: "runtime.chanrecv1、database/sql.(*Tx).awaitDone。",
    inDump: "[chan receive]，位于 database/sql.(*Tx).awaitDone。",
  },
  "sql-pool-exhausted": {
    title: "数据库连接池耗尽",
    summary: "{{n}}在等待空闲的数据库连接。",
    harmlessIf: "是连接池能消化的负载高峰。",
    fix: "关闭占住连接的 rows、结束事务，并给查询带截止时间的 Context。",
    inProfile: "runtime.selectgo、database/sql.(*DB).conn。",
    inDump: "[select]，位于 database/sql.(*DB).conn。",
  },
  "sql-opener": {
    title: "反复打开 sql.DB",
    summary: "{{n}}在为 sql.DB 服务：每次 sql.Open 一个，从未关闭。",
    harmlessIf: "程序确实连接这么多个数据库。",
    fix: "每个数据库在启动时打开一个 sql.DB 并共用：它本身就是连接池。",
    inProfile: "database/sql.(*DB).connectionOpener。",
    inDump: "[select]，created by database/sql.OpenDB。",
  },
  "io-wait-no-deadline": {
    title: "网络读取无超时",
    summary: "{{n}}在等待从连接读取。",
    harmlessIf: "是服务端连接或流读取，对端可以沉默：数量不变。",
    fix: "每次读取前 SetReadDeadline，或在 Context 结束时关闭连接（context.AfterFunc）。",
    inProfile:
      "runtime.netpollblock、internal/poll.(*pollDesc).waitRead、net.…Read。",
    inDump: "[IO wait]。",
  },
  "io-wait-write": {
    title: "网络写入无超时",
    summary: "{{n}}在等待不读取数据的对端。",
    harmlessIf: "对端只是较慢，仍在读取。",
    fix: "每次写入前 SetWriteDeadline，或在 Context 结束时关闭连接。",
    inProfile: "internal/poll.(*pollDesc).waitWrite、net.…Write。",
    inDump: "[IO wait]，栈上有 waitWrite。",
  },
  "io-pipe-blocked": {
    title: "io.Pipe 对端消失",
    summary: "{{n}}在等待 io.Pipe 的另一端。",
    harmlessIf: "数据正在流动。",
    fix: "每条路径都关闭两端：写端 w.CloseWithError(err)，读端 r.CloseWithError(err)。",
    inProfile: "runtime.selectgo、io.(*pipe).read 或 io.(*pipe).write。",
    inDump: "[select]，位于 io.(*pipe).read 或 .write。",
  },
  "exec-wait": {
    title: "子进程未退出",
    summary: "{{n}}在等待子进程。",
    harmlessIf: "是耗时较长的任务。",
    fix: "使用带截止时间的 exec.CommandContext；Go 1.20 起设置 Cmd.WaitDelay，以防孙进程占住管道。",
    inProfile:
      "os.(*Process).blockUntilWaitable（Linux 上 Go 1.23 起为 pidfdWait）、os/exec.(*Cmd).Wait。",
    inDump: "[syscall]，位于 os.(*Process).Wait；复制输出的协程为 [IO wait]。",
  },
  "syscall-blocked": {
    title: "阻塞的系统调用",
    summary: "{{n}}处于系统调用或 C 代码中，各占一个线程。",
    harmlessIf: "是一阵文件读写。",
    fix: "使用可超时的调用，以非阻塞方式打开管道和设备，或限制协程数量。",
    inProfile: "叶子帧为 syscall.Syscall6（或 runtime.cgocall）。",
    inDump: "[syscall]。",
  },
};
