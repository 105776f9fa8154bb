#!/usr/bin/env bash
# The bits of pinned functions and of kernels over tensors must not depend on the instruction sets the runtime may use.
set -euo pipefail
cd "$(dirname "$0")/../.."
dotnet build tests/Numerics.Tests -c Release -v q --nologo
run() { dotnet run --no-build -c Release --project tests/Numerics.Tests -- "$@"; }
echo "DOTNET_EnableHWIntrinsic=0"
DOTNET_EnableHWIntrinsic=0 run -namespace- Sim.Tests.Fuzz -class- Sim.Tests.Weights.RealWritersTests
for off in AVX2 AVX512 FMA; do
  echo "DOTNET_Enable$off=0"
  export "DOTNET_Enable$off=0"
  run -namespace Sim.Tests.Tensors -namespace Sim.Tests.Search -namespace Sim.Tests.Numerics.Sparse -class Sim.Tests.Numerics.PinnedBitsTests
  unset "DOTNET_Enable$off"
done
