import type { ProfileId } from "#contract/profile-id.ts";

/** Which files came in one drop, pick or command line: the number of the gesture. */
const gestureOf = new Map<ProfileId, number>();
let lastGesture = 0;

/** Notes a file as part of a gesture: a new one, or the one before it. */
export function noteGesture(id: ProfileId, startsGesture: boolean): void {
  if (startsGesture) lastGesture += 1;
  gestureOf.set(id, lastGesture);
}

/** Whether two files came in one gesture: the user holds them for one story, wherever they lie. */
export function cameTogether(a: ProfileId, b: ProfileId): boolean {
  const gesture = gestureOf.get(a);
  return gesture !== undefined && gesture === gestureOf.get(b);
}

/** Forgets a closed file. */
export function forgetGesture(id: ProfileId): void {
  gestureOf.delete(id);
}
