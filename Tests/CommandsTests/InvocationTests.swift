import Formats
import Testing

@testable import Commands
import Formats

@Suite struct InvocationTests {
  @Test func takesUniquePrefixesOfLongOptions() throws {
    let push: PushCommand = try parsed("push", "--remot", "backup")
    #expect(push.transfer.remote == "backup")
  }

  @Test(arguments: [
    ["push", "-j4"], ["push", "-j=4"], ["push", "-j", "4"], ["push", "--jobs=4"],
    ["push", "--jobs", "4"], ["push", "-aj4"], ["push", "--job", " +4 "], ["push", "-j0_4"],
  ])
  func readsNumbersHoweverTheyAreAttached(words: [String]) throws {
    let push: PushCommand = try parsed(words)
    #expect(push.transfer.jobs == 4)
  }

  @Test func takesClustersOfFlagsWithAValueAtTheEnd() throws {
    let push: PushCommand = try parsed("push", "-aTrbackup")
    #expect(push.transfer.revisions == RevisionFlags(allBranches: true, allTags: true))
    #expect(push.transfer.remote == "backup")
  }

  @Test func mixesOptionsAndPositionals() throws {
    let push: PushCommand = try parsed("push", "a", "-r", "backup", "b", "--glob")
    #expect(push.targets == ["a", "b"])
    #expect(push.globs)
  }

  @Test func takesEverythingAfterTwoDashesForPositionals() throws {
    let add: AddCommand = try parsed("add", "-f", "--", "-x", "--out", "--")
    #expect(add.targets == ["-x", "--out", "--"])
    #expect(add.out == nil)
  }

  @Test func takesNegativeNumbersAndWordsWithSpacesForValues() throws {
    let push: PushCommand = try parsed("push", "-j", "-5", "-1.5", "-x b")
    #expect(push.transfer.jobs == -5)
    #expect(push.targets == ["-1.5", "-x b"])
  }

