# Completion of mushi(1) for bash.

_mushi() {
	local cur prev command i
	cur=${COMP_WORDS[COMP_CWORD]}
	prev=${COMP_WORDS[COMP_CWORD - 1]}
	command=
	for ((i = 1; i < COMP_CWORD; i++)); do
		case ${COMP_WORDS[i]} in
		-*) ;;
		*)
			command=${COMP_WORDS[i]}
			break
			;;
		esac
	done
	COMPREPLY=()
	case $prev in
	-l | --lang)
		mapfile -t COMPREPLY < <(compgen -W 'ja ja-easy en' -- "$cur")
		return
		;;
	--color)
		mapfile -t COMPREPLY < <(compgen -W 'auto always never' -- "$cur")
		return
		;;
	--as)
		mapfile -t COMPREPLY < <(compgen -W 'auto html text mail image pdf words' -- "$cur")
		return
		;;
	--charset)
		mapfile -t COMPREPLY < <(compgen -W 'utf-8 shift_jis euc-jp iso-2022-jp' -- "$cur")
		return
		;;
	-s | --situation)
		mapfile -t COMPREPLY < <(compgen -W \
			"$(mushi advise no-such-situation 2>&1 | sed -n 's/^  \([a-z-]*\) .*/\1/p')" -- "$cur")
		return
		;;
	--record)
		compopt -o filenames 2>/dev/null
		mapfile -t COMPREPLY < <(compgen -d -- "$cur")
		return
		;;
	--web)
		compopt -o filenames 2>/dev/null
		mapfile -t COMPREPLY < <(compgen -d -- "$cur")
		return
		;;
	--listen)
		mapfile -t COMPREPLY < <(compgen -W '127.0.0.1 127.0.0.1:8080' -- "$cur")
		return
		;;
	--url | --now | --received | --host | --max-* | --timeout | --connections | --per-address | --workers | --readers)
		return
		;;
	esac
	local common='--lang --json --color --quiet --help'
	case $command in
	'')
		mapfile -t COMPREPLY < <(compgen -W 'advise check contacts explain rules serve --help --version' -- "$cur")
		;;
	check)
		if [[ $cur == -* ]]; then
			mapfile -t COMPREPLY < <(compgen -W \
				"--annotate --as --charset --url --situation --now --received --record --unmasked $common" -- "$cur")
		else
			compopt -o filenames 2>/dev/null
			mapfile -t COMPREPLY < <(compgen -f -- "$cur")
		fi
		;;
	advise)
		if [[ $cur == -* ]]; then
			mapfile -t COMPREPLY < <(compgen -W "--now --received $common" -- "$cur")
		else
			mapfile -t COMPREPLY < <(compgen -W \
				"$(mushi advise no-such-situation 2>&1 | sed -n 's/^  \([a-z-]*\) .*/\1/p')" -- "$cur")
		fi
		;;
	contacts)
		if [[ $cur == -* ]]; then
			mapfile -t COMPREPLY < <(compgen -W "$common" -- "$cur")
		fi
		;;
	explain)
		if [[ $cur == -* ]]; then
			mapfile -t COMPREPLY < <(compgen -W "--sources $common" -- "$cur")
		else
			mapfile -t COMPREPLY < <(compgen -W \
				"$(mushi explain 2>/dev/null | cut -d ' ' -f 1)" -- "$cur")
		fi
		;;
	serve)
		mapfile -t COMPREPLY < <(compgen -W "--listen --public --host --web --no-open --max-body
			--max-time --timeout --connections --per-address --workers --max-read
			--readers $common" -- "$cur")
		;;
	rules)
		if [[ $cur == -* ]]; then
			mapfile -t COMPREPLY < <(compgen -W "--stale --now $common" -- "$cur")
		elif [[ $prev == show ]]; then
			mapfile -t COMPREPLY < <(compgen -W \
				"$(mushi explain 2>/dev/null | cut -d ' ' -f 1)" -- "$cur")
		elif [[ $prev == rules ]]; then
			mapfile -t COMPREPLY < <(compgen -W 'check list show' -- "$cur")
		else
			compopt -o filenames 2>/dev/null
			mapfile -t COMPREPLY < <(compgen -f -- "$cur")
		fi
		;;
	esac
}
complete -F _mushi mushi
