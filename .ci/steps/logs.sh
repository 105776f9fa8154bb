#!/usr/bin/env bash
# Logs that Python makes (protobuf, pickles, NumPy, SQLite) are read, replayed, scored and written back by Sim.
set -euo pipefail
cd "$(dirname "$0")/../.."
export PYTHONDONTWRITEBYTECODE=1
/usr/bin/python3 -c 'import google.protobuf, numpy' 2>/dev/null || { apt-get update -qq && apt-get install -y -qq --no-install-recommends python3-protobuf python3-numpy; } >/dev/null
/usr/bin/python3 bridges/logs/tests/interop.py dotnet src/Host/bin/Release/net10.0/sim.dll
