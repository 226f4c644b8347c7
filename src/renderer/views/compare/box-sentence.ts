import { changeClassOf } from "#contract/compare.ts";
import type { CompareModel } from "../../state/compare-model.ts";
import type { Text } from "../../state/text.ts";
import { difference, signedValue } from "./compare-names.ts";

/** A box of a comparison in one line: for the status bar and for screen readers. */
export function boxSentence(
  model: CompareModel,
  box: number,
  unit: string,
  { t, format }: Text,
): string {
  const { layout } = model.comparison;
  const base = layout.baseCum[box];
  const current = layout.currentCum[box];
  return t("compare.item", {
    name: box === 0 ? t("frame.root") : model.nameOf(layout.frame[box]),
    base: format.value(base, unit),
    current: format.value(current, unit),
    delta: signedValue(difference(base, current), unit, format),
    change: t(`compare.change.${changeClassOf(layout.changeClass[box])}`),
  });
}
