import FileAccess
import SystemPackage
import TestSupport
import Transports

@testable import Commands

/// A scratch directory in which command lines are run, and what they print.
final class CommandFixture: Sendable {
  let scratch: TemporaryDirectory
  let environment: [String: String]
  private let recorded = RecordedConsole()

  init(_ variables: [String: String] = [:]) throws {
    scratch = try TemporaryDirectory()
    environment = isolatedEnvironment(home: scratch.path.appending("home"), variables)
  }

  var out: String { recorded.out }
  var err: String { recorded.err }

  /// Runs `cairn` with `words`, which are separated by blanks, in a directory of the scratch directory.
  @discardableResult
  func cairn(
    _ words: String, in directory: String = "", as name: InvocationName = .cairn
  ) async -> Commands.ExitStatus {
    await cairn(words.split(separator: " ").map(String.init), in: directory, as: name)
  }

  /// - Parameter answers: what the user types, a line each.
  @discardableResult
  func cairn(
    _ words: [String], in directory: String = "", as name: InvocationName = .cairn,
    answers: [String] = []
  ) async -> Commands.ExitStatus {
    let shell = CommandShell(
      currentDirectory: scratch.path.pushing(FilePath(directory)), environment: environment,
      program: name.rawValue,
      console: recorded.console(
        event: eventLine(environment: environment), answers: answers),
      transports: .standard)
    return await shell.run(words.map { Array($0.utf8) })
  }

  /// The files below a directory of the scratch directory, sorted.
  func files(below directory: String) throws -> [String] {
    try walk(root: scratch.path.appending(directory)).paths.map {
      String(decoding: $0, as: UTF8.self)
    }
  }

  /// Runs `git` and returns what it prints, without the last newline.
  @discardableResult
  func git(_ words: String, in directory: String = "") async throws -> String {
    let result = try await runProcess(
      ["git"] + words.split(separator: " ").map(String.init),
      cwd: scratch.path.pushing(FilePath(directory)), env: environment)
    return result.out.hasSuffix("\n") ? String(result.out.dropLast()) : result.out
  }
}
