/// The scripts that ask the program what to offer.
///
/// They call the program by the name on the command line, so that one script serves `cairn` and `dvc`.
enum CompletionScript: String, CaseIterable {
  case bash
  case zsh
  case fish

  var text: String {
    switch self {
    case .bash: Self.bashText
    case .zsh: Self.zshText
    case .fish: Self.fishText
    }
  }

  /// Bash cuts words at `:`; they are put together again, and what bash keeps in front of the cursor is
  /// taken off the answers. Of `--remote=name` it makes three words, which stand for two.
  private static let bashText = #"""
    # Completion of cairn and dvc in bash: source <(cairn completion)
    _cairn_complete() {
      local index word words=() line kind= glued=0 cut=0 IFS=$'\n'
      for ((index = 1; index <= COMP_CWORD; index++)); do
        word=${COMP_WORDS[index]}
        [[ $word == '=' ]] && { ((index < COMP_CWORD)) && continue || word=; }
        if ((${#words[@]})) && { ((glued)) || [[ $word == ':' ]]; }; then
          words[${#words[@]} - 1]+=$word
        else
          words+=("$word")
        fi
        [[ $word == ':' ]] && glued=1 || glued=0
      done
      local current=${words[${#words[@]} - 1]-}
      local kept=${current%"${current##*:}"}
      [[ $COMP_WORDBREAKS == *:* ]] && cut=${#kept}
      COMPREPLY=()
      while read -r line; do
        if [[ -z $kind ]]; then
          kind=$line
        else
          line=${line%%$'\t'*}
          COMPREPLY+=("${line:cut}")
        fi
      done < <("${COMP_WORDS[0]}" completion "${words[@]/#/--word=}" 2>/dev/null)
      compopt -o filenames 2>/dev/null
      case $kind in
        files) COMPREPLY+=($(compgen -f -- "$current")) ;;
        directories) COMPREPLY+=($(compgen -d -- "$current")) ;;
        *) compopt +o filenames 2>/dev/null ;;
      esac
    }
    complete -F _cairn_complete cairn dvc
    """#

  private static let zshText = #"""
    #compdef cairn dvc
    # Completion of cairn and dvc in zsh: put it into a directory of $fpath as _cairn
    _cairn() {
      local -a answer offers plain
      local line
      answer=("${(@f)$("${words[1]}" completion "--word=${(@)^words[2,CURRENT]}" 2>/dev/null)}")
      for line in "${(@)answer[2,-1]}"; do
        if [[ $line == *$'\t'* ]]; then
          offers+=("${${line%%$'\t'*}//:/\\:}:${line#*$'\t'}")
        else
          plain+=("$line")
        fi
      done
      (( $#offers )) && _describe -t words word offers
      (( $#plain )) && compadd -f -- "${(@)plain}"
      case ${answer[1]} in
        files) _files ;;
        directories) _files -/ ;;
      esac
    }
    if [[ $funcstack[1] == _cairn ]]; then
      _cairn "$@"
    else
      compdef _cairn cairn dvc
    fi
    """#

  private static let fishText = #"""
    # Completion of cairn and dvc in fish: cairn completion --shell fish | source
    function __cairn_complete
      set -l words (commandline -opc)
      set -l current (commandline -ct)
      set -l answer ($words[1] completion --word=$words[2..-1] --word="$current" 2>/dev/null)
      string join \n -- $answer[2..-1]
      switch "$answer[1]"
        case files
          __fish_complete_path "$current"
        case directories
          __fish_complete_directories "$current"
      end
    end
    complete -c cairn -f -a '(__cairn_complete)'
    complete -c dvc -f -a '(__cairn_complete)'
    """#
}
