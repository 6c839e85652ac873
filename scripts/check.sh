#!/usr/bin/env bash
# Every check, also after one failed: all that is wrong is said at once. Changes nothing.
set -uo pipefail
cd "$(dirname "$0")/.."
. scripts/say.sh

# An installation of their own: checks touch nobody's data.
NOABER_HOME="$(mktemp -d)"
export NOABER_HOME
trap 'rm -rf "$NOABER_HOME"' EXIT

failed=0
check() { step "$@" || failed=$((failed + 1)); }

check "Style" "Run 'make fix'; mend by hand what it leaves." .venv/bin/ruff check --quiet --output-format concise .
check "Format" "Run 'make fix'." .venv/bin/ruff format --check --output-format concise .
check "Types" "Mend the types named above." .venv/bin/mypy --no-error-summary
check "Walls between the rooms" \
  "An import crosses a wall. The table of rooms in .importlinter says what each may import." \
  .venv/bin/lint-imports --no-cache
check "Migrations are complete" "Run '.venv/bin/noaber manage makemigrations' and commit the result." \
  .venv/bin/noaber manage makemigrations --check --dry-run
check "Migrations are linear" "Renumber the migration so that each follows one before it." \
  .venv/bin/python -m pytest -q -p no:cacheprovider tests/contract/test_migrations.py
check "Translations" "Run 'make fix', then translate what is empty in the catalogue." \
  .venv/bin/python -m scripts.translations --check
check "Generated pages" "Run 'make docs' and commit the result." \
  .venv/bin/python -m scripts.docs --check

if [ "$failed" -gt 0 ]; then
  fail "$failed of the checks failed; what to do stands below each."
fi
