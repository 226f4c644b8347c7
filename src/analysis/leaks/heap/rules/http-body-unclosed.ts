import { hasChainFrame, type HeapRule } from "../heap-rule.ts";

const CLIENT_FRAME =
  /^net\/http\.(\(\*Transport\)\.(dialConn|dialConnFor|roundTrip|startDialConnForLocked(\.func\d+)?)|\(\*persistConn\)\.\w+|\(\*Client\)\.(do|Do|Get|Post|send)|send|NewRequest(WithContext)?|\(\*http2(Transport|ClientConn|clientConnReadLoop|clientStream)\)\.\w+)$/;

/**
 * Buffers of client connections (`Transport.dialConn`), their loops, and the request objects of the calls
 * behind them: they pile up when bodies are not closed, or when every call makes a Transport.
 *
 * Look-alikes: a pool that warms up, which is bounded.
 */
export const httpBodyGrowthRule: HeapRule = {
  category: "http-body-unclosed",
  confidence: "high",
  matches(place) {
    return hasChainFrame(place, CLIENT_FRAME);
  },
};
