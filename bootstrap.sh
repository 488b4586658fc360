#!/usr/bin/env bash
# Everything from a fresh Debian 12:
#   ./bootstrap.sh demo    install what is missing, build, make the digest of the sample day
#   ./bootstrap.sh test    install what is missing, build, run all tests
#   ./bootstrap.sh build   install what is missing, build the command (build/release/apps/lectern)
#   ./bootstrap.sh libs    install what the command needs
#   ./bootstrap.sh deps    install that, and what the tests need
#   ./bootstrap.sh browser install what the browser tests need besides
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

packages=(
  g++ cmake ninja-build pkg-config git ca-certificates tzdata
  libboost1.81-dev libboost-json1.81-dev libboost-url1.81-dev
  libssl-dev libcurl4-openssl-dev zlib1g-dev libtinyxml2-dev libsqlite3-dev libsqlitecpp-dev libcli11-dev libtomlplusplus-dev libfmt-dev libutf8proc-dev
  libhowardhinnant-date-dev libkainjow-mustache-dev
)
test_packages=(libboost-test1.81-dev libcmark-gfm-dev libcmark-gfm-extensions-dev libbenchmark-dev
               doxygen)

missing_of() {
  for package in "$@"; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || echo "$package"
  done
}

install_packages() {
  local missing
  mapfile -t missing < <(missing_of "$@")
  [ "${#missing[@]}" -eq 0 ] && return
  local as_root=()
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || { echo "bootstrap.sh: run as root, or install: ${missing[*]}" >&2; exit 1; }
    as_root=(sudo)
  fi
  echo "Installing: ${missing[*]}"
  "${as_root[@]}" apt-get -o DPkg::Lock::Timeout=400 update -qq
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
    apt-get -o DPkg::Lock::Timeout=400 install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}

install_browser() {
  local node=(nodejs npm)
  command -v npm >/dev/null && node=()
  install_packages chromium "${node[@]}"
}

build_command() {
  install_packages "${packages[@]}"
  cmake --preset release -DLECTERN_BUILD_TESTS=OFF -DLECTERN_BUILD_EXAMPLES=OFF >/dev/null
  cmake --build --preset release --target lectern
}

demo() {
  build_command
  local lectern=build/release/apps/lectern
  mkdir -p demo
  "$lectern" init demo >/dev/null
  cp examples/data/topics.md demo/topics.md
  echo
  "$lectern" run --config demo/lectern.toml --papers examples/data/day.rss
  echo
  echo "The digest of the sample day:"
  ls "$PWD"/demo/out/md/*/*-output.md
}

run_tests() {
  install_packages "${packages[@]}" "${test_packages[@]}"
  local shared=()
  [ -n "${LECTERN_SHARED_DIR:-}" ] && shared=("-DLECTERN_SHARED_DIR=$LECTERN_SHARED_DIR")
  cmake --preset dev "${shared[@]}"
  cmake --build --preset dev
  ctest --preset dev --schedule-random
}

case "${1:-}" in
  demo) demo ;;
  test) run_tests ;;
  build) build_command ;;
  browser) install_browser && tests/browser/run.sh --install "$PWD/build/browser" ;;
  libs) install_packages "${packages[@]}" ;;
  deps) install_packages "${packages[@]}" "${test_packages[@]}" ;;
  *) sed -n '2,8s/^# \{0,1\}//p' "$0"; exit 2 ;;
esac
