#!/usr/bin/env bash
# Writes requirements.lock anew from pyproject.toml: every package for every supported system, names and hashes, no
# addresses. Needs `uv` (only whoever changes a dependency needs it, so it is not in the lock itself).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
uv pip compile --quiet --no-config --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
  --extra dev --no-emit-package pygame --override <(echo "pygame; sys_platform == 'none'") \
  pyproject.toml --output-file requirements.lock "$@"
