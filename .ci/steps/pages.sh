#!/usr/bin/env bash
# Every page of report.html in a real Chromium, from disk: interactions, console, requests, accessibility, sizes. Needs the npm registry.
set -euo pipefail
cd "$(dirname "$0")/../.."
export DEBIAN_FRONTEND=noninteractive MSBUILDDISABLENODEREUSE=1
command -v chromium >/dev/null && command -v npm >/dev/null || { apt-get update -qq && apt-get install -y -qq chromium nodejs npm; } >/dev/null
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
(cd tests/Pages && npm install --no-save --no-package-lock --silent)
dotnet build src/Host -c Release -v q --nologo
dotnet build tests/Tools/SampleReport -c Release -v q --nologo
dotnet build tests/Fixtures/Driver -c Release -v q --nologo
sample=(dotnet tests/Tools/SampleReport/bin/Release/net10.0/sample-report.dll)
"${sample[@]}" "$work/sample" 60
"${sample[@]}" "$work/large" 1000 10
"${sample[@]}" "$work/huge" 10000
sim=(dotnet src/Host/bin/Release/net10.0/sim.dll)
run() { # NAME SUITE...: a real run folder; an expectation or a driver may fail
  local code=0
  "${sim[@]}" run "${@:2}" --out "$work/$1" --quiet --today 2027-01-01 || code=$?
  [ "$code" -le 1 ] || { [ "$code" -eq 3 ] && [ "$1" = driver ]; } || { echo "$1: exit code $code"; exit 1; }
}
run real scenarios/smoke.yaml
run failing tests/Pages/failing.yaml
run bare tests/Pages/bare.yaml
run collide scenarios/smoke.yaml --driver constant-velocity
run crash scenarios/crash-reports.yaml
run driver tests/Pages/crash-driver.yaml
PAGES_RUNS=$work PAGES_SIM="${sim[*]}" node --test --test-concurrency=2 --test-reporter=spec tests/Pages/*.test.mjs
