#!/bin/sh
# Captures the samples of the start page into resources/samples: a service's
# heap, CPU and goroutine profiles, and one capture for each kind of leak.
# About four minutes. Run capture.sh first: some samples are taken from there.
set -eu
cd "$(dirname "$0")"
out=${OUT:-../../resources/samples}
bin=$(mktemp -d)
raw=$(mktemp -d)
trap 'rm -rf "$bin" "$raw"' EXIT
mkdir -p "$out"
go build -trimpath -o "$bin/" ./cmd/...
GOEXPERIMENT=goroutineleakprofile go build -trimpath -o "$bin/freight.leakprofile" ./cmd/freight
go build -trimpath -o "$bin/orders-api" ./mods/orders-api/cmd/orders-api
"$bin/orders-api" -out "$out" -scale 3
"$bin/capture" -bin "$bin" -out "$raw" -samples
"$bin/samples" -raw "$raw" -fixtures ../../tests/fixtures/leaks -out "$out"
