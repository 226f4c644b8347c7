#!/bin/sh
# Captures the texts: panics, fatal errors, SIGQUIT dumps at every traceback
# level, goleak and test failures, and logs with dumps inside. About a minute.
# Their ground truth is truth.json beside this script.
set -u
here=$(cd "$(dirname "$0")" && pwd)
out=${OUT:-$here/../../../tests/fixtures/leaks/texts}
mkdir -p "$out"
out=$(cd "$out" && pwd)
bin=$(mktemp -d)
trap 'rm -rf "$bin"' EXIT
ulimit -c 0

cd "$here/.."
# Without cgo: the deadlock detector needs to know all threads.
CGO_ENABLED=0 go build -trimpath -o "$bin/ferry" ./cmd/ferry || exit 1
ferry() { "$bin/ferry" "$@"; }

GOTRACEBACK=all ferry panic 2>"$out/panic-all.txt"
ferry panic 2>"$out/panic-single.txt"
GOTRACEBACK=system ferry panic 2>"$out/panic-system.txt"
GOTRACEBACK=crash ferry panic 2>"$out/panic-crash.txt"
GOTRACEBACK=all ferry rethrow 2>"$out/panic-repanicked.txt"
ferry deadlock 2>"$out/fatal-deadlock.txt"
GOTRACEBACK=all ferry collide 2>"$out/fatal-map-writes.txt"
GOTRACEBACK=all ferry deep 2>"$out/panic-deep.txt"
GOTRACEBACK=all ferry overflow 2>"$out/fatal-stack-overflow.txt"
GOTRACEBACK=all GODEBUG=tracebackancestors=4 ferry family 2>"$out/panic-ancestors.txt"
GOTRACEBACK=all GODEBUG=tracebacklabels=1 ferry labels 2>"$out/panic-labels.txt"
GOTRACEBACK=all ferry recovered 2>"$out/log-recovered.txt"
ferry debug2 >"$out/debug2-crlf.txt"

# hang LEVEL SIGNAL FILE: the dump of a process stopped from outside.
hang() {
	mkfifo "$bin/in" "$bin/ready"
	GOTRACEBACK=$1 "$bin/ferry" hang <"$bin/in" >"$bin/ready" 2>"$out/$3" &
	pid=$!
	exec 9>"$bin/in"
	read -r _ <"$bin/ready"
	sleep 0.2
	kill -"$2" "$pid"
	wait "$pid"
	exec 9>&-
	rm "$bin/in" "$bin/ready"
}
hang single QUIT sigquit-single.txt
hang all QUIT sigquit-all.txt
hang system QUIT sigquit-system.txt
hang crash ABRT sigabrt-crash.txt

GOTRACEBACK=all ferry service 2>"$bin/service.log"
cp "$bin/service.log" "$out/log-service.txt"
# The same log as containerd and as Docker's json-file driver write it.
awk '{ printf "2026-11-23T08:%02d:%02d.%09dZ stderr F %s\n", int(NR/60)%60, NR%60, NR*1001, $0 }' "$bin/service.log" >"$out/log-service-cri.txt"
awk '{ gsub(/\\/, "\\\\"); gsub(/"/, "\\\""); gsub(/\t/, "\\t"); printf "{\"log\":\"%s\\n\",\"stream\":\"stderr\",\"time\":\"2026-11-23T08:%02d:%02d.%09dZ\"}\n", $0, int(NR/60)%60, NR%60, NR*1001 }' "$bin/service.log" >"$out/log-service-docker.txt"

cd "$here/../goleaktest"
export GOWORK=off
go test -trimpath -count=1 ./booking >"$out/goleak-verifynone.txt" 2>&1
go test -trimpath -count=1 ./harbour >"$out/goleak-testmain.txt" 2>&1
go test -trimpath -count=1 -v ./... -run 'TestHold|TestQuotes|TestSeal|TestLamps|TestParallel' >"$out/goleak-verbose.txt" 2>&1
go test -trimpath -count=1 -json ./booking >"$out/goleak-json.txt" 2>&1
go test -trimpath -count=1 -modfile=go-old.mod ./booking ./harbour >"$out/goleak-1.1.txt" 2>&1
go test -trimpath -count=1 -run TestBubble ./bubble >"$out/test-synctest.txt" 2>&1
go test -trimpath -count=1 -timeout 1s -run 'TestSlow|TestParallel' ./bubble >"$out/test-timeout.txt" 2>&1
ls -l "$out"
