package import Basics

/// Starts `cairn serve` on the other side.
package protocol ServeConnector: Sendable {
  /// How long a server may be silent while an answer is waited for.
  var idleTimeout: Duration { get }

  /// Starts it. The calling thread lives as long as the program.
  func startServe() throws(TransportError) -> ChildProcess

  /// Sees to it that `startServe` does not take for ever any more.
  func hurry()

  /// Whether the end of a program that did not greet says that there is no `cairn serve`, and nothing
  /// else is wrong.
  func saysThatNobodyServes(_ end: ProgramEnd) -> Bool

  /// What it means that a program ended.
  func explain(_ end: ProgramEnd) -> TransportError
}
