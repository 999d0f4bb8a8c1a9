#!/bin/sh
# Writes the hashed locks in requirements/. No registry's address gets into them.
set -eu
cd "$(dirname "$0")/.."
export UV_CUSTOM_COMPILE_COMMAND="tools/lock.sh" UV_SYSTEM_CERTS=1 UV_PYTHON_DOWNLOADS=never
lock="uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate"
$lock pyproject.toml --group build -o requirements/run.txt
$lock pyproject.toml --group build --group test --group lint -c requirements/run.txt -o requirements/test.txt
echo uv | $lock - -o requirements/uv.txt
! grep -nE 'https?://' requirements/*.txt
