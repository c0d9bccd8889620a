#!/bin/sh
# Build the library as a WebAssembly module: tools/build_wasm.sh BUILD_DIR OUT.wasm [small]
# BUILD_DIR is a Meson build folder, for the sources made there. Exits 77 without the tools.
# small: without the rules, which the host loads (tools/web_pack.py), without what a browser has
# (tools/web_squeeze.py), and as few bytes as can be.
set -eu

build=$1 out=$2 small=${3-}
here=$(CDPATH= cd -- "$(dirname -- "$0")/.." && pwd -P)
cc=${WASM_CC:-clang-14}
for tool in "$cc" wasm-ld-14; do
	command -v "$tool" >/dev/null 2>&1 || {
		echo "skipped: there is no $tool" >&2
		exit 77
	}
done
[ -e /usr/include/wasm32-wasi/stdlib.h ] || {
	echo "skipped: there is no wasi-libc" >&2
	exit 77
}
version=$(sed -n "s/^ *version: '\([0-9.]*\)',$/\1/p" "$here/meson.build" | head -n 1)
level=-O2 other=no_pack.c
if [ "$small" = small ]; then
	level='-Oz -flto -mbulk-memory -msign-ext -mnontrapping-fptoint' other=pack.c
fi
# Whoever makes the same file at this moment is waited for.
if command -v flock >/dev/null 2>&1; then
	exec 9>"$out.lock"
	flock 9
fi
# builtin.c is included by pack.c.
if [ -e "$out" ] && [ -z "$(
	find "$here/src" "$here/include" "$here/face/wasm" "$build/src" \
		\( -name '*.[ch]' -o -name '*.def' \) ! -name builtin.c ! -name "$other" \
		-newer "$out" -print -quit
	find "$0" "$here/tools/web_squeeze.py" "$here/meson.build" -newer "$out"
)" ]; then
	exit 0
fi
objects=$out.objects
rm -rf "$objects"
mkdir -p "$objects"
# Two at a time: the compiler is most of the work.
{
	find "$here/src" -name '*.c' ! -name "$other" -print0
	find "$build/src" -maxdepth 3 -name '*.c' ! -name builtin.c ! -name "$other" -print0
	printf '%s\0' "$here/face/wasm/wasm.c"
} | LEVEL=$level HERE=$here BUILD=$build OBJECTS=$objects CC=$cc VERSION=$version xargs -0 -n 1 -P 2 sh -c '
	name=$(printf "%s" "$1" | cksum | cut -d" " -f1)
	exec "$CC" --target=wasm32-wasi --sysroot=/usr -std=c17 $LEVEL -DNDEBUG -fvisibility=hidden -Wno-missing-field-initializers \
		-ffp-contract=off "-DMUSHI_VERSION=\"$VERSION\"" -I"$HERE/include" -I"$HERE/src" \
		-I"$BUILD/src" -I"$BUILD/src/read" -I"$BUILD/src/norm" -I"$BUILD/src/indicator" \
		-c "$1" -o "$OBJECTS/$name.o"
' sh
tables=
if [ "$small" = small ]; then
	for name in mu_ref_rows mu_ref_bytes mu_ref_index mu_ref_n mu_fold_page mu_fold_code mu_gbk mu_big5 mu_euckr mu_jis0208 mu_jis0212 \
		mu_jis0212_n; do
		tables="$tables -Wl,--export=$name"
	done
fi
"$cc" --target=wasm32-wasi --sysroot=/usr -mexec-model=reactor ${small:+-flto -Wl,--lto-O2} -Wl,--strip-all $tables \
	-Wl,-z,stack-size=1048576 "$objects"/*.o -o "$out.new"
if [ "$small" = small ]; then
	python3 "$here/tools/web_squeeze.py" "$out.new" "$out.new"
	if command -v wasm-opt >/dev/null 2>&1; then
		# Nothing lies below 1,024 (the linker's --global-base).
		wasm-opt -Oz --converge --low-memory-unused --enable-bulk-memory --enable-sign-ext \
			--enable-nontrapping-float-to-int "$out.new" -o "$out.new"
	fi
fi
mv "$out.new" "$out"
rm -rf "$objects"
