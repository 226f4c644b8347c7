import type { Hit } from "./flame-geometry.ts";
import type { ClientPoint } from "./flame-gestures.ts";

/** What the card stands at and tells. */
export interface FocusCardTarget {
  /** -1 for none. */
  readonly focusedBox: () => number;
  /** null: the box is out of view. */
  readonly pointOf: (box: number) => ClientPoint | null;
  readonly show: (hit: Hit | null, point: ClientPoint) => void;
}

const NOWHERE: ClientPoint = { clientX: 0, clientY: 0 };

/**
 * What a pointer on a box shows, for the keyboard: the card of the focused box. Once asked for it
 * follows the focus, until it is sent away, the focus leaves or a pointer comes.
 */
export class FocusCard {
  private isOn = false;
  /** Box and place of the card as it is shown; "": it is not. */
  private shown = "";

  constructor(private readonly target: FocusCardTarget) {}

  /** True where there was one to send away. */
  hide(): boolean {
    if (!this.isOn) return false;
    this.leaveToPointer();
    this.target.show(null, NOWHERE);
    return true;
  }

  toggle(): void {
    if (this.hide()) return;
    this.isOn = true;
    this.follow();
  }

  /** The pointer shows a card of its own. */
  leaveToPointer(): void {
    this.isOn = false;
    this.shown = "";
  }

  /** The focus or the view moved. */
  follow(): void {
    if (!this.isOn) return;
    const box = this.target.focusedBox();
    const point = box < 0 ? null : this.target.pointOf(box);
    const now =
      point === null ? "" : `${box} ${point.clientX} ${point.clientY}`;
    if (now === this.shown) return;
    this.shown = now;
    if (point === null) this.target.show(null, NOWHERE);
    else this.target.show({ box, boxesInPixel: 1 }, point);
  }
}
