/// One step of a story.
struct Step: Sendable {
  /// Who carries out a command.
  enum Part: String, Sendable {
    case writer = "write"
    case reader = "read"
    /// The real DVC in every casting, for what the story starts from: a pipeline run, say.
    case dvc
    /// The real DVC in every casting, to say what it thinks of the outcome.
    case judge
  }

  enum Action: Sendable {
    case command(Part, String)
    /// A script for `/bin/sh -eu`; its output is part of the story.
    case shell(String)
    /// Random trees of files, `t000` and on, in the working directory.
    case trees(seed: UInt64, count: Int)
    /// Random files of odd names in the working directory.
    case names(seed: UInt64, count: Int)
    /// The working directory from here on, relative to the sandbox.
    case enter(String)
  }

  /// What is not compared, and why.
  struct Difference: Sendable {
    var reason: String
    /// The exit code of Cairn where it is not DVC's.
    var exitCode: Int?
    var ignored: Set<Section> = []
  }

  enum Section: String, Sendable, CaseIterable {
    case output = "out"
    case error = "err"
    case tree
  }

  var action: Action
  var environment: [String: String] = [:]
  /// The order of the output's lines means nothing.
  var isUnordered = false
  /// The name under which Cairn is called.
  var programName = "dvc"
  var difference: Difference?
  /// What is not even recorded: texts of each tool's own, such as help.
  var leftOut: Set<Section> = []
  /// Whether the step leaves no trace in the transcript.
  var isSilent = false

  init(_ action: Action) {
    self.action = action
  }

  static func write(_ arguments: String) -> Step { Step(.command(.writer, arguments)) }
  static func read(_ arguments: String) -> Step { Step(.command(.reader, arguments)) }
  static func dvc(_ arguments: String) -> Step { Step(.command(.dvc, arguments)) }
  static func judge(_ arguments: String) -> Step { Step(.command(.judge, arguments)) }
  static func shell(_ script: String) -> Step { Step(.shell(script)) }
  static func enter(_ directory: String) -> Step { Step(.enter(directory)) }
  static func trees(seed: UInt64, count: Int) -> Step { Step(.trees(seed: seed, count: count)) }
  static func names(seed: UInt64, count: Int) -> Step { Step(.names(seed: seed, count: count)) }
}

extension Step {
  /// The same step, with more in its environment.
  func with(_ variables: [String: String]) -> Step {
    changed { $0.environment.merge(variables) { $1 } }
  }

  /// The same step, where the lines of output and errors come in any order.
  var inAnyOrder: Step { changed { $0.isUnordered = true } }

  /// The same step with Cairn called by its own name.
  var asCairn: Step { changed { $0.programName = "cairn" } }

  var silent: Step { changed { $0.isSilent = true } }

  /// The same step, where Cairn differs from DVC on purpose.
  func differs(
    _ reason: String, exit exitCode: Int? = nil, ignoring ignored: Set<Section> = []
  ) -> Step {
    changed { $0.difference = Difference(reason: reason, exitCode: exitCode, ignored: ignored) }
  }

  /// The same step, whose standard output is not compared: help texts, for one.
  var withoutOutput: Step { changed { $0.leftOut = [.output] } }

  /// The same step, of which only the exit code and the changes on disk are compared.
  var withoutTexts: Step { changed { $0.leftOut = [.output, .error] } }

  private func changed(_ change: (inout Step) -> Void) -> Step {
    var copy = self
    change(&copy)
    return copy
  }

  /// The line that stands for the step in a transcript.
  var title: String {
    switch action {
    case .command(let part, let arguments):
      "\(part.rawValue): \(arguments.split(separator: "\n").joined(separator: "\\n"))"
    case .shell(let script): "shell: \(script.split(separator: "\n").joined(separator: "; "))"
    case .trees(let seed, let count): "trees: seed \(seed), \(count) of them"
    case .names(let seed, let count): "names: seed \(seed), \(count) of them"
    case .enter(let directory): "enter: \(directory)"
    }
  }

  var part: Part? {
    guard case .command(let part, _) = action else { return nil }
    return part
  }

  var isPreparedByDVC: Bool { part == .dvc }

  /// Whether a failure is a mistake in the story.
  var mustSucceed: Bool {
    if case .shell = action { return true }
    return isSilent || isPreparedByDVC
  }

  /// Whether the step has a place in the transcript.
  var isCompared: Bool {
    if case .enter = action { return false }
    return !isSilent
  }
}
