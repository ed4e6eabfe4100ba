#!/usr/bin/env bash
# Makes .venv with Python 3.10 and exactly what requirements.lock names, each file checked by its hash.
set -euo pipefail
cd "$(dirname "$0")"

stop() { echo "$*" >&2; exit 1; }

python310() {
  local candidate
  for candidate in python3.10 "${PYENV_ROOT:-$HOME/.pyenv}"/versions/3.10.*/bin/python python3 python; do
    "$candidate" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info[:2] != (3, 10))' 2>/dev/null &&
      { echo "$candidate"; return; }
  done
  command -v uv >/dev/null && uv python find 3.10 2>/dev/null
}

uv=$(command -v uv || true)
python=$(python310) || stop "Python 3.10 is missing. Install it (pyenv install 3.10, uv python install 3.10, or your system's python3.10 and python3.10-venv) and try again."

echo "Setting up .venv with $("$python" --version)."
if [ -n "$uv" ]; then
  "$uv" venv --quiet --clear --python "$python" .venv
else
  "$python" -m venv --clear .venv
  .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r bootstrap.lock ||
    stop "The packages could not be fetched. Check the network (or the package index that pip is set to) and try again."
  uv=.venv/bin/uv
fi
UV_HTTP_TIMEOUT="${UV_HTTP_TIMEOUT:-120}" "$uv" pip sync --quiet --require-hashes --python .venv/bin/python requirements.lock ||
  stop "The packages could not be fetched. Check the network (or the package index that uv is set to) and try again."
