import type { enReport } from "./en-report.ts";
import type { Translation } from "./message-types.ts";

/** `leakscope report`: help, and what can be wrong with a rules file. */
export const zhCnReport: Translation<typeof enReport> = {
  reportCli: {
    rulesNotReadable: "无法读取 {{file}}：{{reason}}。",
    help: `用法：leakscope report 文件... [选项]

指出是哪一种泄漏。文件可以是协程 profile 或 dump（pprof、debug=1、debug=2、panic、SIGQUIT、goleak，可夹杂在任意
日志中）、goroutineleak profile 或堆 profile；可用 gzip 或 zstd 压缩；- 表示标准输入。堆 profile 需要一份更早的。可以混合
多种输入：每种按各自的序列判断。

  --base 文件          更早的快照；可重复
  --format 格式        text、json、markdown 或 sarif（text）
  --fail-on 级别       有结论不低于 proved、high、medium 或 low 时以 1 退出；never 为从不（never）
  --min-count N        略去协程少于 N 的结论（json 保留全部）
  --all                同时列出无害的分组
  --lang 语言          en 或 zh-CN（取自环境）
  --rules 文件         你自己的规则与预期的结论（resources/schema/leakscope-rules-1.schema.json）

退出码：0 完成，1 有结论达到 --fail-on，2 用法错误或输入无法读取。
`,
  },
  rules: {
    "not-json": "{{file}} 不是 JSON：{{detail}}。",
    "wrong-schema":
      '{{file}}："schema" 必须为 "{{detail}}"，它说明规则文件的格式。',
    "not-an-object": "{{file}}：{{path}} 必须是对象。",
    "not-an-array": "{{file}}：{{path}} 必须是列表。",
    "not-a-string": "{{file}}：{{path}} 必须是文本。",
    "not-a-boolean": "{{file}}：{{path}} 必须是 true 或 false。",
    empty: "{{file}}：{{path}} 不能为空。",
    "unknown-field": "{{file}}：没有字段 {{path}}；可用的有 {{detail}}。",
    "unknown-value": "{{file}}：{{path}} 必须是以下之一：{{detail}}。",
    "bad-id": "{{file}}：{{path}} 为 {{detail}}；id 由小写单词以连字符连接。",
    "duplicate-id": "{{file}}：{{path}}：有两条规则 {{detail}}。",
    "nothing-to-match":
      "{{file}}：{{path}} 没有匹配条件；请给出 function、key、createdBy 或 mechanism。",
  },
};
