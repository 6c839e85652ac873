#!/usr/bin/env bash
# Sees to it that Debian's Chromium is there. Without it the page tests are skipped, or fail in CI.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/say.sh

if command -v chromium >/dev/null 2>&1 || [ -x "${NOABER_CHROMIUM:-}" ]; then
  exit 0
fi
if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null 2>&1; then
  export DEBIAN_FRONTEND=noninteractive
  step "Install Chromium for the page tests (a minute or two)" \
    "Run: apt-get update && apt-get install chromium" \
    bash -c 'apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium'
  exit 0
fi
advice="There is no Chromium, which the page tests need. On Debian, as root: apt-get install chromium
A Chromium elsewhere can be named in NOABER_CHROMIUM."
if [ -n "${CI:-}" ]; then
  fail "$advice"
fi
say "$advice"
say "Going on without: the page tests are skipped, and say so."
