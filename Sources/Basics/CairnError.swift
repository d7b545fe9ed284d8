/// An error that is shown to the user.
///
/// Low modules throw their own typed errors; what reaches a person is one of these.
package struct CairnError: Error, Sendable {
  /// What went wrong, as far as exit codes and `--json` tell errors apart.
  package enum Kind: String, Sendable {
    case general
    /// A configuration file or value is wrong (exit code 251).
    case configuration
    /// There is no project here (exit code 253).
    case notAProject = "not-a-project"
    /// The command line is wrong (exit code 254).
    case usage
    /// Something nobody foresaw; shown as `unexpected error - …` (exit code 255).
    case unexpected
    /// Stopped by a signal (exit code 252).
    case interrupted
    /// Objects are in neither the cache nor the remote.
    case missingData = "missing-data"
    case network
    case credentials
    /// An invalid document, shown without the `ERROR:` prefix.
    case document
  }

  package var kind: Kind
  /// One message, which may have several lines.
  package var message: String
  /// Commands or sentences that help, each shown on a line of its own after the message.
  package var hints: [String]
  /// The messages of the causes, outermost first; shown joined with `: `.
  package var causes: [String]

  package init(
    _ message: String, kind: Kind = .general, hints: [String] = [], causes: [String] = []
  ) {
    self.kind = kind
    self.message = message
    self.hints = hints
    self.causes = causes
  }

  /// The message with its causes.
  package var fullMessage: String { ([message] + causes).joined(separator: ": ") }

  /// The same error with `prefix - ` before the message, as the commands of DVC word it; invalid
  /// documents are shown without one.
  package func prefixed(_ prefix: String) -> CairnError {
    if kind == .document { return self }
    var copy = self
    copy.message = "\(prefix) - \(message)"
    return copy
  }
}

/// An error of a low module that knows how to be shown.
package protocol UserFacingError: Error {
  var userError: CairnError { get }
}

extension CairnError: UserFacingError {
  package var userError: CairnError { self }
}
