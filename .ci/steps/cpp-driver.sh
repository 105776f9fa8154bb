#!/usr/bin/env bash
# The C++ driver builds against Debian's gRPC and keeps the contract.
set -euo pipefail
cd "$(dirname "$0")/../.."
packages=()
for name in cmake g++ pkg-config libgrpc++-dev protobuf-compiler protobuf-compiler-grpc python3-grpcio python3-protobuf python3-numpy; do
  dpkg -s "$name" >/dev/null 2>&1 || packages+=("$name")
done
[ ${#packages[@]} -eq 0 ] || { apt-get update -qq && apt-get install -y -qq "${packages[@]}"; } >/dev/null
cmake -S bridges/sim-driver/examples/cpp -B artifacts/cpp-driver >/dev/null
cmake --build artifacts/cpp-driver
program=$PWD/artifacts/cpp-driver/pure_pursuit
cd bridges/sim-driver/tests
PYTHONDONTWRITEBYTECODE=1 GRPC_VERBOSITY=NONE SIM_CPP_DRIVER=$program /usr/bin/python3 -m unittest -v test_contract
