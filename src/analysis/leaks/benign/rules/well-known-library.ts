import type { BenignRule } from "../benign-rule.ts";

const WELL_KNOWN: readonly RegExp[] = [
  /^go\.opencensus\.io\/stats\/view\.\(\*worker\)\.start$/,
  /^github\.com\/golang\/glog\.\(\*\w+\)\.?flushDaemon$/,
  /^k8s\.io\/klog(\/v2)?\.\(\*(flushDaemon\)\.run\.func1|loggingT\)\.flushDaemon)$/,
  /^google\.golang\.org\/grpc\/internal\/transport\.\(\*(controlBuffer\)\.get|loopyWriter\)\.run|http2Client\)\.(reader|keepalive)|http2Server\)\.keepalive)$/,
  /^google\.golang\.org\/grpc\.\(\*ccBalancerWrapper\)\.watcher$/,
  /^google\.golang\.org\/grpc\/internal\/grpcsync\.\(\*CallbackSerializer\)\.run$/,
  /^go\.opentelemetry\.io\/otel\/sdk\/trace\.\(\*batchSpanProcessor\)\.processQueue$/,
  /^gopkg\.in\/natefinch\/lumberjack(%2ev2|\.v2)\.\(\*Logger\)\.millRun$/,
  /^github\.com\/patrickmn\/go-cache\.\(\*janitor\)\.Run$/,
  /^github\.com\/go-sql-driver\/mysql\.\(\*mysqlConn\)\.startWatcher\.func1$/,
  /^github\.com\/fsnotify\/fsnotify\..*readEvents$/,
];

/**
 * Service goroutines of well-known libraries: one per logger, connection or cache. The user's rules file
 * extends this list (user-rules.ts).
 */
export const wellKnownLibraryRule: BenignRule = {
  id: "benign-library",
  growthCounts: true,
  matches(view) {
    return view.visible.some((frame) =>
      WELL_KNOWN.some((name) => name.test(frame.func)),
    );
  },
};
