import Synchronization

/// A server that has said hello, and the requests that it takes.
final class SFTPSession: Sendable {
  let channel: SFTPChannel
  let features: SFTPFeatures
  /// Calls that are using the session.
  private let users = Atomic<Int>(0)

  /// Bytes that are on their way at a time, over all transfers.
  private static let budget = 4 << 20

  /// Waits for the server to answer the greeting.
  init(_ channel: SFTPChannel) async throws(TransportError) {
    self.channel = channel
    do throws(SFTPError) {
      features = try await Self.negotiate(channel)
    } catch {
      channel.startClosing()
      throw TransportError(error, path: [], key: nil)
    }
  }

  private static func negotiate(_ channel: SFTPChannel) async throws(SFTPError) -> SFTPFeatures {
    guard case .version(3..., let extensions) = try await channel.greeting.reply() else {
      throw .broken(
        TransportError(.unsupported, detail: "the server does not speak version 3 of SFTP"))
    }
    var features = SFTPFeatures(extensions: extensions)
    guard features.tellsLimits else { return features }
    let limits = try await channel.send(.limits).extended()
    try? features.apply(limits: limits)  // a short answer leaves what every server takes
    return features
  }

  var isOpen: Bool { channel.isOpen }

  var load: Int { users.load(ordering: .relaxed) }

  func enter() { users.add(1, ordering: .relaxed) }

  func leave() { users.subtract(1, ordering: .relaxed) }

  /// How many requests of `size` bytes one of the transfers may have on their way now.
  func window(of size: Int) -> Int {
    max(1, Self.budget / size / max(1, load))
  }
}

// The requests.
extension SFTPSession {
  @discardableResult func send(_ request: SFTPRequest) -> SFTPPending { channel.send(request) }

  /// Sends requests together; OpenSSH's server works them off one after the other.
  func send(_ requests: [SFTPRequest]) -> [SFTPPending] { channel.send(requests) }
}
