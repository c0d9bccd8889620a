# Sourced by start and test: have_packages PACKAGE... installs what Debian has not installed yet.
# Looks with dpkg-query only; apt-get runs only when something is missing.

# A package counts as there when dpkg says so, or when NAME:PROGRAM names a program that is
# found (a node from elsewhere does as well as Debian's).
missing_packages() {
	for item in "$@"; do
		name=${item%%:*}
		if [ "$item" != "$name" ] && command -v "${item#*:}" >/dev/null 2>&1; then
			continue
		fi
		status=$(dpkg-query -W -f='${db:Status-Status}' "$name" 2>/dev/null) || status=
		[ "$status" = installed ] || printf '%s\n' "$name"
	done
}

as_root() {
	if [ "$(id -u)" = 0 ]; then
		"$@"
	else
		sudo "$@"
	fi
}

apt_install() {
	as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q \
		--no-install-recommends "$@" >&2
}

# $1: "yes" goes on without asking; the rest: packages.
have_packages() {
	yes=$1
	shift
	if ! command -v dpkg-query >/dev/null 2>&1; then
		echo "This is no Debian system: please install what corresponds to these packages" \
			"yourself, if it is not there: $*" >&2
		return 0
	fi
	missing=$(missing_packages "$@")
	[ -n "$missing" ] || return 0
	echo "These packages are missing:" >&2
	printf '  %s\n' $missing >&2
	if [ "$(id -u)" != 0 ] && ! command -v sudo >/dev/null 2>&1; then
		echo "They can only be installed as root, and there is no sudo." \
			"Run as root: apt-get install" $missing >&2
		return 1
	fi
	if [ "$yes" != yes ] && [ -t 0 ] && [ -t 2 ]; then
		printf 'Install them with apt-get? [Y/n] ' >&2
		read -r answer || answer=n
		case $answer in
		'' | [Yy]* | はい) ;;
		*)
			echo "Nothing was installed." >&2
			return 1
			;;
		esac
	fi
	# Package lists are fetched only where there are none for these, or where they are stale.
	if ! apt-cache show --no-all-versions $missing >/dev/null 2>&1 ||
		! apt_install $missing; then
		as_root apt-get update -q >&2 && apt_install $missing || {
			echo "The packages could not be installed: is there a network, and may" \
				"you use sudo? Missing:" $missing >&2
			return 1
		}
	fi
}

build_packages="gcc libc6-dev meson ninja-build pkg-config python3 unicode-data
	libcurl4-openssl-dev libmicrohttpd-dev libseccomp-dev"
# What opens mails, pictures and PDF; without them Mushi is built all the same.
reader_packages="libgmime-3.0-dev libtesseract-dev libleptonica-dev
	tesseract-ocr-jpn tesseract-ocr-jpn-vert tesseract-ocr-eng libzbar-dev libheif-dev
	libpoppler-glib-dev"
# What makes the page for browsers; without them there still is the command.
page_packages="clang-14 lld-14 wasi-libc libclang-rt-14-dev-wasm32 binaryen brotli"
test_packages="$build_packages $reader_packages $page_packages libclang-rt-14-dev chromium
	npm:npm clang-tidy-14 cppcheck mandoc libutf8proc-dev nodejs:node zsh"
