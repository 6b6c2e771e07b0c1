#!/bin/sh
# Resolve the dependencies of pyproject.toml into locks with hashes, for every platform and Python from 3.11.
# dev.txt is everything; run.txt and build.txt are what an image needs, at the same versions.
set -eu
cd "$(dirname "$0")/.."

compile() {
  "${UV:-uv}" pip compile --quiet --universal --python-version 3.11 --generate-hashes \
    --no-annotate --no-emit-index-url --custom-compile-command "make lock" "$@"
}

compile pyproject.toml requirements/build.in --extra embedded \
  --group test --group check --group bench --output-file requirements/dev.txt
compile pyproject.toml --constraint requirements/dev.txt --output-file requirements/run.txt
compile requirements/build.in --constraint requirements/dev.txt --output-file requirements/build.txt
