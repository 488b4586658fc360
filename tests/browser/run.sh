#!/usr/bin/env bash
# Runs a test of this folder: run.sh site|mcp LECTERN DIRECTORY. Exits with 77, which ctest shows as skipped, where node, the packages
# of package.json (in DIRECTORY/node_modules) or Chromium are absent. `run.sh --install DIRECTORY` installs the packages.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
if [ "$1" = --install ]; then
  mkdir -p "$2"
  cp "$here/package.json" "$2/"
  exec npm install --prefix "$2" --no-audit --no-fund --silent
fi
skip() { echo "skipped: $1"; exit 77; }
command -v node >/dev/null || skip "there is no node"
version=$(node -p process.versions.node)
[ "${version%%.*}" -ge 18 ] || skip "node is $version; the packages need 18 or later"
[ -d "$3/node_modules/playwright-core" ] || skip "no packages; tests/browser/run.sh --install $3 installs them"
export NODE_PATH="$3/node_modules"
if [ "$1" = mcp ]; then
  exec node "$here/mcp.cjs" "$2" "$3/mcp"
fi
browser=$(command -v chromium || command -v chromium-browser || command -v google-chrome) || skip "there is no Chromium"
exec node "$here/site.cjs" "$2" "$browser" "$3/site"
