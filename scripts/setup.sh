#!/usr/bin/env bash
# The three parts of `make setup`: python (.venv), packages (front end), design (built CSS and fonts).
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/say.sh

network="Is there a network connection to the package index? Then run the same command again."

find_python() {
  local candidate
  for candidate in "${PYTHON:-}" python3.11 python3; do
    if [ -n "$candidate" ] && command -v "$candidate" >/dev/null 2>&1 &&
      "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      command -v "$candidate"
      return
    fi
  done
  fail "Noaber needs Python 3.11 or newer, and found none. On Debian: apt-get install python3 python3-venv
Another Python can be named: make setup PYTHON=/path/to/python3.11"
}

have_venv() {
  "$1" -c 'import ensurepip, venv' 2>/dev/null && return
  if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null 2>&1; then
    export DEBIAN_FRONTEND=noninteractive
    step "Install python3-venv" "Run: apt-get update && apt-get install python3-venv" \
      bash -c 'apt-get update -qq && apt-get install -y -qq --no-install-recommends python3-venv'
  else
    fail "This Python has no venv. On Debian, as root: apt-get install python3-venv"
  fi
}

setup_python() {
  local python
  python="$(find_python)"
  have_venv "$python"
  if ! grep -qs "$PWD/.venv" .venv/bin/activate; then
    step "Make .venv with $("$python" --version)" "Remove .venv and run the same command again." \
      "$python" -m venv --clear .venv
  fi
  step "Install the Python packages (a minute or two)" "$network" \
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-input \
    --require-hashes -r requirements/dev.txt
  step "Install noaber itself" "Look at pyproject.toml: the message above names the line." \
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-input \
    --no-deps --no-build-isolation -e .
  mkdir -p .venv/.made
}

setup_packages() {
  export PATH="$PWD/.venv/bin:$PATH"
  cd frontend
  step "Install the front-end packages" "$network" \
    ../.venv/bin/npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
}

setup_design() {
  if [ ! -f frontend/build.mjs ]; then
    say "No frontend/build.mjs: the design is not built."
    return
  fi
  export PATH="$PWD/.venv/bin:$PATH"
  cd frontend
  step "Build the design" "Look at frontend/build.mjs and noaber/publication/design/theme." \
    ../.venv/bin/node build.mjs
}

case "${1:-}" in
  python) setup_python ;;
  packages) setup_packages ;;
  design) setup_design ;;
  *) fail "Use: scripts/setup.sh python|packages|design" ;;
esac