  @Test func theLastOfOnAndOffCounts() throws {
    #expect(
      (try parsed("push", "--run-cache", "--no-run-cache") as PushCommand).transfer.runCache
        == false)
    #expect(
      (try parsed("push", "--no-run-cache", "--run") as PushCommand).transfer.runCache == true)
    #expect((try parsed("push") as PushCommand).transfer.runCache == nil)
  }

  @Test func collectsRepeatedChoices() throws {
    let fetch: FetchCommand = try parsed("fetch", "--type", "plots", "--type=metrics")
    #expect(fetch.types == ["plots", "metrics"])
  }

  @Test func fillsPositionalsInOrder() throws {
    let modify: RemoteModifyCommand = try parsed("remote", "modify", "r", "--local", "jobs", "8")
    #expect(modify.name == "r" && modify.option == "jobs" && modify.value == "8")
    #expect(modify.level == .local)
  }

  @Test func takesGlobalFlagsBeforeAndAfterTheCommand() throws {
    let before = flags("-vv", "--cd", "x", "--wait", "root")
    #expect(before == flags(verbosity: 0, directory: "x", waits: true))
    #expect(flags("root", "-q") == GlobalFlags(isQuiet: true))
    #expect(flags("-q", "root") == GlobalFlags())
    #expect(flags("remote", "-v", "list", "-vv") == flags(verbosity: 2))
  }

  @Test(arguments: [
    (["push", "-qv"], "argument -v/--verbose: not allowed with argument -q/--quiet"),
    (["-v", "push", "-q"], "argument -q/--quiet: not allowed with argument -v/--verbose"),
    (["-q", "nonsense", "--verb"], "argument -v/--verbose: not allowed with argument -q/--quiet"),
  ])
  func refusesToBeQuietAndVerbose(words: [String], message: String) {
    #expect(conflict(words)?.message == message)
    #expect(conflict(["push", "--", "-q", "-v"]) == nil)
  }

  @Test func takesTheValueOfTheLastFlagInACluster() throws {
    let status: StatusCommand = try parsed("status", "-cr", "storage", "f")
    #expect(status.comparesWithRemote && status.remote == "storage" && status.targets == ["f"])
  }

  @Test(arguments: [
    ([], "the following arguments are required: command"),
    (["--foo"], "the following arguments are required: command"),
    (["remote"], "the following arguments are required: cmd"),
    (["add"], "the following arguments are required: targets"),
    (["remote", "add"], "the following arguments are required: name, url"),
    (["remote", "modify", "x"], "the following arguments are required: option"),
    (["move", "x"], "the following arguments are required: dst"),
    (
      ["git-hook", "merge-driver", "--our", "x"],
      "the following arguments are required: --ancestor, --their"
    ),
    (["push", "-j", "x"], "argument -j/--jobs: invalid int value: 'x'"),
    (["push", "--jobs="], "argument -j/--jobs: invalid int value: ''"),
    (["push", "-j"], "argument -j/--jobs: expected one argument"),
    (["push", "-j", "-x"], "argument -j/--jobs: expected one argument"),
    (["push", "-aj"], "argument -j/--jobs: expected one argument"),
    (["status", "--json=1"], "argument --json: ignored explicit argument '1'"),
    (["status", "-cx"], "argument -c/--cloud: ignored explicit argument 'x'"),
    (
      ["status", "--all"],
      "ambiguous option: --all could match --all-branches, --all-tags, --all-commits"
    ),
    (["status", "-V"], "unrecognized arguments: -V"),
    (["root", "--cd", "."], "unrecognized arguments: --cd ."),
    (["add", "-j", "4", "x"], "unrecognized arguments: -j"),
    (
      ["--foo", "remote", "--bar", "add", "a", "b", "--baz"],
      "unrecognized arguments: --foo --bar --baz"
    ),
    (
      ["fetch", "--type", "it's"],
      "argument --type: invalid choice: \"it's\" (choose from 'metrics', 'plots')"
    ),
    (["config", "--global", "--local"], "argument --local: not allowed with argument --global"),
    (["cache", "bogus"], "argument cmd: invalid choice: 'bogus' (choose from 'dir', 'migrate')"),
  ])
  func wordsMisuseAsArgparseDoes(words: [String], message: String) {
    #expect(misuse(words)?.message == message)
  }

  @Test(arguments: ["core.x", "remote.a.b", "db.a.b", "remote.x", ".", "remote.."])
  func takesNamesOfSettings(name: String) throws {
    #expect((try parsed("config", name) as ConfigCommand).name == name)
  }

  @Test(arguments: ["core", "core.x.y", "machine.a.b", "remote.a.b.c", "..", ""])
  func refusesOtherNamesOfSettings(name: String) {
    #expect(
      misuse(["config", name])?.message.hasPrefix("argument name: name argument should") == true)
  }

  @Test func suggestsTheCommandThatWasMeant() {
    #expect(misuse(["statu"])?.hint == "Did you mean 'status'?")
    #expect(misuse(["psuh"])?.hint == "Did you mean 'push'?")
    #expect(misuse(["xyzzy"])?.hint == nil)
  }

  @Test func refusesByNameWhatIsNotBuilt() {
    #expect(refused("repro", "-x", "--help") == "repro")
    #expect(refused("exp", "run") == "exp")
  }

  @Test func helpAndVersionWinOverLaterMistakes() {
    #expect(isHelp("status", "-h", "--foo", "-j"))
    #expect(isHelp("-h", "status"))
    #expect(!isHelp("status", "-j", "x", "-h"))
  }
}

func parsed<Command: ProjectCommand>(_ words: String...) throws -> Command {
  try parsed(words)
}

private func parsed<Command: ProjectCommand>(_ words: [String]) throws -> Command {
  guard case .run(let command, _) = Invocation(parsing: words) else {
    throw misuse(words) ?? UsageError("no command")
  }
  return try #require(command as? Command)
}

private func misuse(_ words: [String]) -> UsageError? {
  if case .misuse(let error, _) = Invocation(parsing: words) { error } else { nil }
}

private func conflict(_ words: [String]) -> UsageError? {
  if case .conflict(let error) = Invocation(parsing: words) { error } else { nil }
}

private func flags(_ words: String...) -> GlobalFlags? {
  if case .run(_, let flags) = Invocation(parsing: words) { flags } else { nil }
}

private func flags(verbosity: Int, directory: String? = nil, waits: Bool = false) -> GlobalFlags {
  GlobalFlags(verbosity: verbosity, changeDirectory: directory, waitsForLock: waits)
}

private func refused(_ words: String...) -> String? {
  if case .notBuilt(let name, _) = Invocation(parsing: words) { name } else { nil }
}

private func isHelp(_ words: String...) -> Bool {
  if case .help = Invocation(parsing: words) { true } else { false }
}
