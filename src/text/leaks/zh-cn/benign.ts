import type { BenignTexts } from "../category-text.ts";

/** Harmless findings. */
export const benignZhCn: BenignTexts = {
  "benign-accept": { title: "Accept 循环", reason: "监听器在等待连接" },
  "benign-http-server": {
    title: "HTTP 服务端连接",
    reason: "空闲或正在读取请求；只随客户端增长",
  },
  "benign-server-conn": { title: "服务端连接", reason: "等待下一个请求" },
  "benign-http-idle": {
    title: "空闲的 HTTP 客户端连接",
    reason: "保持以备复用，增长不超过进行中的调用",
  },
  "benign-client-conn": { title: "客户端连接", reason: "等待应答" },
  "benign-inflight-body": {
    title: "正在读取的 Body",
    reason: "此刻有同样多的协程在读取 Body",
  },
  "benign-signal": { title: "信号处理", reason: "每个进程一个" },
  "benign-sql": { title: "sql.DB 服务协程", reason: "每个 sql.DB 一个" },
  "benign-profiler": {
    title: "采集器自身",
    reason: "正在写出这份 profile 或 dump",
  },
  "benign-runtime": {
    title: "Go 运行时",
    reason: "属于运行时，或尚未开始运行",
  },
  "benign-main-wait": { title: "main 在等待", reason: "主协程等待程序结束" },
  "benign-testing": { title: "测试框架", reason: "等待其测试" },
  "benign-library": { title: "库的服务协程", reason: "为人熟知，每个对象一个" },
  "benign-expected": {
    title: "符合预期",
    reason: "已标记为预期，或由你的规则指定",
  },
  "benign-bounded": { title: "稳定", reason: "占用与之前相同" },
  "benign-garbage": { title: "已释放", reason: "占用比之前少" },
};
