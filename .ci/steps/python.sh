#!/usr/bin/env bash
# The Python packages below bridges/ on Debian's own Python: generated files are up to date, types hold, tests pass.
set -euo pipefail
cd "$(dirname "$0")/../.."
packages=()
/usr/bin/python3 -c 'import grpc, google.protobuf, numpy' 2>/dev/null || packages+=(python3-grpcio python3-protobuf python3-numpy)
/usr/bin/python3 -c 'import torch' 2>/dev/null || packages+=(python3-torch)
command -v protoc >/dev/null || packages+=(protobuf-compiler)
[ -x /usr/bin/mypy ] || packages+=(mypy)
command -v openssl >/dev/null || packages+=(openssl)
/usr/bin/python3 -c 'import pip, setuptools, wheel' 2>/dev/null || packages+=(python3-pip python3-setuptools python3-wheel)
[ ${#packages[@]} -eq 0 ] || { apt-get update -qq && apt-get install -y -qq --no-install-recommends "${packages[@]}"; } >/dev/null
export PYTHONDONTWRITEBYTECODE=1 GRPC_VERBOSITY=NONE
bridges/sim-driver/scripts/generate-stubs --check
sidecars=(metadrive carla alpasim logs capture)
for package in sim-driver "${sidecars[@]}"; do (cd "bridges/$package" && /usr/bin/mypy --cache-dir=/dev/null); done
# The examples are what people copy: their types hold too.
(cd bridges/sim-driver/examples && MYPYPATH=../src:. /usr/bin/mypy --cache-dir=/dev/null --strict --config-file ../pyproject.toml --follow-imports=silent \
  constant_velocity.py pure_pursuit.py idm.py noisy.py top_speed.py)
# What pip installs is whole: it runs away from here.
here=$(mktemp -d); trap 'rm -rf "$here"' EXIT
for package in sim-driver "${sidecars[@]}"; do
  cp -r "bridges/$package" "$here/$package"
  /usr/bin/python3 -m pip install -q --no-build-isolation --no-deps --root-user-action=ignore --target "$here/installed" "$here/$package"
done
(cd "$here" && PYTHONPATH=$here/installed /usr/bin/python3 -m sim_driver check "$OLDPWD/bridges/sim-driver/examples/idm.py")
[ -e "$here/installed/sim_driver/py.typed" ] && [ -e "$here/installed/sim_driver/_proto/world_pb2.pyi" ]
for package in "${sidecars[@]}"; do (cd "$here" && PYTHONPATH=$here/installed /usr/bin/python3 -m "sim_$package" --help >/dev/null); done
for package in sim-driver "${sidecars[@]}"; do (cd "bridges/$package/tests" && /usr/bin/python3 -m unittest); done
