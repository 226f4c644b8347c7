import { zhCnBundles } from "./zh-cn-bundles.ts";
import { zhCnCapture } from "./zh-cn-capture.ts";
import { zhCnCli } from "./zh-cn-cli.ts";
import { zhCnCompare } from "./zh-cn-compare.ts";
import { zhCnErrors } from "./zh-cn-errors.ts";
import { zhCnFilters } from "./zh-cn-filters.ts";
import { zhCnKeys } from "./zh-cn-keys.ts";
import { zhCnLeaks } from "./zh-cn-leaks.ts";
import { zhCnMenu } from "./zh-cn-menu.ts";
import { zhCnReport } from "./zh-cn-report.ts";
import { zhCnShell } from "./zh-cn-shell.ts";
import { zhCnViews } from "./zh-cn-views.ts";

/** The Chinese catalogue. */
export const zhCn = {
  ...zhCnShell,
  ...zhCnViews,
  ...zhCnErrors,
  ...zhCnFilters,
  ...zhCnKeys,
  ...zhCnLeaks,
  ...zhCnMenu,
  ...zhCnCli,
  ...zhCnCompare,
  ...zhCnReport,
  ...zhCnCapture,
  ...zhCnBundles,
} as const;
