import Basics
import SystemPackage
import TestSupport
import Testing

@testable import SourceControl

/// A scratch directory with a home of its own, in which the real `git` program runs.
final class GitSandbox: Sendable {
  private let directory: TemporaryDirectory
  var root: FilePath { directory.path }
  let environment: [String: String]

  init(_ settings: [String: String] = [:]) throws {
    directory = try TemporaryDirectory()
    let home = directory.path.appending("home")
    environment = [
      "HOME": home.string, "PATH": "/usr/bin:/bin", "GIT_CONFIG_NOSYSTEM": "1",
      "GIT_CONFIG_GLOBAL": home.appending(".gitconfig").string,
    ].merging(settings) { $1 }
    try write(
      "home/.gitconfig",
      """
      [user]
        name = Test
        email = test@example.com
      [init]
        defaultBranch = main
      [protocol "file"]
        allow = always
      [commit]
        gpgsign = false

      """)
  }

  /// Makes a repository at `name`, with one commit if `files` are given.
  @discardableResult
  func initialize(
    _ name: String = "repo", _ options: [String] = [], files: KeyValuePairs<String, String> = [:]
  ) throws -> FilePath {
    try git("init", ["-q"] + options + [name], in: "")
    if !files.isEmpty { try commit(files, in: name) }
    return root.appending(name)
  }

  func commit(
    _ files: KeyValuePairs<String, String>, message: String = "commit", in name: String = "repo"
  ) throws {
    for (path, text) in files { try write("\(name)/\(path)", text) }
    try git("add", ["-f", "--"] + files.map(\.key), in: name)
    try git("commit", ["-q", "-m", message], in: name)
  }

  func write(_ path: String, _ text: String, mode: UInt32? = nil) throws {
    try directory.write(text, to: path, mode: mode)
  }

  func read(_ path: String) -> String? {
    SmallFile.read(root.appending(path)).map { String(decoding: $0, as: UTF8.self) }
  }

  /// Runs `git`, which must succeed; returns what it prints.
  @discardableResult
  func git(
    _ command: String, _ arguments: [String] = [], in name: String = "repo"
  ) throws -> String {
    try run(
      "/usr/bin/git", ["-C", root.appending(name).string, command] + arguments)
  }

  /// Runs `git`, which must fail.
  func gitFails(_ command: String, _ arguments: [String] = [], in name: String = "repo") throws {
    let arguments = ["-C", root.appending(name).string, command] + arguments
    #expect(try execute("/usr/bin/git", arguments).status != 0)
  }

  @discardableResult
  func run(_ program: String, _ arguments: [String]) throws -> String {
    let result = try execute(program, arguments)
    let errors = String(decoding: result.errors, as: UTF8.self)
    try #require(result.status == 0, "\(program) \(arguments): \(errors)")
    return String(decoding: result.output, as: UTF8.self)
  }

  private func execute(_ program: String, _ arguments: [String]) throws -> ChildProcess.Result {
    try ChildProcess(
      FilePath(program), arguments: arguments.map { Array($0.utf8) }, environment: environment
    ).exchange([])
  }

  func open(
    _ name: String = "repo", _ engine: GitRepository.Engine = .library
  ) throws -> GitRepository {
    let directory = try #require(GitDirectory.find(from: root.appending(name)))
    return try GitRepository(directory, environment: environment, preferring: engine)
  }
}

/// Both ways of reaching a repository.
let engines: [GitRepository.Engine] = [.library, .program]
