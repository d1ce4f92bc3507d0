#!/usr/bin/env bash
# Every check of form, in the order in which they are quickest to mend. All run, so that one go shows all faults.
set -u
failed=0
check() { echo "── $1"; shift; "$@" || failed=1; }
check "ruff: style" .venv/bin/python -m ruff check .
check "ruff: format" .venv/bin/python -m ruff format --check --quiet .
check "mypy: types" .venv/bin/python -m mypy
check "import-linter: the floors" .venv/bin/lint-imports
check "djlint: templates" .venv/bin/djlint --quiet --lint templates
check "the English catalogue is whole" bash tools/translations.sh --check
exit $failed
