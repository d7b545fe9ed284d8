import Dispatch
import Glibc
import Synchronization

/// Stands before a server, and cuts connections in the middle.
package final class FaultProxy: Sendable {
  /// What happens to a connection.
  package struct Fate: Sendable {
    /// Bytes to the client after which the connection is reset; nil for never.
    package var cutDownstream: Int?
    /// Bytes to the server after which the connection is reset.
    package var cutUpstream: Int?

    package init(cutDownstream: Int? = nil, cutUpstream: Int? = nil) {
      self.cutDownstream = cutDownstream
      self.cutUpstream = cutUpstream
    }
  }

  private let listener: LoopbackListener
  private let upstream: SharedCount
  private let downstream: SharedCount

  package var port: UInt16 { listener.port }

  /// Bytes that were passed on to the server, and to clients.
  package var passed: (up: Int, down: Int) { (upstream.value, downstream.value) }

  /// - Parameter fate: asked with the number of each connection, from 1.
  package init(
    before port: UInt16, fate: @escaping @Sendable (_ connection: Int) -> Fate
  ) throws {
    let counter = Mutex(0)
    let (upstream, downstream) = (SharedCount(), SharedCount())
    (self.upstream, self.downstream) = (upstream, downstream)
    listener = try LoopbackListener { client in
      let number = counter.withLock { count in
        count += 1
        return count
      }
      guard let server = connection(to: port) else { return }
      defer { close(server) }
      relay(client, server, fate(number), upstream, downstream)
    }
  }
}

/// A number that threads add to.
private final class SharedCount: Sendable {
  private let count = Mutex(0)

  var value: Int { count.withLock { $0 } }

  func add(_ more: Int) { count.withLock { $0 += more } }
}

/// Passes bytes in both directions until one side ends or a limit is reached; then both end.
private func relay(
  _ client: CInt, _ server: CInt, _ fate: FaultProxy.Fate, _ upstream: SharedCount,
  _ downstream: SharedCount
) {
  let done = DispatchSemaphore(value: 0)
  detachThread {
    pass(from: client, to: server, atMost: fate.cutUpstream, upstream)
    shutBoth(client, server)
    done.signal()
  }
  pass(from: server, to: client, atMost: fate.cutDownstream, downstream)
  shutBoth(client, server)
  done.wait()
}

private func pass(
  from source: CInt, to target: CInt, atMost most: Int?, _ passed: SharedCount
) {
  var rest = most ?? .max
  while rest > 0, let bytes = receiveSome(from: source) {
    let part = bytes.prefix(rest)
    guard sendAll(part, to: target) else { return }
    passed.add(part.count)
    rest -= part.count
  }
}

private func shutBoth(_ client: CInt, _ server: CInt) {
  for descriptor in [client, server] { shutdown(descriptor, CInt(SHUT_RDWR)) }
}
