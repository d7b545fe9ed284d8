import Basics
import FileAccess
import SystemPackage

/// A program that prints something and ends, such as one that gives out a token; started without a shell.
struct AskedProgram {
  enum Failure: Error {
    /// There is no such program.
    case missing
    case unstartable(Errno)
    /// It was ended after so many seconds.
    case endless(Int)
    /// It was ended because it printed more than any that should be asked.
    case talkative
    /// The user asked to stop.
    case cancelled
  }

  /// In seconds.
  static let patience = 60
  private static let mostOutput = 1 << 20

  let words: [String]
  /// In seconds, after which the program is ended, with all that it started.
  var patience = AskedProgram.patience
  /// The clock that tells when that is over.
  var now: @Sendable () -> ContinuousClock.Instant = { .now }

  /// Waits until the program has ended by itself, whatever its exit code is.
  func run(_ environment: [String: String]) throws(Failure) -> ChildProcess.Result {
    guard let name = words.first, let program = program(name, environment) else { throw .missing }
    let child: ChildProcess
    do {
      child = try ChildProcess(
        program, arguments: words.dropFirst().map { Array($0.utf8) }, environment: environment)
    } catch {
      throw .unstartable(error)
    }
    let end = now() + .seconds(patience)
    var failure: Failure?
    let result = child.exchange([]) { collected in
      if isCancelled {
        failure = .cancelled
      } else if collected > Self.mostOutput {
        failure = .talkative
      } else if now() >= end {
        failure = .endless(patience)
      }
      return failure == nil
    }
    // Ctrl-C is for the program, too: how it ended does not matter then.
    if isCancelled { throw .cancelled }
    if let failure { throw failure }
    return result
  }

  private var isCancelled: Bool { Task.isCancelled || Interruption.isRequested }

  private func program(_ name: String, _ environment: [String: String]) -> FilePath? {
    name.contains("/") ? FilePath(name) : findProgram(name, in: environment)
  }
}
