import type { enBundles } from "./en-bundles.ts";
import type { Translation } from "./message-types.ts";

/** Zips, folders and saved comparisons. */
export const zhCnBundles: Translation<typeof enBundles> = {
  bundle: {
    notices: "通知",
    dismiss: "关闭",
    group: "{{name}}：{{kind}}",
    empty: "{{name}} 中没有 profile。",
    skipped_other: "{{name}}：跳过了 {{count}} 个不是 profile 的文件。",
    leftOut: "{{name}} 中的文件多于一次可打开的数量：只查看了前 {{limit}} 个。",
    more: "以及另外 {{count}} 个",
    save: "保存对比…",
    saved: "已保存为 {{name}}",
    saveNeedsFiles: "两个 profile 都是磁盘上的文件时才能保存对比。",
  },
};
