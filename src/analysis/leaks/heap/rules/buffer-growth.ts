import { hasChainFrame, type HeapRule } from "../heap-rule.ts";
import { isLargeConstant } from "../large-constant.ts";

const BUFFER_FRAME =
  /^(bytes\.(growSlice|makeSlice|\(\*Buffer\)\.\w+)|strings\.\(\*Builder\)\.\w+|io\.ReadAll|io\/ioutil\.ReadAll|os\.ReadFile)$/;
/** Functions that build one string with a Builder and return it: the string is kept, not a buffer. */
const STRING_FUNCTION =
  /^(strings|bytes|strconv|path|path\/filepath)\.[A-Z]\w*$/;

/**
 * bytes.Buffer, strings.Builder and io.ReadAll: buffers that are written and never drained, or results that
 * are kept.
 *
 * Look-alikes: one large response in flight.
 */
export const bufferGrowthRule: HeapRule = {
  category: "buffer-growth",
  confidence: "medium",
  matches(place) {
    return (
      hasChainFrame(place, BUFFER_FRAME) &&
      !hasChainFrame(place, STRING_FUNCTION) &&
      !isLargeConstant(place)
    );
  },
};
