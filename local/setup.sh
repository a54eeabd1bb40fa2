#!/usr/bin/env bash
# Make the virtual environment: the first Python of 3.11 to 3.13 that is found, uv, and exactly what the lock names.
# local/setup.sh VENV LOCK, where LOCK is `run` or `dev`
set -euo pipefail
venv=$1
here=$(cd "$(dirname "$0")/.." && pwd)
lock="$here/requirements/$2.lock"

fits() { "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null; }
if [ ! -x "$venv/bin/python" ] || ! fits "$venv/bin/python"; then
    python=""
    for candidate in ${PYTHON:-} python3 python3.13 python3.12 python3.11; do
        if command -v "$candidate" >/dev/null && fits "$candidate"; then python=$candidate; break; fi
    done
    if [ -z "$python" ]; then
        echo "Kliping needs Python 3.11, 3.12 or 3.13 and found none. On Debian or Ubuntu: apt install python3 python3-venv" >&2
        echo "If it has another name here: make PYTHON=/path/to/python3.12 run" >&2
        exit 2
    fi
    echo "Setting up: $("$python" --version) in $venv"
    rm -rf "$venv"
    if ! "$python" -m venv "$venv" 2>"${TMPDIR:-/tmp}/kliping-venv.$$"; then
        cat "${TMPDIR:-/tmp}/kliping-venv.$$" >&2
        echo "Python's venv module is incomplete. On Debian or Ubuntu: apt install python3-venv" >&2
        rm -rf "$venv" "${TMPDIR:-/tmp}/kliping-venv.$$"
        exit 2
    fi
    rm -f "${TMPDIR:-/tmp}/kliping-venv.$$"
fi
if [ ! -x "$venv/bin/uv" ]; then
    echo "Setting up: uv"
    "$venv/bin/pip" install --quiet --disable-pip-version-check "$(grep -Eo '^uv==[0-9.]+' "$lock")"
fi
echo "Setting up: $(grep -c '^[a-z0-9]' "$lock") packages from requirements/$2.lock"
"$venv/bin/uv" pip sync --quiet --require-hashes --python "$venv/bin/python" "$lock"
"$venv/bin/uv" pip install --quiet --no-deps --no-build-isolation --python "$venv/bin/python" --editable "$here"
