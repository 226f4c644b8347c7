import type { enCli } from "./en-cli.ts";
import type { Translation } from "./message-types.ts";

export const zhCnCli: Translation<typeof enCli> = {
  cli: {
    "no-command":
      "没有可执行的内容：请给出命令（{{commands}}），或用 --help 查看选项。",
    "unknown-command": "没有命令 {{command}}；可用的有 {{commands}}。",
    "unknown-option": "没有选项 {{option}}；--help 会列出全部选项。",
    "missing-value": "{{option}} 需要一个值：{{option}}=值。",
    "missing-argument": "没有给出文件；请给出文件名，或用 - 表示标准输入。",
    "bad-arguments": "参数无法理解：{{detail}}。",
    "bad-value": "{{option}} 不能是 {{value}}；--help 说明了可用的值。",
    "conflicting-options": "以下选项只能给出一个：{{options}}。",
    "normalize-needs-base":
      "-normalize 需要一个基准：请给出 -base 或 -diff_base。",
    "bad-regexp": "{{option}}：{{pattern}} 不是 Go 的正则表达式：{{detail}}。",
    "no-match": "没有函数匹配 {{pattern}}。",
    "peek-needs-pattern":
      "peek 需要一个模式和一个文件：leakscope peek 模式 文件。",
    "no-samples": "该 profile 没有样本类型，无可统计。",
    "sample-index-range": "没有样本类型 {{value}}；编号从 0 到 {{last}}。",
    "sample-index-name": "没有样本类型 {{value}}；可用的有 {{names}}。",
    "no-common-sample-types": "{{files}}：没有共同的样本类型，无法合并。",
    "incompatible-period-types": "{{files}} 的采样方式不同，无法合并。",
    "incompatible-sample-types": "{{files}} 度量的内容不同，无法合并。",
    "output-not-writable": "{{file}} 无法写入：{{reason}}。",
    usage: "用法：leakscope 命令 文件... [选项]",
    commandsTitle: "命令：",
    helpHint: "leakscope 命令 --help 显示该命令的选项。",
    commandTop: "按数值列出函数，与 go tool pprof -top 的输出相同",
    commandTraces:
      "列出每个样本及其调用栈，与 go tool pprof -traces 的输出相同",
    commandPeek: "函数的调用者与被调用者",
    commandTags: "标签及其取值",
    commandCapture: "采集运行中服务的 profile",
    commandWatch: "持续观察服务，报告增长的内容",
    commandReport: "哪里泄漏、在何处、为什么",
    pprofHelp: `用法：leakscope {{command}} 文件... [选项]

输出与 go tool pprof -{{command}} 相同。文件是 pprof profile，可为原始、gzip 或 zstd 格式；- 表示标准输入。
给出多个文件时会合并。选项可用一个或两个短横线，值写在 = 或空格之后。

  -sample_index=名称   统计哪个值：名称或从 0 开始的编号；默认用 profile 自己的设定
  -cum, -flat          按 cum 或 flat 排序（flat）
  -nodecount=N         最多 N 行（0 为全部）
  -nodefraction=F      略去占总量低于此比例的行（0.005）
  -edgefraction=F      低于此比例的调用不影响 "(inline)"（0.001）
  -trim=false          不略去任何内容
  -unit=单位           所有数值的单位：seconds、ms、mb 等；auto 逐个选择（minimum）
  -functions, -filefunctions, -files, -lines, -addresses
                       以什么为一行（functions）
  -noinlines           把内联函数计入其调用者
  -showcolumns         与 -lines 一起显示列号
  -mean                除以第一个样本类型
  -divide_by=N         每个值除以 N
  -drop_negative       略去小于零的行
  -compact_labels      不输出关于 profile 的说明行
  -base=文件           减去该文件
  -diff_base=文件      与该文件比较：百分比以该文件为准
  -normalize           先按基准缩放
  -focus=RE, -ignore=RE   只保留含有（或不含）匹配帧的样本
  -hide=RE, -show=RE      隐藏（或只显示）匹配的帧
  -show_from=RE        略去最外层匹配之上的帧
  -prune_from=RE       略去匹配之下的帧
  -tagfocus=F, -tagignore=F   只保留带有（或不带）某标签的样本：RE、key=RE、4kb:、:64kb、key=1mb:2mb
  -tagshow=RE, -taghide=RE    显示哪些标签
  -tagroot=键, -tagleaf=键   用标签值构成帧
  -relative_percentages   百分比以过滤后的结果为准
  -trim_path=路径      去掉文件名的这些前缀
  -output=文件         写入该文件
  --format=json        以数据形式输出各行（text）
`,
  },
};
