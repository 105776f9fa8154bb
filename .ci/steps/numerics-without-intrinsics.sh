#!/usr/bin/env bash
# The bits of pinned functions and of kernels over tensors must not depend on the instruction sets the runtime may use.
set -euo pipefail
cd "$(dirname "$0")/../.."
dotnet build tests/Numerics.Tests -c Release -v q --nologo
for off in HWIntrinsic AVX2 AVX512 FMA; do
  echo "DOTNET_Enable$off=0"
  env "DOTNET_Enable$off=0" dotnet run --no-build -c Release --project tests/Numerics.Tests -- -namespace- Sim.Tests.Fuzz -class- Sim.Tests.Weights.RealWritersTests
done
