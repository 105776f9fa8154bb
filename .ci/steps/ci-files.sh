#!/usr/bin/env bash
# junit.xml against windyroad's schema with xmllint, SARIF against its own JSON schema with ajv. Needs Node.js, the npm registry and libxml2-utils.
set -euo pipefail
cd "$(dirname "$0")/../.."
. .ci/lib/same-bytes.sh
steps=$PWD/.ci/steps
command -v npm >/dev/null || { apt-get update -qq && apt-get install -y -qq nodejs npm; } >/dev/null
command -v xmllint >/dev/null || { apt-get update -qq && apt-get install -y -qq libxml2-utils; } >/dev/null

# A suite with everything that a file can hold: cases that pass, fail and are waived, replicas, waivers that expired and match nothing, hostile texts.
cat >"$work/odd.yaml" <<'YAML'
schema: 1
suite: "odd <&> \"names\" ]]> 👩‍👧 ::error::x"
driver: { use: constant-velocity }
simulator: { use: embedded, step: 0.1 s }
cases:
  - { name: ccrs, repeat: 2, covers: ["<REQ>&1"], odd: { road: "<b>" }, from: { template: euro-ncap/ccrs, with: { speed: "20 | 50 km/h", overlap: 50 % } } }
  - { name: ccrb, from: { template: euro-ncap/ccrb, with: { headway: 40 m, decel: 2 m/s^2 } } }
assess: [criticality]
expect:
  - { none: collision.any }
known:
  - { case: "ccrs-*", reason: "=1+1 </failure>", expires: 2020-01-01 }
  - { case: "nobody-*", reason: "[x](http://example.org) {0}", expires: 2030-01-01 }
YAML
printf 'schema: 1\nsuite: broken {0} [x]\ncases: 3\n' >"$work/broken.yaml"
run run scenarios/smoke.yaml --out "$work/smoke" --write sarif
run run "$work/odd.yaml" --out "$work/odd" --write sarif
run report "$work/odd" --write sarif
(cd "$work" && code=0 && "$sim" validate odd.yaml broken.yaml --sarif findings.sarif --today 2027-01-01 2>/dev/null || code=$?; [ "${code:-0}" -eq 2 ])

cd "$work"
npm init -y >/dev/null
npm install --silent ajv@8.20.0
npm pack --silent junit-xml@1.2.0 >/dev/null
tar xzf junit-xml-1.2.0.tgz package/src/index.test.ts
npm pack --silent @microsoft/sarif-multitool-linux@5.7.0 >/dev/null
tar xzf microsoft-sarif-multitool-linux-5.7.0.tgz package/sarif-2.1.0.json
cp "$steps/ci-files.mjs" check.mjs
node check.mjs schema package/src/index.test.ts junit.xsd
for file in smoke/junit.xml odd/junit.xml; do
  [ "$(grep -c '<testcase' "$file")" -gt 2 ] || { echo "$file holds no cases"; exit 1; }
  xmllint --noout --schema junit.xsd "$file"
done
node check.mjs sarif package/sarif-2.1.0.json smoke/findings.sarif odd/findings.sarif findings.sarif
[ "$(grep -c '"ruleId"' findings.sarif)" -eq 3 ] || { echo "findings.sarif should hold a broken suite and two waivers"; cat findings.sarif; exit 1; }
