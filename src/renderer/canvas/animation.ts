/** Longest motion in the app (look.md): zoom only, for orientation. */
export const ZOOM_MILLIS = 110;

/** True where the user asked the system for less motion. */
export function prefersReducedMotion(): boolean {
  return window.matchMedia("(prefers-reduced-motion: reduce)").matches;
}

/** Fast at first, gentle at the end. */
function easeOut(progress: number): number {
  return 1 - (1 - progress) ** 3;
}

/**
 * One running animation. `step` gets the eased progress, 1 exactly at the end. Starting another one
 * ends the first where it is. Without motion `step(1)` runs at once.
 */
export class Animator {
  private handle = 0;

  get isRunning(): boolean {
    return this.handle !== 0;
  }

  start(durationMillis: number, step: (progress: number) => void): void {
    this.stop();
    if (durationMillis <= 0 || prefersReducedMotion()) {
      step(1);
      return;
    }
    const startMs = performance.now();
    const tick = (nowMs: number): void => {
      const progress = Math.min(
        1,
        Math.max(0, nowMs - startMs) / durationMillis,
      );
      this.handle = progress < 1 ? requestAnimationFrame(tick) : 0;
      step(easeOut(progress));
    };
    this.handle = requestAnimationFrame(tick);
  }

  stop(): void {
    cancelAnimationFrame(this.handle);
    this.handle = 0;
  }
}
