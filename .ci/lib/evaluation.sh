#!/usr/bin/env bash
# evaluation.sh TOPIC DATA [OPTION...]: `sim evaluate` misses no bar but those that .ci/known-misses.tsv names. Needs the release build.
set -euo pipefail
cd "$(dirname "$0")/../.."
topic=$1 data=$2; shift 2
[ -d "$data" ] || { echo "SIM_DATA has no $data"; exit 1; }
table=$(mktemp); trap 'rm -f "$table"' EXIT
code=0
src/Host/bin/Release/net10.0/sim evaluate "$topic" --data "$data" "$@" --json >"$table" || code=$?
[ "$code" -le 1 ] || { echo "exit $code"; exit 1; }
/usr/bin/python3 - "$topic" "$code" "$table" .ci/known-misses.tsv <<'PY'
import json, sys

topic, code, table, known = sys.argv[1:]
with open(table, encoding="utf-8") as file:
    found = json.load(file)
with open(known, encoding="utf-8") as file:
    lines = [line.rstrip("\n").split("\t") for line in file if line.strip() and not line.startswith("#")]
expected = {name for of, name in lines if of == topic}
holds = found["columns"].index("holds")
judged = [row for row in found["rows"] if row[holds]]
missed = {row[0] for row in judged if row[holds] == "no"}
for row in judged:
    if row[holds] == "no":
        print(f"missed{'' if row[0] not in expected else ', known'}: {'  '.join(row)}")
for name in sorted(expected - missed):
    print(f"no longer missed, take it off .ci/known-misses.tsv: {name}")
print(f"{len(judged)} bars, {len(missed)} missed, {len(missed - expected)} of them new")
# A table without bars, or an exit code that the table does not explain, shows nothing.
sys.exit(0 if judged and missed <= expected and bool(missed) == (code == "1") else 1)
PY
