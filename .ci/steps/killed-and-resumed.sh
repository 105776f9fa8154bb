#!/usr/bin/env bash
# A run that is killed with SIGKILL at a random moment and resumed ends with the bytes of a run that was left alone. SIM_KILLS: how often (10).
set -euo pipefail
cd "$(dirname "$0")/../.."
. .ci/lib/same-bytes.sh
kills=${SIM_KILLS:-10}; RANDOM=20260101
arguments=(run scenarios/smoke.yaml --repeat 5 --jobs 2 --today 2027-01-01)

begin=$(date +%s%N)
run run scenarios/smoke.yaml --repeat 5 --jobs 2 --out "$work/whole"
whole_ms=$((($(date +%s%N) - begin) / 1000000))

killed=0; partial=0; tries=0
while [ "$killed" -lt "$kills" ]; do
  tries=$((tries + 1)); [ "$tries" -le $((4 * kills)) ] || { echo "only $killed of $tries runs were killed before their end"; exit 1; }
  rm -rf "$work/part"
  "$sim" "${arguments[@]}" --out "$work/part" >"$work/killed.log" 2>&1 & process=$!
  wait_ms=$((whole_ms / 3 + RANDOM % whole_ms * 2 / 3))
  sleep "$((wait_ms / 1000)).$(printf %03d $((wait_ms % 1000)))"
  kill -KILL "$process" 2>/dev/null || true
  code=0; wait "$process" 2>/dev/null || code=$?
  [ "$code" -eq 137 ] || continue
  killed=$((killed + 1))
  done_cases=0
  for folder in "$work/part/cases"/[!.]*/; do [ ! -d "$folder" ] || done_cases=$((done_cases + 1)); done
  [ "$done_cases" -eq 0 ] || partial=$((partial + 1))
  run run scenarios/smoke.yaml --repeat 5 --jobs 2 --out "$work/part" --resume
  same "$work/whole" "$work/part" >"$work/log" || { cat "$work/log"; echo "after kill $killed at $wait_ms ms with $done_cases cases done"; exit 1; }
done
echo "$killed kills within $whole_ms ms each, $partial of them with cases done: identical"
[ "$partial" -gt 0 ]
