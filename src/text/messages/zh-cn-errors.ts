import type { enErrors } from "./en-errors.ts";
import type { Translation } from "./message-types.ts";

export const zhCnErrors: Translation<typeof enErrors> = {
  error: {
    "malformed-profile": {
      sentence:
        "{{file}} 像是 pprof profile，但在第 {{offset}} 字节处损坏：{{reason}}。",
      next: "请重新采集；最常见的原因是下载中断。",
    },
    "concatenated-profiles": {
      sentence:
        "{{file}} 里首尾相接存了两个 profile（第二个始于第 {{offset}} 字节之前）。",
      next: "请把每次采集存成单独的文件。",
    },
    "no-data": {
      sentence: "{{file}} 中没有 profile 数据。",
      next: "请重新采集，并确认请求结束后再保存文件。",
    },
    cancelled: {
      sentence: "已取消打开 {{file}}。",
      next: "需要时可以重新打开。",
    },
    "over-budget": {
      sentence: "{{file}} 需要 {{needed}} 内存，上限为 {{limit}}。",
      next: "请在设置中提高“单个文件的内存上限”，或采集小一些的 profile。",
    },
    "over-fixed-limit": {
      sentence:
        "读取 {{file}} 需要 {{needed}} 内存，而最多只能使用 {{limit}}。",
      next: "此上限无法通过设置提高，请采集小一些的 profile。",
    },
    "empty-file": {
      sentence: "{{file}} 是空文件。",
      next: "请重新采集；服务当时可能返回了错误。",
    },
    "truncated-compression": {
      sentence:
        "{{file}} 的 {{format}} 数据不完整，在第 {{offset}} 字节后中断。",
      next: "请重新下载。",
    },
    "corrupt-compression": {
      sentence: "{{file}} 的 {{format}} 数据在第 {{offset}} 字节处损坏。",
      next: "请重新下载。",
    },
    "decompression-bomb": {
      sentence:
        "{{file}} 已从 {{read}} 膨胀到 {{inflated}}，且尚未结束：正常的 profile 不会这样。",
      next: "它可能是为耗尽内存而构造的。如果信任该文件，可以选择不限大小打开，或自行解压后再打开。",
    },
    "is-a-directory": {
      sentence: "{{file}} 是文件夹。",
      next: "请打开其中的 profile 文件。",
    },
    "not-found": {
      sentence: "找不到 {{file}}。",
      next: "它可能已被移动或删除，请从现在的位置打开。",
    },
    "not-readable": {
      sentence: "无法读取 {{file}}：{{reason}}。",
      next: "请检查文件权限。",
    },
    "vanished-while-reading": {
      sentence: "{{file}} 在读取过程中消失或被修改。",
      next: "请在没有程序写入时重新打开。",
    },
    "worker-died": {
      sentence: "读取 {{file}} 时意外终止（{{reason}}）。",
      next: "请重新打开；如果再次发生，可能是内存不足。",
    },
    "profile-closed": {
      sentence: "{{file}} 已被关闭。",
      next: "请重新打开。",
    },
    "bad-filter": {
      sentence: "{{pattern}} 不是有效的正则表达式：{{reason}}。",
      next: "请修改或移除筛选条件 {{pattern}}：{{reason}}。",
    },
    "bad-zip": {
      sentence: "{{file}} 是损坏的 zip，或其压缩方式无法读取。",
      next: "请重新打包，或逐个打开其中的文件。",
    },
    "not-writable": {
      sentence: "无法写入 {{file}}：{{reason}}。",
      next: "请选择另一个文件夹。",
    },
    "bad-comparison-file": {
      sentence: "{{file}} 不是已保存的对比：{{reason}}。",
      next: "请直接打开两个 profile，再重新保存对比。",
    },
    "comparison-files-missing": {
      sentence: "{{file}} 对比的文件已不在原处：{{paths}}。",
      next: "请把它们放回原处，或从现在的位置打开这两个 profile。",
    },
    "not-comparable": {
      sentence: "这两个 profile 测量的不是同一类数据。",
      next: "请对比同一类型的两个 profile，例如两个 heap profile。",
    },
  },
  comparisonFile: {
    "not-json": "它不是 JSON",
    "not-a-comparison": "里面是别的内容",
    newer: "它由更新版本的 Leakscope 写入",
    field: "“{{field}}”缺失或不合要求",
  },
  malformed: {
    "truncated-message": "内容提前结束",
    "bad-varint": "某个数字过长",
    "bad-wire-type": "存在未知的字段类型",
    "length-past-end": "某个长度超出文件末尾",
    "no-sample-type": "没有声明样本类型",
    "string-table-first-not-empty": "字符串表的第一项不是空字符串",
    "string-index-out-of-range": "字符串表中缺少某段文本",
    "zero-id": "某个条目的 id 为 0",
    "duplicate-id": "两个条目的 id 相同",
    "unknown-location": "某个调用栈引用了不存在的位置",
    "unknown-function": "某个位置引用了不存在的函数",
    "unknown-mapping": "某个位置引用了不存在的程序",
    "value-count-mismatch": "某个样本的数值个数不对",
  },
  outOfMemory: {
    sentence: "内存不足，无法读取 {{file}}。",
    next: "请关闭其他文件或程序后重新打开，或采集小一些的 profile。",
  },
  lookalike: {
    html: {
      sentence: "{{file}} 是 HTML 页面，不是 profile。",
      next: "保存下来的是登录页或错误页，请检查地址并登录。",
    },
    json: {
      sentence: "{{file}} 是 JSON，不是 profile。",
      next: "服务可能返回了错误，可用编辑器打开查看。",
    },
    "go-trace": {
      sentence: "{{file}} 是 Go 执行追踪（trace），不是 profile。",
      next: "请用 go tool trace 打开。",
    },
    zip: {
      sentence: "{{file}} 是 zip 压缩包。",
      next: "请解压后打开其中的 profile。",
    },
    elf: {
      sentence: "{{file}} 是 Linux 程序，不是 profile。",
      next: "请打开它写出的 profile。",
    },
    macho: {
      sentence: "{{file}} 是 macOS 程序，不是 profile。",
      next: "请打开它写出的 profile。",
    },
    pe: {
      sentence: "{{file}} 是 Windows 程序，不是 profile。",
      next: "请打开它写出的 profile。",
    },
    text: {
      sentence: "{{file}} 是文本，其中没有 profile。",
      next: "采集时请去掉地址中的 debug=1 或 debug=2。",
    },
    "goroutine-text": {
      sentence: "{{file}} 是文本格式的协程转储，暂不支持打开。",
      next: "采集时请去掉地址中的 debug=1 或 debug=2。",
    },
    "heap-text": {
      sentence: "{{file}} 是文本格式的堆 profile，暂不支持打开。",
      next: "采集时请去掉地址中的 debug=1。",
    },
    "profile-text": {
      sentence: "{{file}} 是文本格式的 profile，暂不支持打开。",
      next: "采集时请去掉地址中的 debug=1。",
    },
    binary: {
      sentence: "{{file}} 不是 pprof profile。",
      next: "请打开由 /debug/pprof、runtime/pprof 或 go test -cpuprofile 生成的文件。",
    },
    jfr: {
      sentence: "{{file}} 是 Java Flight Recorder 文件。",
      next: "Leakscope 只能打开 Go profile。",
    },
    "perf-data": {
      sentence: "{{file}} 是 Linux perf 的记录。",
      next: "请先用 perf_to_profile 转换，再打开结果。",
    },
    tar: {
      sentence: "{{file}} 是 tar 归档。",
      next: "请解包后打开其中的 profile。",
    },
    bzip2: {
      sentence: "{{file}} 是用 bzip2 压缩的。",
      next: "请先用 bunzip2 解压，再打开结果。",
    },
    xz: {
      sentence: "{{file}} 是用 xz 压缩的。",
      next: "请先用 unxz 解压，再打开结果。",
    },
    png: {
      sentence: "{{file}} 是图片，不是 profile。",
      next: "请打开用来画图的 profile。",
    },
  },
};
