#!/usr/bin/env bash
# Khronos' own validator finds no error in animated replays: of every recording of runs/smoke, and of the strange ones that the tests make. MCAP's own
# reader opens an exported case. Needs Node.js and the npm registry; runs after the README's main command.
# usage: gltf.sh [FILE.glb…], default as above
set -euo pipefail
cd "$(dirname "$0")/../.."
command -v npm >/dev/null || { apt-get update -qq && apt-get install -y -qq nodejs npm; } >/dev/null
here=$(mktemp -d); trap 'rm -rf "$here"' EXIT
files=("$@")
if [ ${#files[@]} -eq 0 ]; then
  for folder in runs/smoke/cases/*/; do
    src/Host/bin/Release/net10.0/sim export "${folder%/}" --out "$here/exports/$(basename "$folder")"
  done
  SIM_GLB_OUT=$here/strange dotnet run -c Release --project tests/Formats.Tests -- -noColor -class Sim.Tests.ReplayGlbTests
  files=("$here"/exports/*/replay.glb "$here"/strange/*.glb)
  mcap=$(find "$here/exports" -name case.mcap | sort | head -n 1)
  bash .ci/steps/mcap-official-reader.sh "$mcap" /metrics /thresholds /violations /findings /conflicts /assessment
fi
for i in "${!files[@]}"; do files[i]=$(realpath "${files[i]}"); done
cp .ci/steps/gltf.mjs "$here/validate.mjs"
cd "$here"
npm init -y >/dev/null
npm install --silent --no-save --no-package-lock gltf-validator@2.0.0-dev.3.10
node validate.mjs "${files[@]}"
