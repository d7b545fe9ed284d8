package import Basics
import Transports

/// What the process tells its caller; the codes are DVC's.
package struct ExitStatus: RawRepresentable, Sendable, Equatable {
  package let rawValue: Int32

  package init(rawValue: Int32) { self.rawValue = rawValue }

  package static let success = ExitStatus(rawValue: 0)
  /// A failure that the command itself foresaw.
  package static let failure = ExitStatus(rawValue: 1)
  /// Both `-q` and `-v`.
  package static let conflictingFlags = ExitStatus(rawValue: 2)
  /// With `CAIRN_EXIT_CODES=1`: objects are on neither side.
  package static let missingData = ExitStatus(rawValue: 10)
  /// With `CAIRN_EXIT_CODES=1`: the remote cannot be reached.
  package static let network = ExitStatus(rawValue: 11)
  /// With `CAIRN_EXIT_CODES=1`: the remote refuses the credentials.
  package static let credentials = ExitStatus(rawValue: 12)
  package static let brokenPipe = ExitStatus(rawValue: 141)
  package static let configuration = ExitStatus(rawValue: 251)
  package static let interrupted = ExitStatus(rawValue: 252)
  package static let notAProject = ExitStatus(rawValue: 253)
  package static let usage = ExitStatus(rawValue: 254)
  package static let error = ExitStatus(rawValue: 255)
}

/// An error that a command foresaw: it exits 1 whatever its kind.
package struct HandledFailure: UserFacingError {
  package var userError: CairnError
}

/// An error from before a command could begin, such as a broken configuration: no command handles it.
package struct OpeningFailure: UserFacingError {
  package var userError: CairnError
}

/// Runs `body`; an error that it throws makes the command exit 1, with `prefix - ` before its message.
///
/// An interruption, a wrong command line, what kept the project from being opened, and a remote that
/// could not be asked keep their own codes.
package func handlingFailures<Result>(
  _ prefix: String? = nil, _ body: () async throws -> Result
) async throws -> Result {
  do {
    return try await body()
  } catch let error as OpeningFailure {
    throw error
  } catch let error as TransportError where error.isOfWholeRemote {
    throw error
  } catch let error as any UserFacingError where error.userError.kind.canBeHandled {
    let shown = error.userError
    throw HandledFailure(userError: prefix.map(shown.prefixed) ?? shown)
  }
}

extension CairnError.Kind {
  fileprivate var canBeHandled: Bool {
    switch self {
    case .interrupted, .notAProject, .usage, .unexpected: false
    default: true
    }
  }
}
