package import Basics

/// Starts programs that speak SFTP on their standard streams: `ssh`, or a server itself.
package protocol SFTPConnector: Sendable {
  /// The most conversations worth having at a time.
  var channelLimit: Int { get }

  /// How long a server may be silent while an answer is waited for.
  var idleTimeout: Duration { get }

  /// Whether a program may ask the user before the server answers, which takes any time.
  var mayAskUser: Bool { get }

  /// Starts one. The calling thread lives as long as the program.
  ///
  /// - Parameter isFirst: whether no other conversation is open, which this one could join.
  func start(isFirst: Bool) throws(TransportError) -> ChildProcess

  /// What it means that a program ended.
  func explain(_ end: ProgramEnd) -> TransportError
}

extension SFTPConnector {
  package var idleTimeout: Duration { SSHOptions.usualIdleTimeout }
  package var mayAskUser: Bool { false }
}
