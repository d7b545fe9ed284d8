package import Basics

/// Why a `.dvc` file, a pipeline file or a lock file cannot be used, in DVC's words.
package struct DocumentError: UserFacingError, Sendable, Equatable {
  /// The file as it is shown (`./data.dvc`).
  package var name: String
  /// What follows the quoted name: `is invalid.`, `validation failed: 2 errors.`
  package var verdict: String
  package var problems: [Problem]
  /// The lines of the document.
  var lines: [String]

  /// One thing that is wrong.
  package struct Problem: Sendable, Equatable {
    package var message: String
    package var mark: Mark?
  }

  package var userError: CairnError {
    CairnError(message, kind: .document)
  }

  /// The whole text, without a line end.
  package var message: String {
    "'\(name)' \(verdict)"
  }
}

extension DocumentError {
  init(name: String, syntax error: YAMLSyntaxError, bytes: [UInt8]) {
    self.name = name
    verdict = "is invalid."
    problems = [error.context, error.problem].compactMap { part in
      part.map { Problem(message: $0.message, mark: $0.mark) }
    }
    lines = []
  }
}
