import { enBundles } from "./en-bundles.ts";
import { enCapture } from "./en-capture.ts";
import { enCli } from "./en-cli.ts";
import { enCompare } from "./en-compare.ts";
import { enErrors } from "./en-errors.ts";
import { enFilters } from "./en-filters.ts";
import { enKeys } from "./en-keys.ts";
import { enLeaks } from "./en-leaks.ts";
import { enMenu } from "./en-menu.ts";
import { enReport } from "./en-report.ts";
import { enShell } from "./en-shell.ts";
import { enViews } from "./en-views.ts";

/** The English catalogue: the source of all keys. */
export const en = {
  ...enShell,
  ...enViews,
  ...enErrors,
  ...enFilters,
  ...enKeys,
  ...enLeaks,
  ...enMenu,
  ...enCli,
  ...enCompare,
  ...enReport,
  ...enCapture,
  ...enBundles,
} as const;
