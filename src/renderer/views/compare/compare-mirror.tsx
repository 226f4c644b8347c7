import type { ReactNode } from "react";
import { childrenOfBox, levelOfBox } from "../../canvas/flame-boxes.ts";
import type { CompareModel } from "../../state/compare-model.ts";
import { useText } from "../../state/text.ts";
import { boxSentence } from "./box-sentence.ts";

export interface CompareMirrorProps {
  readonly model: CompareModel;
  readonly unit: string;
  readonly focusedBox: number;
  readonly idOf: (box: number) => string;
}

/** Children listed for screen readers at a time. */
const MAX_CHILDREN = 40;

/** The focused box, its caller and callees as tree items: what a canvas can't say. */
export function CompareMirror(props: CompareMirrorProps): ReactNode {
  const { model, focusedBox, unit, idOf } = props;
  const text = useText();
  const { boxes } = model;
  const box = Math.max(0, focusedBox);
  const { start, end } = childrenOfBox(boxes, box);
  const shown = Array.from(
    { length: Math.min(MAX_CHILDREN, end - start) },
    (_unused, i) => start + i,
  );
  const around = boxes.parent[box] < 0 ? [box] : [boxes.parent[box], box];
  return (
    <div className="ls-visually-hidden">
      {[...around, ...shown].map((each) => (
        <div
          key={each}
          id={idOf(each)}
          role="treeitem"
          aria-level={levelOfBox(boxes, each) + 1}
          aria-selected={each === focusedBox}
        >
          {boxSentence(model, each, unit, text)}
        </div>
      ))}
    </div>
  );
}
