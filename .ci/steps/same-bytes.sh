#!/usr/bin/env bash
# The same suite gives the same bytes in everything but timing.json, whatever the threads, shards, processes and instruction sets; and what is added
# to a suite changes no other case.
set -euo pipefail
cd "$(dirname "$0")/../.."
. .ci/lib/same-bytes.sh
suite=${1:-scenarios/smoke.yaml}; shift $(($# > 0 ? 1 : 0))

run run "$suite" "$@" --out "$work/base" --jobs 1
run run "$suite" "$@" --out "$work/jobs-2" --jobs 2
run run "$suite" "$@" --out "$work/again" --jobs 2
run run "$suite" "$@" --out "$work/isolated" --jobs 2 --isolate all
for i in 1 2 3; do run run "$suite" "$@" --out "$work/shard-$i" --shard "$i/3"; done
run merge "$work/shard-3" "$work/shard-1" "$work/shard-2" --out "$work/merged"
for off in AVX512 AVX512F AVX2 HWIntrinsic; do (export "DOTNET_Enable$off=0"; run run "$suite" "$@" --out "$work/without-$off"); done
(export LANG=de_DE.UTF-8 TZ=Asia/Tokyo DOTNET_gcServer=1 DOTNET_TieredCompilation=0; run run "$suite" "$@" --out "$work/elsewhere")
same "$work"/{base,jobs-2,again,isolated,merged,without-AVX512,without-AVX512F,without-AVX2,without-HWIntrinsic,elsewhere}

# The reference figures that the installation carries hold, and are found to the digit also without vector instructions.
figures() { "$sim" selftest --json | sed '/^  "environment"/,$d'; }
figures >"$work/figures"
DOTNET_EnableHWIntrinsic=0 figures >"$work/figures-without" || { cat "$work/figures-without"; exit 1; }
cmp "$work/figures" "$work/figures-without"
