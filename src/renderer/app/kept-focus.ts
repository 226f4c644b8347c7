import {
  focusablesIn,
  focusView,
  noteFocus,
  whenSettled,
  widgetIn,
} from "./focus-places.ts";

/** Where an element with the focus was. */
interface FocusPlace {
  readonly element: HTMLElement;
  /** Inner to outer, each with the place of the element among what Tab reaches in it. */
  readonly around: readonly {
    readonly part: HTMLElement;
    readonly index: number;
  }[];
}

function placeOf(element: HTMLElement): FocusPlace {
  const all = focusablesIn(document);
  const around: { part: HTMLElement; index: number }[] = [];
  for (let part = element.parentElement; part; part = part.parentElement) {
    const inPart = all.filter((other) => part?.contains(other));
    around.push({ part, index: inPart.indexOf(element) });
  }
  return { element, around };
}

/**
 * Focuses what is nearest to where the focus was: the picture or table of what is left around it,
 * else what Tab reaches there, at the same place. In a list that is the item that moved up, from its
 * beginning: closing one file with a second press of Enter must not close the next.
 */
function focusNear({ around }: FocusPlace): void {
  for (const { part, index } of around) {
    if (!part.isConnected) continue;
    if (part.matches("main, :has([data-region])")) {
      focusView();
      return;
    }
    const all = focusablesIn(part);
    const same = all.at(Math.min(Math.max(0, index), all.length - 1));
    if (same === undefined) continue;
    const item = same.closest("li");
    const inItem =
      item !== null && part.contains(item)
        ? focusablesIn(item).at(0)
        : undefined;
    (widgetIn(part) ?? inItem ?? same).focus();
    return;
  }
}

/**
 * Keeps the focus in the window: where what had it goes away, something near takes it. Returns what
 * ends this.
 */
export function keepFocus(): () => void {
  let place: FocusPlace | null = null;
  const onFocusIn = ({ target }: FocusEvent): void => {
    if (!(target instanceof HTMLElement)) return;
    place = placeOf(target);
    noteFocus(target);
  };
  // A click beside everything takes the focus away on purpose.
  const onPointerDown = (): void => {
    requestAnimationFrame(() => {
      const isNowhere = document.activeElement === document.body;
      if (isNowhere && place?.element.isConnected === true) place = null;
    });
  };
  const observer = new MutationObserver(() => {
    const lost = place;
    if (lost === null || document.activeElement !== document.body) return;
    if (lost.element.isConnected) return;
    place = null;
    whenSettled(() => focusNear(lost));
  });
  window.addEventListener("focusin", onFocusIn);
  window.addEventListener("pointerdown", onPointerDown);
  observer.observe(document.body, { childList: true, subtree: true });
  return () => {
    window.removeEventListener("focusin", onFocusIn);
    window.removeEventListener("pointerdown", onPointerDown);
    observer.disconnect();
  };
}
