package import Basics

/// The command line is wrong; the message is worded as argparse words it.
package struct UsageError: Error, Sendable, Equatable {
  package var message: String
  /// What else may help, for stderr.
  package var hint: String?

  package init(_ message: String, hint: String? = nil) {
    self.message = message
    self.hint = hint
  }

  static func argument(_ name: String, _ problem: String) -> UsageError {
    UsageError("argument \(name): \(problem)")
  }
}

extension UsageError: UserFacingError {
  package var userError: CairnError {
    CairnError(message, kind: .usage, hints: hint.map { [$0] } ?? [])
  }
}
