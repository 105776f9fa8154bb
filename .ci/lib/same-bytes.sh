# For steps that compare run folders: builds sim and the comparison, gives $sim, $work and same(). Source it from the repository's root.
export MSBUILDDISABLENODEREUSE=1
dotnet build src/Host -c Release -v q --nologo
dotnet build tests/Tools/CompareRuns -c Release -v q --nologo
sim="$PWD/src/Host/bin/Release/net10.0/sim"
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT

# Runs sim. The exit codes of a finished run (0, and 1 for an expectation that failed) are fine here, and 4 for one shard of several.
run() {
  local code=0
  "$sim" "$@" --today 2027-01-01 >"$work/run.log" 2>&1 || code=$?
  case $code in 0 | 1 | 4) ;; *) cat "$work/run.log"; echo "sim $* ended with $code"; return 1 ;; esac
}

# same [--cases] RUN OTHER...
same() { dotnet tests/Tools/CompareRuns/bin/Release/net10.0/compare-runs.dll "$@"; }
