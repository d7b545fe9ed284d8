# Shared by the scripts beside it; sourced, not run.

# Runs a command as root: directly, or through sudo.
as_root() {
  if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi
}

# Runs a command silently; shows what it said only if it fails.
quietly() {
  local log status=0
  log=$(mktemp)
  "$@" >"$log" 2>&1 </dev/null || status=$?
  [ "$status" -eq 0 ] || cat "$log" >&2
  rm -f "$log"
  return "$status"
}

# lay_out PROGRAM PREFIX NAME...: installs the program under the first name, links to it under the others, and
# for each the completions of three shells.
lay_out() {
  local program=$1 prefix=$2 name
  shift 2
  install -D -m 755 "$program" "$prefix/bin/$1"
  for name in "$@"; do
    [ "$name" = "$1" ] || ln -sfn "$1" "$prefix/bin/$name"
    complete_for bash "$name" "$prefix/share/bash-completion/completions/$name"
    complete_for zsh "$name" "$prefix/share/zsh/site-functions/_$name"
    complete_for fish "$name" "$prefix/share/fish/vendor_completions.d/$name.fish"
  done
}

complete_for() {
  mkdir -p "$(dirname "$3")"
  "$prefix/bin/$2" completion -s "$1" >"$3"
  chmod 644 "$3"
}
