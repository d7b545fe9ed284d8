/// Why bytes are not a YAML document, in the parser's words.
///
/// Each part is one message with the place it speaks of: what was being read (`while parsing a block
/// mapping`), and what went wrong (`did not find expected key`).
package struct YAMLSyntaxError: Error, Sendable, Equatable {
  package struct Part: Sendable, Equatable {
    package var message: String
    package var mark: Mark?
  }

  package var context: Part?
  package var problem: Part?
  /// Whether the bytes are not even text that YAML allows.
  package var isUnreadable = false

  package init(context: Part? = nil, problem: Part?) {
    self.context = context
    self.problem = problem
  }

  /// Bytes that no parser would take; `reason` says why.
  init(unreadable reason: String) {
    self.init(problem: Part(message: reason, mark: nil))
    isUnreadable = true
  }

  init(_ problem: String, at mark: Mark?) {
    self.init(problem: Part(message: problem, mark: mark))
  }

  /// The messages without their places.
  package var wording: String {
    [context, problem].compactMap { $0?.message }.joined(separator: ", ")
  }
}
