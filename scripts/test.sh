#!/usr/bin/env bash
# The tests on SQLite, then those that use the register once more on PostgreSQL.
# Use: scripts/test.sh "marker expression"
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/say.sh

selection="${1:-}"

say "Tests on SQLite"
.venv/bin/python -m pytest -q -m "$selection" ||
  fail "A test failed. One again: .venv/bin/pytest tests/... -k part_of_its_name"

say "Tests of the register on PostgreSQL"
NOABER_TEST_DATABASE=postgresql .venv/bin/python -m pytest -q -m "database${selection:+ and $selection}" ||
  fail "A test failed on PostgreSQL. Again: NOABER_TEST_DATABASE=postgresql .venv/bin/pytest -m database"
