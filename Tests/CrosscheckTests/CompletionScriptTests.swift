import FileAccess
import SystemPackage
import TestSupport
import Testing

/// The scripts for bash, zsh and fish, in these shells.
struct CompletionScriptTests {
  private let sandbox: Sandbox
  private let project: FilePath

  init() async throws {
    sandbox = try Sandbox(cairn: Tools.installed.cairn)
    project = sandbox.root.appending("project")
    try makeDirectories(project)
    let script = """
      git init -q; cairn init -q; mkdir -p data sub/dir; echo 1 > data/a; echo 2 > 'with space.csv'
      cairn add -q data 'with space.csv'; cairn remote add storage /nowhere
      cairn remote add other /elsewhere
      printf 'stages:\\n  train:\\n    cmd: x\\n  test:\\n    cmd: x\\n' > dvc.yaml
      git add .; git commit -q -m one; git branch feature; git tag v1
      """
    let result = try await run(["sh", "-euc", script])
    #expect(result.status == 0, "\(result)")
  }

  private func run(_ arguments: [String], in directory: String = "") async throws -> ProcessResult {
    var environment = sandbox.environment(adding: [:])
    environment["PATH"] = "\(sandbox.root)/bin:\(environment["PATH"] ?? "")"
    return try await runProcess(
      arguments, cwd: project.pushing(FilePath(directory)), env: environment)
  }

  /// What bash would show for words, of which the last one is being typed: bash hands them over in
  /// `COMP_WORDS` and `COMP_CWORD`.
  private func completions(
    _ words: String..., in directory: String = ""
  ) async throws -> [String] {
    let script = """
      source <(cairn completion --shell bash)
      complete -p "$1" >/dev/null || exit 1
      COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1))
      _cairn_complete "$1" "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
      for word in "${COMPREPLY[@]}"; do printf '%s\\n' "$word"; done
      """
    let result = try await run(["bash", "-c", script, "bash"] + words, in: directory)
    #expect(result.status == 0 && result.err.isEmpty, "\(result)")
    return result.out.split(separator: "\n").map(String.init)
  }

  @Test func completesCommandsAndOptions() async throws {
    #expect(try await completions("cairn", "remo") == ["remote", "remove"])
    #expect(try await completions("dvc", "remote", "re") == ["remove", "rename"])
    #expect(try await completions("cairn", "remove", "--o") == ["--outs"])
    #expect(try await completions("cairn", "completion", "-s", "") == ["bash", "zsh", "fish"])
  }

  @Test func completesTargets() async throws {
    #expect(try await completions("cairn", "push", "da") == ["data", "data.dvc", "data"])
    #expect(
      try await completions("cairn", "move", "wi") == ["with space.csv", "with space.csv.dvc"])
    #expect(try await completions("cairn", "freeze", "t") == ["train", "test"])
    #expect(
      try await completions("cairn", "push", "../da", in: "sub") == [
        "../data", "../data.dvc", "../data",
      ])
  }

  @Test func completesStagesBehindAColon() async throws {
    let found = try await completions("cairn", "freeze", "../dvc.yaml", ":", "tr", in: "sub")
    #expect(found == ["train"])
  }

  @Test func completesRemotes() async throws {
    #expect(try await completions("cairn", "push", "-r", "") == ["storage", "other"])
    #expect(try await completions("cairn", "push", "--remote", "=", "st") == ["storage"])
    #expect(try await completions("cairn", "push", "--remote", "=") == ["storage", "other"])
    #expect(try await completions("cairn", "remote", "remove", "o") == ["other"])
  }

  @Test func completesSettingsAndFiles() async throws {
    #expect(try await completions("cairn", "config", "core.auto") == ["core.autostage"])
    #expect(try await completions("cairn", "add", "dv") == ["dvc.yaml"])
    #expect(try await completions("cairn", "cache", "dir", "s") == ["sub"])
  }

  /// What fish shows for a line that is being typed.
  private func fishCompletions(_ line: String) async throws -> [String] {
    let script = "cairn completion -s fish | source; complete -C $argv[1]"
    let result = try await run(["fish", "--no-config", "-c", script, line])
    #expect(result.status == 0 && result.err.isEmpty, "\(result)")
    return result.out.split(separator: "\n").map { String($0.prefix { $0 != "\t" }) }
  }

  @Test func completesInFish() async throws {
    #expect(try await fishCompletions("cairn remo") == ["remote", "remove"])
    #expect(try await fishCompletions("cairn push da") == ["data", "data.dvc", "data/"])
    #expect(try await fishCompletions("cairn push -r ") == ["other", "storage"])
    #expect(try await fishCompletions("cairn diff v") == ["v1"])
  }

  /// Types into a zsh on a terminal, presses Tab, and waits until `word` is shown.
  private func zshCompletes(_ line: String, to word: String) async throws {
    let script = """
      zmodload zsh/zpty; zpty shell zsh -f -i
      zpty -w shell 'fpath=($TMPDIR $fpath); autoload -U compinit; compinit -u -D; print rea""dy'
      zpty -r shell shown '*ready*'
      zpty -n -w shell "$1"$'\\t'; zpty -r shell shown "*$2*"
      """
    let completions = try await run([
      sandbox.program(named: "cairn").string, "completion", "-s", "zsh",
    ])
    try writeAtomically(completions.outputBytes, to: sandbox.root.appending("io/_cairn"))
    let result = try await run(["zsh", "-f", "-c", script, "zsh", line, word])
    #expect(result.status == 0 && result.err.isEmpty, "\(line): \(result)")
  }

  @Test func completesInZsh() async throws {
    try await zshCompletes("cairn remote mod", to: "modify")
    try await zshCompletes("cairn push -r st", to: "storage")
    try await zshCompletes("cairn diff feat", to: "feature")
  }
}
