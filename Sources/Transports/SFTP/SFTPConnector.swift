package import Basics

/// Starts programs that speak SFTP on their standard streams: `ssh`, or a server itself.
package protocol SFTPConnector: Sendable {
  /// The most conversations worth having at a time.
  var channelLimit: Int { get }

  /// Starts one. The calling thread lives as long as the program.
  ///
  /// - Parameter isFirst: whether no other conversation is open, which this one could join.
  func start(isFirst: Bool) throws(TransportError) -> ChildProcess

  /// What it means that a program ended.
  func explain(_ end: SFTPEnd) -> TransportError
}

/// How a conversation ended.
package struct SFTPEnd: Sendable {
  /// The exit code, or 128 plus the signal.
  package var status: Int32
  /// The last that the program said on its standard error.
  package var errors: String
  /// Whether the server had answered before.
  package var wasEstablished: Bool
  /// Why we ended it, if we did.
  package var reason: String?
}
