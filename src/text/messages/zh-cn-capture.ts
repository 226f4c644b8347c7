import type { enCapture } from "./en-capture.ts";
import type { Translation } from "./message-types.ts";

export const zhCnCapture: Translation<typeof enCapture> = {
  capture: {
    title: "从服务采集",
    menu: "采集…",
    address: "地址",
    addressPlaceholder: "localhost:6060",
    addressHint: "主机和端口、pprof 页面，或单个 profile 的地址。",
    recent: "采集过的地址",
    connect: "连接",
    connecting: "正在连接…",
    connection: "登录、证书、代理、限制",
    timeLimit: "单个请求的最长时间（秒）",
    timeLimitDefault: "所要求秒数的 1.5 倍，至少 60",
    sizeLimit: "超过多少 MB 时先询问",
    auth: "登录方式",
    authKind: { none: "无", bearer: "Bearer 令牌", basic: "用户名和密码" },
    user: "用户名",
    password: "密码",
    token: "令牌",
    savedSecret: "已保存",
    remember: "为此主机记住",
    keeping: {
      "key-store": "保存在系统的密钥库中。",
      memory: "此系统没有密钥库：只保留在内存中直到应用关闭，不会写入磁盘。",
    },
    headers: "请求头，每行一个",
    ca: "服务器的 CA（PEM）",
    certificate: "客户端证书（PEM）",
    certificateKey: "证书的密钥（PEM）",
    proxy: "HTTP 代理",
    skipTls: "不验证此主机的证书",
    tlsWarning: "证书未经验证：中间的任何人都能读取和篡改采集的内容。",
    offers: "{{host}} 提供",
    gc: "采集堆之前先触发一次 GC",
    gcHint: "否则使用中的内存可能滞后两次回收",
    secondsOf: "{{kind}} 的秒数",
    now: "当前",
    columnProfile: "种类",
    columnSeconds: "秒数",
    columnForm: "格式",
    secondsDelta: "期间的差值",
    formOf: "{{kind}} 的格式",
    debug: {
      "0": "protobuf",
      "1": "文本，按栈计数",
      "2": "文本，含每个等待状态",
    },
    debug2Warning: "写出 {{goroutines}} 个协程期间，服务会停顿。",
    start_other: "采集 {{count}} 个 profile",
    leakCheck: "泄漏检查",
    leakCheckHint: "采集两次堆和协程，然后指出期间泄漏了什么。",
    checkAfter: "两次采集的间隔",
    checkAfterSeconds_other: "间隔 {{count}} 秒",
    checkByHand: "手动采集第二次",
    leakCheckOf: "{{host}} 的泄漏检查",
    leakCheckFirst: "正在进行首次采集…",
    leakCheckSecond: "正在进行第二次采集…",
    leakCheckCountdown_other:
      "首次采集已完成。请让服务运行：{{count}} 秒后进行第二次采集。",
    leakCheckAgain: "立即再次采集",
    leakCheckWait: "首次采集已完成。让服务运行一段时间后再次采集。",
    watch: "持续观察",
    every: "轮询间隔",
    everySeconds_other: "每 {{count}} 秒",
    watchHint: "绘制协程数和堆的曲线，增长时采集快照。",
    jobs: "正在采集",
    jobsDone: "本次会话的采集",
    bytesOf: "{{received}} / {{expected}}",
    stopKeepRunning: "停止并保留已收到的内容",
    waiting: "等待中",
    secondsLeft_other: "还剩 {{count}} 秒",
    asksLimit: "应答超过 {{limit}}（共 {{expected}}）。要继续吗？",
    asksLimitUnknown: "应答超过 {{limit}}，服务没有说明总大小。要继续吗？",
    goOn: "继续",
    stopKeep: "停止，保留 {{size}}",
    stopDiscard: "停止",
    keepPart: "保留已收到的 {{size}}",
    discardPart: "丢弃",
    retry: "重试",
    openFile: "打开",
    partial: "不完整",
    watches: "观察中的服务",
    compareEnds: "对比首尾快照",
    snapshotNow: "立即采集快照",
    stop: "停止",
    ended: "已结束",
    running: "观察中",
    snapshots_other: "保留了 {{count}} 个快照",
    goroutines: "协程",
    heap: "已分配的堆",
    chartText:
      "{{label}}：{{seconds}} 秒内从 {{first}} 到 {{last}}，最低 {{lowest}}，最高 {{highest}}。",
    chartRestarts: "服务重启次数：{{n}}。",
    history: "已采集",
    noHistory: "尚未采集任何内容。",
    showAll_other: "显示全部 {{count}} 个",
    changeFolder: "更改文件夹",
    reveal: "在文件夹中显示 {{name}}",
    delete: "删除 {{name}}",
  },

  captureError: {
    "bad-target": {
      sentence: "{{input}} 不是有效的地址。",
      next: "请输入主机和端口（如 localhost:6060），或 pprof 页面的网址。",
    },
    "unsupported-scheme": {
      sentence: "无法从 {{scheme}}:// 地址采集。",
      next: "请使用 http:// 或 https://。",
    },
    "connection-refused": {
      sentence: "{{host}} 上没有服务在监听。",
      next: "请确认服务正在运行，并在此端口提供 pprof。",
    },
    "host-not-found": {
      sentence: "找不到主机 {{host}}。",
      next: "请检查主机名，以及是否需要 VPN。",
    },
    "host-unreachable": {
      sentence: "{{host}} 没有响应。",
      next: "请检查网络、VPN 或中间的防火墙。",
    },
    "connection-reset": {
      sentence: "{{host}} 在应答之前关闭了连接。",
      next: "如果指定了秒数，服务器的 WriteTimeout 可能更短：请减少秒数。",
    },
    "tls-failed": {
      sentence: "{{host}} 的证书未被接受（{{reason}}）。",
      next: "请提供签发它的 CA 文件，或对此主机跳过验证。",
    },
    "tls-mismatch": {
      sentence: "{{host}} 使用的协议与地址不符。",
      next: "请把 https:// 改为 http://，或反过来。",
    },
    "proxy-failed": {
      sentence: "代理 {{proxy}} 拒绝了请求，状态码 {{status}}。",
      next: "请检查代理地址及其放行规则。",
    },
    unauthorized: {
      sentence: "服务拒绝了请求，状态码 {{status}}。",
      next: "请提供令牌，或用户名和密码。",
    },
    "endpoint-not-found": {
      sentence: "{{url}} 没有 profile。",
      next: "请确认服务在此端口引入了 net/http/pprof，并检查 /pprof/ 之前的路径。",
    },
    "wrong-prefix": {
      sentence: "{{url}} 没有 profile。",
      next: "该服务的 pprof 页面是 {{indexUrl}}：请使用这个地址。",
    },
    "unknown-profile": {
      sentence: "服务提供 pprof，但没有 {{url}} 这个 profile。",
      next: "请从它的 pprof 页面所列的 profile 中选择。",
    },
    "cpu-profiling-in-use": {
      sentence: "服务正在采集另一个 CPU profile。",
      next: "请等它结束后重试。",
    },
    "exceeds-write-timeout": {
      sentence: "服务的 WriteTimeout 短于所要求的秒数。",
      next: "请减少秒数，或调大 http.Server.WriteTimeout。",
    },
    "server-error": {
      sentence: "服务返回状态码 {{status}}。{{text}}",
      next: "请查看服务的日志。",
    },
    "html-answer": {
      sentence: "{{url}} 返回的是 HTML 页面，不是 profile。",
      next: "可能是登录页：请使用令牌登录，或直接访问该服务。",
    },
    "empty-answer": {
      sentence: "{{url}} 返回了空内容。",
      next: "请重试；若仍如此，请查看服务的日志。",
    },
    "body-truncated": {
      sentence: "应答在 {{received}} 之后中断。",
      next: "请重试；中间的代理可能会截断较长的应答。",
    },
    "too-slow": {
      sentence: "{{seconds}} 秒后应答仍未完成（已收到 {{received}}）。",
      next: "请用更长的时限重试。",
    },
    "redirect-loop": {
      sentence: "{{url}} 一直跳转到其他地址。",
      next: "请直接给出最终的地址。",
    },
    "over-size-limit": {
      sentence: "应答超过 {{limit}}。",
      next: "如果空间足够，可以提高大小上限（终端中用 --limit）。",
    },
    "disk-full": {
      sentence: "磁盘空间不足，无法写入 {{path}}。",
      next: "请腾出空间，或选择其他文件夹。",
    },
    "not-writable": {
      sentence: "{{path}} 无法写入（{{reason}}）。",
      next: "请选择其他文件夹。",
    },
    "bad-certificate-file": {
      sentence: "{{path}} 中没有可用的证书或密钥：{{reason}}。",
      next: "请提供 PEM 文件。",
    },
    network: {
      sentence: "与 {{host}} 的连接失败（{{reason}}）。",
      next: "请重试。",
    },
    cancelled: {
      sentence: "采集已取消。",
      next: "没有保留任何内容。",
    },
  },
  captureCli: {
    connecting: "{{kind}}：正在连接",
    collecting_other: "{{kind}}：正在采集，还剩 {{count}} 秒",
    receiving: "{{kind}}：{{received}}",
    watching: "{{time}}  协程 {{goroutines}}  堆 {{heap}}",
    unknown: "未知",
    restarted: "{{time}}  服务已重启",
    down_other: "{{time}}  {{sentence}} {{count}} 秒后重试。",
    snapshot: "{{time}}  快照（{{reason}}）：{{files}}",
    reason: {
      first: "首个",
      schedule: "定时",
      growth: "协程增长",
      manual: "手动",
      last: "最后",
    },
    tooFew: "没有取得同一进程的两个快照，无法比较。",
    captureHelp: `用法：leakscope capture 网址 [选项]

采集运行中服务的 profile 并保存。网址可以是 localhost:6060、pprof 页面或单个 profile 的地址。
输出每个文件的路径。

  --kind=种类[,种类]   heap、allocs、goroutine、profile、block、mutex、threadcreate、goroutineleak
                       或自定义名称；默认取网址中的，否则为 heap,goroutine
  --seconds=N          CPU 默认 30；其他种类则为该时间内的差值
  --no-gc              不先触发 GC，取最近一次回收后的堆
  --debug=N            1 或 2：文本而非 protobuf
  --out=目录           保存文件的目录（.）
  --timeout=时间       单个请求的最长时间，如 90s
  --limit=大小         应答的最大体积，如 500MB（2GB）
  --keep-partial       应答中断时保留已收到的内容
  --header='名称: 值'  请求头；可重复
  --bearer=令牌        或环境变量 LEAKSCOPE_TOKEN（本机其他用户看不到）
  --user=用户:密码     或环境变量 LEAKSCOPE_USER
  --cert=文件 --key=文件 --cacert=文件
                       客户端证书及其密钥、服务器的 CA（PEM）
  --insecure           不验证服务器证书
  --proxy=网址         HTTP 代理
`,
    watchHelp: `用法：leakscope watch 网址 [选项]

轮询服务的协程数和堆，采集快照，结束时报告首个与最后一个快照之间的变化。

  --every=时间         轮询间隔（30s）
  --for=时间           持续多久；不给出则直到 Ctrl+C
  --snapshot-every=时间, --snapshot-growth=百分比
                       何时采集快照（5m, 50）
  --keep=N             最多保留的快照数（24）
  --fail-on=级别       proved、high、medium、low 或 never：有不低于该级别的结论时以 1 退出（never）
  --format=格式        报告格式：text、json、markdown、sarif（text）
  --kind, --out, --header, --bearer, --user, --cert, --key, --cacert, --insecure, --proxy
                       同 leakscope capture
`,
  },
};
