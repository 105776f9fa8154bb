#!/usr/bin/env bash
# The bundled plugins must lie beside the executable however it was built: build -o, publish, and the packed tool. Each must find itself again to run
# them in processes of their own.
set -euo pipefail
cd "$(dirname "$0")/../.."
here=$(mktemp -d); trap 'rm -rf "$here"' EXIT

plugins() { # EXECUTABLE...: the modules of both bundled plugins are there
  local listed; listed=$("$@" plugins list)
  grep -Eq '^ *generator +template +templates ' <<<"$listed" && grep -Eq '^ *assessor +criticality +criticality ' <<<"$listed" || { echo "not found by: $*"; echo "$listed"; return 1; }
  listed=$("$@" plugins check --isolate all)
  grep -Eq '^ *criticality .* loaded \(process\) ' <<<"$listed" && grep -Eq '^ *templates .* loaded \(process\) ' <<<"$listed" || { echo "not in a process of its own: $*"; echo "$listed"; return 1; }
}

dotnet build src/Host -c Release -o "$here/out" -v q --nologo
plugins "$here/out/sim"
dotnet publish src/Host -c Release -o "$here/published" -v q --nologo
plugins "$here/published/sim"
dotnet pack Sim.sln -c Release -o "$here/packages" -v q --nologo
ls "$here/packages"
ls "$here"/packages/Sim.Plugins.Sdk.*.nupkg >/dev/null
printf '<configuration><packageSources><clear /><add key="here" value="packages" /></packageSources></configuration>\n' >"$here/NuGet.Config"
(cd "$here" && dotnet tool install Sim.Tool --tool-path tool --add-source packages --configfile NuGet.Config)
plugins "$here/tool/sim"
