/** Where the focus can be: the parts of the window, and what in them takes keys first. */

const FOCUSABLE =
  "a[href], button:not(:disabled), input:not(:disabled), textarea:not(:disabled), select, [tabindex]";
/** What a view is about: the picture or the table in it. */
const WIDGETS = "[role=tree], [role=grid], [role=treegrid]";
const CURRENT = "[aria-current=page], [role=tab][aria-selected=true]";

function isReachable(element: HTMLElement): boolean {
  return element.tabIndex >= 0 && element.checkVisibility();
}

/** What Tab reaches in a part of the page, in order. */
export function focusablesIn(part: ParentNode): HTMLElement[] {
  return [...part.querySelectorAll<HTMLElement>(FOCUSABLE)].filter(isReachable);
}

function firstOf(part: ParentNode, selector: string): HTMLElement | undefined {
  return [...part.querySelectorAll<HTMLElement>(selector)].find(isReachable);
}

/** The picture or table of a part of the page. */
export function widgetIn(part: ParentNode): HTMLElement | undefined {
  return firstOf(part, WIDGETS);
}

/** Where each part of the window had the focus last. */
const lastIn = new WeakMap<Element, HTMLElement>();

function regionOf(element: Element | null): HTMLElement | null {
  return element?.closest<HTMLElement>("[data-region]") ?? null;
}

/** Notes where the focus is, to come back there. */
export function noteFocus(element: HTMLElement): void {
  const region = regionOf(element);
  if (region !== null) lastIn.set(region, element);
}

function entryOf(region: HTMLElement): HTMLElement | undefined {
  const last = lastIn.get(region);
  if (last !== undefined && region.contains(last) && isReachable(last)) {
    return last;
  }
  return (
    widgetIn(region) ??
    firstOf(region, CURRENT) ??
    focusablesIn(region).find((element) => regionOf(element) === region)
  );
}

/** Parts of the window in order; one that others lie in counts for what is not in them. */
function regions(): readonly HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>("[data-region]")].filter(
    (region) =>
      region.querySelector("[data-region]") === null &&
      entryOf(region) !== undefined,
  );
}

/** Moves the focus to the next part of the window, or to the one before. */
export function goToRegion(step: 1 | -1): void {
  const all = regions();
  if (all.length === 0) return;
  const here = regionOf(document.activeElement);
  const at = here === null ? -1 : all.indexOf(here);
  const from = at < 0 && step < 0 ? 0 : at;
  const next = all[(from + step + all.length) % all.length];
  entryOf(next)?.focus();
}

/** Focuses what the view or page in front is about. */
export function focusView(): void {
  const page =
    document.querySelector<HTMLElement>(".ls-tabs__panel") ??
    document.querySelector<HTMLElement>("main");
  if (page === null) return;
  (widgetIn(page) ?? focusablesIn(page).at(0) ?? page).focus();
}

/** Frames to wait for a view that loads. */
const PATIENCE_FRAMES = 600;

/** Runs `place` once nothing loads, unless something has the focus by then. */
export function whenSettled(place: () => void): void {
  let frames = 0;
  const look = (): void => {
    if (document.activeElement !== document.body) return;
    frames += 1;
    const isBusy = document.querySelector("main [aria-busy=true]") !== null;
    if (isBusy && frames < PATIENCE_FRAMES) requestAnimationFrame(look);
    else place();
  };
  // What closed gives its focus back first.
  requestAnimationFrame(() => requestAnimationFrame(look));
}

/** A view was asked for by its key: the next keys are meant for it. */
export function focusViewIfNothing(): void {
  if (document.activeElement === document.body) whenSettled(focusView);
}
