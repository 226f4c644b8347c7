import type { BenignRule } from "../benign-rule.ts";

const PROFILER_FRAME =
  /^(runtime\/pprof\.(\(\*Profile\)\.WriteTo|write\w+|profileWriter|StartCPUProfile|lookup\w*)|net\/http\/pprof\.(handler\.ServeHTTP|Index|Profile|Trace|Symbol|Cmdline)|runtime\/trace\.Start\.func\d+)$/;

/**
 * The goroutine that writes this very profile or dump: under runtime/pprof or net/http/pprof, or the
 * first and running one of a dump (which in a crash is the one that crashed).
 */
export const profilerRule: BenignRule = {
  id: "benign-profiler",
  growthCounts: false,
  matches(view) {
    return (
      view.isDumpWriter ||
      view.visible.some((frame) => PROFILER_FRAME.test(frame.func))
    );
  },
};
