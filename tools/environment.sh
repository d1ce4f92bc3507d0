#!/usr/bin/env bash
# Makes .venv with a Python that is new enough, or says in a sentence what is missing.
set -eu
python=${1:-python3}
command -v "$python" >/dev/null || { echo "Python 3.11 or newer is needed, and '$python' was not found. Install it, or name one: make run PYTHON=python3.12" >&2; exit 1; }
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; '$python' is $("$python" -V 2>&1). Name another: make run PYTHON=python3.12" >&2; exit 1; }
[ -x .venv/bin/python ] && .venv/bin/python -m pip --version >/dev/null 2>&1 && exit 0
echo "── 파이썬 환경을 만듭니다 · making the Python environment"
rm -rf .venv
"$python" -m venv .venv || { echo "Python's venv module is missing (Debian: apt-get install python3-venv)." >&2; exit 1; }
