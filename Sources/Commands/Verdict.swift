package import Basics

/// Where DVC's exit codes and Cairn's part ways.
package struct Verdict: Sendable, Equatable {
  /// Whether `push` and `fetch` fail when an object that their targets need is on neither side.
  package let missingObjectsFail: Bool
  /// Whether missing data, network and credentials have exit codes of their own.
  package let tellsKindsApart: Bool

  package init(invokedAs name: InvocationName, environment: [String: String]) {
    missingObjectsFail = name == .cairn
    tellsKindsApart = environment["CAIRN_EXIT_CODES"] == "1"
  }

  /// The exit status of a command that ended with `error`.
  package func status(for error: any Error) -> ExitStatus {
    guard let known = error as? any UserFacingError else { return .error }
    if tellsKindsApart, let distinct = Self.distinctStatus(for: known.userError.kind) {
      return distinct
    }
    return known is HandledFailure ? .failure : commonStatus(for: known.userError.kind)
  }

  /// The status that tells missing data, network and credentials from other errors.
  package static func distinctStatus(for kind: CairnError.Kind) -> ExitStatus? {
    switch kind {
    case .missingData: .missingData
    case .network: .network
    case .credentials: .credentials
    default: nil
    }
  }

  private func commonStatus(for kind: CairnError.Kind) -> ExitStatus {
    switch kind {
    case .configuration: .configuration
    case .interrupted: .interrupted
    case .notAProject: .notAProject
    case .usage: .usage
    case .general, .unexpected, .missingData, .network, .credentials, .document: .error
    }
  }
}
