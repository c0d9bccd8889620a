#!/bin/sh
# Assemble the page as a folder of static files: tools/build_web.sh BUILD_DIR OUT_DIR
# BUILD_DIR is a Meson build folder. The folder works from any host, also without network after
# the first visit. Exits 77 where the tools for WebAssembly are missing.
set -eu

build=$1 out=$2
here=$(CDPATH= cd -- "$(dirname -- "$0")/.." && pwd -P)
"$here/tools/build_wasm.sh" "$build" "$build/engine.wasm" small
exec python3 "$here/tools/web.py" "$here" "$build" "$out"
