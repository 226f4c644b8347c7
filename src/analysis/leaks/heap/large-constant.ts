import type { HeapPlace } from "./heap-site.ts";

/** From here on an object has size classes of its own (runtime: maxSmallSize). */
const LARGE_MIN_BYTES = 32 * 1024;
/** Objects of the size in use now; fewer say nothing about a pattern. */
const MANY_MIN = 5;
/** Share of the place's bytes that must have this one size. */
const SHARE_MIN = 0.8;

/** Whether a place holds many large objects, nearly all of one size, and more than before. */
export function isLargeConstant(place: HeapPlace): boolean {
  const last = (place.records.at(0)?.objects.length ?? 0) - 1;
  const total = place.records.reduce((sum, { space }) => sum + space[last], 0);
  return place.records.some(
    (record) =>
      record.bytes >= LARGE_MIN_BYTES &&
      record.objects[last] >= MANY_MIN &&
      record.objects[last] > record.objects[0] &&
      record.space[last] >= SHARE_MIN * total,
  );
}
