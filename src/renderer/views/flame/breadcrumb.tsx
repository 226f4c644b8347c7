import { ChevronRight, Ellipsis } from "lucide-react";
import { useState, type ReactNode } from "react";
import { pathToBox } from "../../canvas/flame-boxes.ts";
import { shortName } from "../../canvas/flame-labels.ts";
import type { FlameModel } from "../../state/flame-model.ts";
import { useText } from "../../state/text.ts";
import { PointMenu } from "../../widgets/point-menu.tsx";

export interface BreadcrumbProps {
  readonly model: FlameModel;
  readonly zoomBox: number;
  readonly onZoom: (box: number) => void;
}

/** Steps shown beside the root; the ones before them are in a menu. */
const SHOWN_STEPS = 4;

/** The way from the root to the box that is zoomed into. */
export function Breadcrumb(props: BreadcrumbProps): ReactNode {
  const { model, zoomBox, onZoom } = props;
  const { t } = useText();
  const [menuPoint, setMenuPoint] = useState<{
    readonly clientX: number;
    readonly clientY: number;
  } | null>(null);
  const steps = pathToBox(model.boxes, zoomBox).slice(1);
  const hidden = steps.slice(0, -SHOWN_STEPS);
  const shown = steps.slice(-SHOWN_STEPS);
  const nameOf = (box: number): string => model.nameOf(model.boxes.frame[box]);
  return (
    <nav className="ls-breadcrumb" aria-label={t("flame.breadcrumb")}>
      <ol>
        <li>
          <button
            type="button"
            aria-current={zoomBox === 0 ? "true" : undefined}
            onClick={() => onZoom(0)}
          >
            {t("flame.all")}
          </button>
        </li>
        {hidden.length > 0 && (
          <li>
            <ChevronRight size={12} aria-hidden />
            <button
              type="button"
              aria-label={t("action.more")}
              onClick={({ currentTarget }) => {
                const rect = currentTarget.getBoundingClientRect();
                setMenuPoint({ clientX: rect.left, clientY: rect.bottom });
              }}
            >
              <Ellipsis size={14} aria-hidden />
            </button>
          </li>
        )}
        {shown.map((box) => (
          <li key={box}>
            <ChevronRight size={12} aria-hidden />
            <button
              type="button"
              title={nameOf(box)}
              aria-current={box === zoomBox ? "true" : undefined}
              onClick={() => onZoom(box)}
            >
              {shortName(nameOf(box))}
            </button>
          </li>
        ))}
      </ol>
      <PointMenu
        label={t("flame.breadcrumb")}
        point={menuPoint}
        onClose={() => setMenuPoint(null)}
        entries={hidden.map((box) => ({
          id: String(box),
          label: nameOf(box),
          onSelect: () => onZoom(box),
        }))}
      />
    </nav>
  );
}
