import Glibc
import SystemPackage
import TestSupport

/// One casting of one story, played in a sandbox.
struct Performance {
  private let casting: Casting
  private let usesGlobs: Bool
  private let unmodedDirectory: String?
  private let tools: Tools
  private let sandbox: Sandbox
  private let places: Places
  private var directory: FilePath
  private var tree = TreeState()
  private var transcript = Transcript()

  /// Plays `story` and gives what happened.
  ///
  /// - Parameter servers: the places that the story names besides its sandbox.
  static func play(
    _ story: Story, _ casting: Casting, with tools: Tools, _ servers: Places
  ) throws -> Transcript {
    var performance = try Performance(story, casting, tools, servers)
    for step in story.setting.steps + story.steps {
      try performance.play(step)
    }
    return performance.transcript
  }

  private init(
    _ story: Story, _ casting: Casting, _ tools: Tools, _ servers: Places
  ) throws {
    self.casting = casting
    usesGlobs = story.usesGlobs
    unmodedDirectory = story.setting.unmodedDirectory
    self.tools = tools
    sandbox = try Sandbox(cairn: tools.cairn)
    directory = sandbox.root
    let root = sandbox.root.string
    let fixtures = projectRoot.appending("fixtures").string
    var places = Places(values: [("{root}", root), ("{fixtures}", fixtures)])
    places.show(root, as: "SANDBOX")
    self.places = places + servers
  }

  private mutating func play(_ step: Step) throws {
    switch step.action {
    case .enter(let path):
      directory = sandbox.root.appending(path)
    case .shell(let script):
      try note(step, run(["/bin/sh", "-eu", "-c", places.filled(into: script)], step))
    case .trees(let seed, let count):
      var trees = RandomTrees(seed: seed)
      try trees.makeTrees(count, in: directory)
      try note(step, nil)
    case .names(let seed, let count):
      var files = RandomTrees(seed: seed)
      try files.makeFiles(count, in: directory)
      try note(step, nil)
    case .command(let part, let line):
      try command(step, casting.player(of: part), splitCommandLine(places.filled(into: line)))
    }
  }

  private mutating func command(_ step: Step, _ player: Player, _ arguments: [String]) throws {
    switch player {
    case .cairn:
      try note(step, run([sandbox.program(named: step.programName).string] + arguments, step))
    case .dvc:
      guard let dvc = tools.dvc else { return }
      let result = try DVCServer.run(
        dvc, arguments, in: directory,
        environment: sandbox.environment(adding: step.environment),
        streams: sandbox.root.appending("io"))
      try note(step, result)
    }
  }

  private func run(_ program: [String], _ step: Step) throws -> Outcome {
    let environment = sandbox.environment(adding: step.environment)
    let limited = withoutPrivileges + ["/bin/sh", "-c", "umask 022; exec \"$@\"", "sh"] + program
    return Outcome(try RunningProcess(limited, cwd: directory, env: environment).wait())
  }

  private mutating func note(_ step: Step, _ result: Outcome?) throws {
    if let result, step.mustSucceed, result.status != 0 {
      throw PreparationFailed(step: step.title, result: result)
    }
    let now = try TreeState(
      of: sandbox.root, hiding: places, sortingIgnoreFiles: usesGlobs, unmoded: unmodedDirectory)
    defer { tree = now }
    guard !step.isSilent else { return }
    let normalisation = Normalisation(hidden: places, isUnordered: step.isUnordered)
    var sections = [
      Step.Section.output: normalisation.lines(of: result?.output ?? []),
      .error: normalisation.lines(of: result?.errors ?? []),
      .tree: now.changes(since: tree),
    ]
    for section in step.leftOut { sections[section] = nil }
    transcript.entries.append(
      Transcript.Entry(title: step.title, exitCode: result?.status ?? 0, sections: sections))
  }
}

/// What goes before a command, so that modes of files mean to root what they mean to others.
let withoutPrivileges: [String] =
  geteuid() == 0 ? ["/usr/bin/setpriv", "--bounding-set=-dac_override,-dac_read_search"] : []

/// How a command ended and what it said.
struct Outcome {
  var status: Int
  var output: [UInt8]
  var errors: [UInt8]
}

extension Outcome {
  init(_ result: ProcessResult) {
    self.init(status: result.status, output: result.outputBytes, errors: result.errorBytes)
  }
}

/// The programs that play.
struct Tools: Sendable {
  /// What plays Cairn's part.
  var cairn: FilePath
  /// The real DVC, where there is one.
  var dvc: FilePath?
}

/// A story one of whose preparations failed.
struct PreparationFailed: Error, CustomStringConvertible {
  var step: String
  var result: Outcome

  var description: String { "‘\(step)’ failed: \(String(decoding: result.errors, as: UTF8.self))" }
}
