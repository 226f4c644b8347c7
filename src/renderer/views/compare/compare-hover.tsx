import { useLayoutEffect, useRef, type ReactNode } from "react";
import { changeClassOf, flatOfBox } from "#contract/compare.ts";
import { boxOfNode, type CompareModel } from "../../state/compare-model.ts";
import { useText } from "../../state/text.ts";
import { difference, signedShare, signedValue } from "./compare-names.ts";

/** A node of the merged tree under the pointer, and where. */
export interface HoveredNode {
  readonly pane: number;
  readonly node: number;
  readonly x: number;
  readonly y: number;
}

export interface CompareHoverProps {
  readonly hovered: HoveredNode;
  readonly models: readonly CompareModel[];
  readonly unit: string;
}

const OFFSET = 14;
const MARGIN = 8;

/** Both sides of what is under the pointer. */
export function CompareHover(props: CompareHoverProps): ReactNode {
  const { hovered, models, unit } = props;
  const { t, format } = useText();
  const card = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (card.current === null) return;
    const { offsetWidth, offsetHeight, style } = card.current;
    const right = hovered.x + OFFSET;
    const below = hovered.y + OFFSET;
    const left =
      right + offsetWidth + MARGIN <= window.innerWidth
        ? right
        : hovered.x - OFFSET - offsetWidth;
    const top =
      below + offsetHeight + MARGIN <= window.innerHeight
        ? below
        : hovered.y - OFFSET - offsetHeight;
    style.transform = `translate(${Math.max(MARGIN, left)}px, ${Math.max(MARGIN, top)}px)`;
  });
  const model = models.at(hovered.pane);
  const box = model === undefined ? -1 : boxOfNode(model, hovered.node);
  if (model === undefined || box < 0) return null;
  const { layout, frames } = model.comparison;
  const frame = layout.frame[box];
  const flat = flatOfBox(layout, box);
  const row = (
    label: string,
    base: number | bigint,
    current: number | bigint,
  ): ReactNode => {
    const delta = difference(base, current);
    return (
      <tr>
        <th scope="row">{label}</th>
        <td>{format.value(base, unit)}</td>
        <td>{format.value(current, unit)}</td>
        <td>{signedValue(delta, unit, format)}</td>
        <td>
          {Number(base) === 0
            ? ""
            : signedShare(Number(delta) / Math.abs(Number(base)), format)}
        </td>
      </tr>
    );
  };
  return (
    <div ref={card} className="ls-hover-card ls-compare__card" aria-hidden>
      <div className="ls-hover-card__name ls-code">
        {frame < 0 ? t("frame.root") : model.nameOf(frame)}
      </div>
      {frame >= 0 && (
        <div className="ls-hover-card__where ls-code">
          {frames.strings.get(frames.file[frame])}
        </div>
      )}
      <table className="ls-hover-card__numbers">
        <thead>
          <tr>
            <td />
            <th scope="col">{t("compare.base")}</th>
            <th scope="col">{t("compare.current")}</th>
            <th scope="col">{t("compare.column.delta")}</th>
            <td />
          </tr>
        </thead>
        <tbody>
          {row(t("column.flat"), flat.base, flat.current)}
          {row(t("column.cum"), layout.baseCum[box], layout.currentCum[box])}
        </tbody>
      </table>
      <div className="ls-hover-card__note">
        {t(`compare.change.${changeClassOf(layout.changeClass[box])}`)}
      </div>
    </div>
  );
}
