/// How a conversation with a program ended.
package struct ProgramEnd: Sendable {
  /// The exit code, or 128 plus the signal.
  package var status: Int32
  /// The last that the program said on its standard error.
  package var errors: String
  /// Whether the other side had answered before.
  package var wasEstablished: Bool
  /// Why we ended it, if we did.
  package var reason: String?
}
