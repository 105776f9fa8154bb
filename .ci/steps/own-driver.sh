#!/usr/bin/env bash
# The README's own driver closes the loop on smoke.yaml, word by word; so do the examples in Python and C++. What nobody can reproduce replays to the byte.
set -euo pipefail
cd "$(dirname "$0")/../.."
here=$(mktemp -d); trap 'rm -rf "$here" drive.py' EXIT
export PYTHONDONTWRITEBYTECODE=1 GRPC_VERBOSITY=NONE DEBIAN_FRONTEND=noninteractive
/usr/bin/python3 -c 'import grpc, google.protobuf, numpy' 2>/dev/null || apt-get update -qq
block=$(awk -v mark="<!-- own-driver -->" '$0 == mark {found = 1; next} found && /^```sh/ {on = 1; next} on && /^```/ {exit} on' README.md)
lines=$(awk "/<<'EOF'/ {on = 1; next} /^EOF/ {exit} on && NF" <<<"$block" | wc -l)
[ "$lines" -gt 0 ] && [ "$lines" -le 20 ] || { echo "the README's driver has $lines lines that are not empty; twenty are promised"; exit 1; }
rm -rf runs/own
begin=$SECONDS
bash -euc "$block"
echo "README's own driver: $((SECONDS - begin)) s, $(grep -cvE '^ *$' <<<"$(awk "/<<'EOF'/ {print; on = 1; next} /^EOF/ {on = 0; next} !on" <<<"$block")") commands, $lines lines"

sim=(dotnet src/Host/bin/Release/net10.0/sim.dll)
export PYTHONPATH=$PWD/bridges/sim-driver/src
run() { # EXPECTED-EXIT-CODE NAME COMMAND: smoke.yaml with a driver
  local code=0
  "${sim[@]}" run scenarios/smoke.yaml --out "$here/$2" --driver-command "$3" --quiet || code=$?
  [ "$code" -eq "$1" ] || { echo "$2: exit code $code, expected $1"; cat "$here/$2/summary.md" || true; exit 1; }
  echo "$2: exit code $code as expected"
}
examples=bridges/sim-driver/examples
run 0 idm "/usr/bin/python3 $examples/idm.py"
run 0 noisy "/usr/bin/python3 $examples/noisy.py"
# These two look at nobody else: they must hit, and the gate must say so.
run 1 constant-velocity "/usr/bin/python3 $examples/constant_velocity.py"
run 1 pure-pursuit "/usr/bin/python3 $examples/pure_pursuit.py"
command -v cmake >/dev/null && pkg-config --exists grpc++ 2>/dev/null && command -v grpc_cpp_plugin >/dev/null ||
  { apt-get update -qq && apt-get install -y -qq cmake g++ pkg-config libgrpc++-dev protobuf-compiler protobuf-compiler-grpc; } >/dev/null
cmake -S $examples/cpp -B artifacts/cpp-driver >/dev/null
cmake --build artifacts/cpp-driver >/dev/null
run 0 cpp "artifacts/cpp-driver/pure_pursuit"

# The noisy driver's answers cannot be had again; its recordings give the same bytes all the same.
cases=("$here"/noisy/cases/*/)
[ ${#cases[@]} -ge 12 ] || { echo "only ${#cases[@]} cases were kept"; exit 1; }
for folder in "${cases[@]}"; do
  "${sim[@]}" replay "$(basename "$folder")" --run "$here/noisy" --out "$here/again.mcap" 2>/dev/null
  cmp "$folder/recording.mcap" "$here/again.mcap"
  rm "$here/again.mcap"
done
echo "noisy: ${#cases[@]} replays to the byte"

# What the README's driver shows is there for Foxglove.
bash .ci/steps/mcap-official-reader.sh "$(find runs/own/cases -name recording.mcap | sort | head -n 1)" /driver/scene /driver/signals /driver/log
