#!/usr/bin/env bash
# A case, a value of a sweep or a file that is added to a suite changes no byte of any other case.
set -euo pipefail
cd "$(dirname "$0")/../.."
. .ci/lib/same-bytes.sh

suite() { # NAME OVERLAPS EXTRA: a suite in $work
  cat >"$work/$1.yaml" <<YAML
schema: 1
suite: growing
seed: 5
driver: { use: idm }
simulator: { use: embedded, step: 0.1 s }
cases:
$3
  - name: ccrs
    from: { template: euro-ncap/ccrs, with: { speed: "20 | 50 km/h", overlap: "$2" } }
  - name: drawn
    repeat: 2
    from: { template: r157/cut-in, with: { from: "left | right" } }
  - name: logs
    from: { recording: "logs/*.mcap", ego: ego }
assess: [criticality]
expect: [ { any: min_ttc >= 0 s, where: entry = drawn } ]
YAML
}

log() { cp "$1" "$work/logs/$2.mcap"; }

mkdir "$work/logs"
run run scenarios/smoke.yaml --out "$work/smoke" --filter "entry = ccrb"
mapfile -t logs < <(find "$work/smoke/cases" -name recording.mcap | sort)
log "${logs[0]}" b
suite few "50 | 100 %" ""
run run "$work/few.yaml" --out "$work/few"

suite case "50 | 100 %" '  - { name: aaa, from: { template: r157/deceleration } }'
run run "$work/case.yaml" --out "$work/with-case"
suite value "25 | 50 | 75 | 100 %" ""
run run "$work/value.yaml" --out "$work/with-value"
log "${logs[1]}" a
run run "$work/few.yaml" --out "$work/with-file"
same --cases "$work"/{few,with-case,with-value,with-file}

# What was added is there.
count() { find "$work/$1/cases" -mindepth 1 -maxdepth 1 | wc -l; }
for more in with-case with-value with-file; do [ "$(count "$more")" -gt "$(count few)" ] || { echo "$more has no further case"; exit 1; }; done
