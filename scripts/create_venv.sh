#!/bin/sh
# Create a virtual environment: create_venv.sh FOLDER [PYTHON]
# Without PYTHON, the first of the usual names that is new enough and has venv.
set -eu
folder=$1
shift
suits='import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))'

for python in "${@:-python3}" python3.13 python3.12 python3.11 python3.14 python; do
    if "$python" -c "$suits" 2>/dev/null; then
        echo "Creating $folder with $("$python" -c 'import sys; print(sys.executable, sys.version.split()[0])')"
        exec "$python" -m venv --clear "$folder"
    fi
    if [ $# -gt 0 ]; then
        echo "error: expected Python 3.11 or newer with its venv module, but $python is not: choose another PYTHON" >&2
        exit 1
    fi
done
echo "error: found no Python 3.11 or newer with its venv module: install one (on Debian or Ubuntu also python3-venv), or run make PYTHON=/path/to/python" >&2
exit 1
