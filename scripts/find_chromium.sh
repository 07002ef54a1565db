#!/bin/sh
# The browser tests drive Debian's Chromium. Install it where that is possible; else say so.
set -eu
for name in "${DATELINE_CHROMIUM:-}" chromium chromium-browser google-chrome; do
    if [ -n "$name" ] && command -v "$name" >/dev/null 2>&1; then exit 0; fi
done
if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
    echo "Installing Chromium for the browser tests" >&2
    apt-get update -qq >/dev/null && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium >/dev/null
else
    echo "No Chromium found: install it (Debian: apt-get install chromium) or set DATELINE_CHROMIUM;" >&2
    echo "the browser tests are skipped without it." >&2
fi
