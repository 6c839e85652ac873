#!/usr/bin/env bash
# requirements/*.in to requirements/*.txt: exact versions with hashes, and no address of an index.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/say.sh

for name in base dev; do
  step "Resolve requirements/$name.in" "Is there a network connection? Do the versions named there exist?" \
    .venv/bin/uv pip compile --quiet --generate-hashes --no-header --no-emit-index-url --no-annotate \
    --python-version 3.11 "requirements/$name.in" -o "requirements/$name.txt"
done
