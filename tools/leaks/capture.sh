#!/bin/sh
# Builds the programs of this directory and captures them into
# tests/fixtures/leaks. About eight minutes, almost all of it waiting.
#   capture.sh           everything
#   capture.sh NAME,...  only these runs, see cmd/capture
#   QUICK=1 capture.sh   without the minutes between current and late
set -eu
cd "$(dirname "$0")"
out=${OUT:-../../tests/fixtures/leaks}
bin=${BIN:-$(mktemp -d)}
mkdir -p "$out/captures" "$bin"

go build -trimpath -o "$bin/" ./cmd/...
for p in freight manifests beacon vault pulse callout storefront stockroom telemetry harbour; do
	GOEXPERIMENT=goroutineleakprofile go build -trimpath -o "$bin/$p.leakprofile" ./cmd/$p
done
"$bin/capture" -bin "$bin" -out "$out/captures" -runs "${1:-}" ${QUICK:+-quick}
OUT=$out/texts ./texts/capture.sh >/dev/null
"$bin/manifest" -fixtures "$out"
