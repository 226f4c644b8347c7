import type { ReactNode } from "react";
import { childrenOfBox, levelOfBox } from "../../canvas/flame-boxes.ts";
import type { FlameModel } from "../../state/flame-model.ts";
import { useText } from "../../state/text.ts";
import { frameFacts } from "../../state/frame-facts.ts";

export interface FlameMirrorProps {
  readonly model: FlameModel;
  readonly unit: string;
  readonly focusedBox: number;
  readonly idOf: (box: number) => string;
}

/** Children listed for screen readers at a time; the set's real size is given with each. */
const MAX_CHILDREN = 40;

/** The focused box, its parent and children as tree items: what a canvas can't say. */
export function FlameMirror(props: FlameMirrorProps): ReactNode {
  const { model, focusedBox } = props;
  const box = Math.max(0, focusedBox);
  const parent = model.boxes.parent[box];
  const { start, end } = childrenOfBox(model.boxes, box);
  const children = Array.from(
    { length: Math.min(MAX_CHILDREN, end - start) },
    (_unused, i) => start + i,
  );
  return (
    <div className="ls-visually-hidden">
      {parent >= 0 && <MirrorItem {...props} box={parent} />}
      <MirrorItem {...props} box={box} />
      {children.map((child) => (
        <MirrorItem key={child} {...props} box={child} />
      ))}
    </div>
  );
}

function MirrorItem(
  props: FlameMirrorProps & { readonly box: number },
): ReactNode {
  const { model, box, unit, focusedBox, idOf } = props;
  const { t, format } = useText();
  const facts = frameFacts(model, box);
  const parent = model.boxes.parent[box];
  const siblings =
    parent < 0 ? { start: 0, end: 1 } : childrenOfBox(model.boxes, parent);
  const children = childrenOfBox(model.boxes, box);
  return (
    <div
      id={idOf(box)}
      role="treeitem"
      aria-level={levelOfBox(model.boxes, box) + 1}
      aria-posinset={box - siblings.start + 1}
      aria-setsize={siblings.end - siblings.start}
      aria-expanded={children.end > children.start ? true : undefined}
      aria-selected={box === focusedBox}
    >
      {t("flame.item", {
        name: box === 0 ? t("frame.root") : facts.name,
        cum: format.value(facts.cum, unit),
        share: format.share(facts.shareOfTotal),
      })}
    </div>
  );
}
