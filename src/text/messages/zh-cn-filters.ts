import type { enFilters } from "./en-filters.ts";
import type { Translation } from "./message-types.ts";

export const zhCnFilters: Translation<typeof enFilters> = {
  filter: {
    label: "筛选条件",
    add: "筛选调用栈",
    name: "筛选方式",
    namePattern: "正则表达式",
    namePatternHint: "匹配函数、文件或二进制，例如 ^main\\.",
    tagPattern: "标签表达式",
    tagPatternHint: "key=value、文本，或范围，例如 1kb:4kb",
    apply: "应用",
    edit: "修改筛选条件 {{name}} {{pattern}}",
    remove: "移除筛选条件 {{name}} {{pattern}}",
    clearAll: "全部清除",
    left: "剩余 {{shown}} / {{total}}（{{share}}），滤除 {{gone}}",
    allLeft: "剩余全部 {{total}}",
    unmatched: "无匹配",
    badPattern: "不是有效的正则表达式：{{reason}}",
    nothingLeft: "筛选后没有剩余数据。",
    nothingLeftHint: "全部 {{total}} 都被滤除。",
    hint: {
      focus: "只保留经过它的调用栈",
      ignore: "去掉经过它的调用栈",
      hide: "去掉它的栈帧",
      show: "只保留它的栈帧",
      showFrom: "调用栈从它开始",
      pruneFrom: "调用栈到它为止",
      tagFocus: "只保留有此标签的样本",
      tagIgnore: "去掉有此标签的样本",
    },
    menu: {
      focus: "focus：只看经过它的调用栈",
      ignore: "ignore：去掉经过它的调用栈",
      hide: "hide：去掉它的栈帧",
      showFrom: "show_from：调用栈从它开始",
    },
  },
};
