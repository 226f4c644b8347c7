import { hasChainFrame, type HeapRule } from "../heap-rule.ts";

const CONTEXT_FRAME = /^context\.(?!Background$|TODO$)/;
/** net/http's contexts, one per connection, request and round trip. */
const HTTP_OWN =
  /^net\/http\.(\(\*conn\)\.(serve|readRequest)|\(\*Transport\)\.(roundTrip|dialConnFor|queueForDial)|setRequestCancel)$/;

/**
 * Contexts of a long-lived parent that are never cancelled: the parent keeps every child in a map
 * (context.go: propagateCancel), a timeout also a timer. The contexts of connections and requests inside
 * net/http belong to their connections.
 *
 * Look-alikes: a few contexts that live as long as the process do not grow.
 */
export const contextGrowthRule: HeapRule = {
  category: "context-growth",
  confidence: "high",
  isTelling: true,
  matches(place) {
    return (
      hasChainFrame(place, CONTEXT_FRAME) && !hasChainFrame(place, HTTP_OWN)
    );
  },
};
