#!/bin/sh
# Print the first usable Python of 3.11 or newer, or say in one sentence what is missing.
# A name on the PATH is not enough: version switchers leave names there that do not start.
set -u

usable() {
  "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1
}

if [ -n "${1:-}" ]; then
  usable "$1" && { echo "$1"; exit 0; }
  echo "Shouwen needs Python 3.11 or newer, and PYTHON=$1 is not one; choose another." >&2
  exit 1
fi

for python in python3.13 python3.12 python3.11 python3 python; do
  usable "$python" && { echo "$python"; exit 0; }
done

found=$(python3 --version 2>/dev/null || echo "no python3")
echo "Shouwen needs Python 3.11 or newer, and found $found on the PATH; install one, or name it: make setup PYTHON=/path/to/python3" >&2
exit 1
