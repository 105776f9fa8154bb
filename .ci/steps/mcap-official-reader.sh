#!/usr/bin/env bash
# MCAP's own reader opens a recording and finds every checksum right. Needs Node.js and the npm registry; runs after the README's main command.
# usage: mcap-official-reader.sh [RECORDING TOPIC…], default one of runs/smoke and no topics beyond the usual ones
set -euo pipefail
cd "$(dirname "$0")/../.."
recording=${1:-$(find runs/smoke/cases -name recording.mcap | sort | head -n 1)}
[ -n "$recording" ] || { echo "no recording under runs/smoke"; exit 1; }
command -v npm >/dev/null || { apt-get update -qq && apt-get install -y -qq nodejs npm; } >/dev/null
here=$(mktemp -d); trap 'rm -rf "$here"' EXIT
cp .ci/steps/mcap-official-reader.mjs "$here/read.mjs"
recording=$(realpath "$recording")
cd "$here"
npm init -y >/dev/null
npm install --silent @mcap/core
node read.mjs "$recording" "${@:2}"
