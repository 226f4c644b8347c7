import { Copy } from "lucide-react";
import { useCallback, type ReactNode } from "react";
import { runSliced } from "../canvas/time-slice.ts";
import { TextButton } from "../widgets/text-button.tsx";
import { copyText } from "./clipboard.ts";
import {
  separatedText,
  type CopiedTable,
  type Separator,
} from "./separated-text.ts";
import { useText } from "./text.ts";

/** Copies a table and says how many rows it had. */
export function useCopyTable(): (
  table: CopiedTable,
  separator: Separator,
) => Promise<void> {
  const { t, format } = useText();
  return useCallback(
    async (table, separator) => {
      const text = await runSliced(separatedText(table, separator));
      if (text === null) return;
      const note = t("top.copiedRows", {
        count: table.rowCount,
        rows: format.count(table.rowCount),
      });
      await copyText(text, note);
    },
    [t, format],
  );
}

export interface CopyButtonsProps {
  /** Made when a button is pressed. */
  readonly table: () => CopiedTable;
}

/** The rows of a table for elsewhere: as TSV, as CSV. */
export function CopyButtons({ table }: CopyButtonsProps): ReactNode {
  const { t } = useText();
  const copy = useCopyTable();
  return (
    <div className="ls-copy-buttons">
      <TextButton onClick={() => void copy(table(), "\t")}>
        <Copy size={14} strokeWidth={1.5} aria-hidden />
        {t("top.copyTsv")}
      </TextButton>
      <TextButton onClick={() => void copy(table(), ",")}>
        {t("top.copyCsv")}
      </TextButton>
    </div>
  );
}
