import { hasChainFrame, type HeapRule } from "../heap-rule.ts";

const FILE_FRAME =
  /^os\.(newFile\w*|NewFile|Open\w*|openFile\w*|Create\w*|Pipe|newRawConn)$|^os\.\(\*Root\)\.(Open|Create)/;

/**
 * `os.newFile` below os.Open and friends: files that are kept open. An os.File nobody refers to is closed
 * by its finalizer, so only kept ones grow.
 *
 * Look-alikes: a cache of handles.
 */
export const fileGrowthRule: HeapRule = {
  category: "fd-growth",
  confidence: "medium",
  isTelling: true,
  matches(place) {
    return hasChainFrame(place, FILE_FRAME);
  },
};
