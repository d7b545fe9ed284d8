import CPlatform
import Glibc
import Synchronization
import SystemPackage

/// Takes connections at a free port of 127.0.0.1, each on a thread of its own, until it is closed.
final class LoopbackListener: Sendable {
  let port: UInt16
  private let descriptor: CInt
  private let served = Served()

  /// Connections that were taken and are not closed yet.
  private final class Served: Sendable {
    let count = Atomic<Int>(0)
  }

  /// - Parameter serve: is given each connection, which is closed when it returns.
  init(_ serve: @escaping @Sendable (CInt) -> Void) throws {
    (descriptor, port) = try Self.listening()
    let (descriptor, served) = (descriptor, served)
    detachThread {
      while true {
        let connection = accept(descriptor, nil, nil)
        if connection < 0 {
          if errno == EINTR || errno == ECONNABORTED { continue }
          // Closed by its only user: its number may be another listener's a moment later.
          Glibc.close(descriptor)
          return
        }
        _ = fcntl(connection, F_SETFD, FD_CLOEXEC)
        served.count.add(1, ordering: .sequentiallyConsistent)
        detachThread {
          serve(connection)
          served.count.subtract(1, ordering: .sequentiallyConsistent)
          Glibc.close(connection)
        }
      }
    }
  }

  /// Waits until all who had connected have gone, and what they had sent was served.
  ///
  /// - Throws: when that takes more than two minutes.
  func settled() async throws {
    let end = ContinuousClock.now + .seconds(120)
    guard let last = connection(to: port) else { throw Errno(rawValue: errno) }
    defer { Glibc.close(last) }
    shutdown(last, CInt(SHUT_WR))
    // Connections are taken in their order: those before this one were, when it is closed.
    var byte: UInt8 = 0
    while recv(last, &byte, 1, CInt(MSG_DONTWAIT)) < 0 && errno == EAGAIN
      || served.count.load(ordering: .sequentiallyConsistent) > 0
    {
      guard .now < end else { throw Errno.timedOut }
      try await Task.sleep(for: .milliseconds(5))
    }
  }

  deinit {
    shutdown(descriptor, CInt(SHUT_RDWR))
  }

  private static func listening() throws -> (CInt, UInt16) {
    for port in freePorts(8) {
      guard let descriptor = loopbackSocket() else { throw Errno(rawValue: errno) }
      if isListening(descriptor, at: port) { return (descriptor, port) }
      Glibc.close(descriptor)
    }
    throw Errno.addressInUse
  }
}

func detachThread(_ body: @escaping @Sendable () -> Void) {
  final class Box {
    let body: @Sendable () -> Void
    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
  }
  let box = Unmanaged.passRetained(Box(body)).toOpaque()
  var thread = pthread_t()
  pthread_create(
    &thread, nil,
    { context in
      guard let context else { return nil }
      Unmanaged<Box>.fromOpaque(context).takeRetainedValue().body()
      return nil
    }, box)
  pthread_detach(thread)
}

/// Writes all of `bytes`; false when the other side is gone.
func sendAll(_ bytes: ArraySlice<UInt8>, to descriptor: CInt) -> Bool {
  bytes.withUnsafeBytes { buffer in
    var rest = buffer[...]
    while !rest.isEmpty {
      let count = send(
        descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count,
        CInt(MSG_NOSIGNAL))
      if count < 0 && errno == EINTR { continue }
      if count <= 0 { return false }
      rest = rest.dropFirst(count)
    }
    return true
  }
}

/// The next bytes; nil at the end, and when the other side is gone.
func receiveSome(from descriptor: CInt, atMost most: Int = 64 << 10) -> [UInt8]? {
  let bytes = [UInt8](unsafeUninitializedCapacity: most) { buffer, count in
    var got = recv(descriptor, buffer.baseAddress, most, 0)
    while got < 0 && errno == EINTR { got = recv(descriptor, buffer.baseAddress, most, 0) }
    count = max(0, got)
  }
  return bytes.isEmpty ? nil : bytes
}

/// Makes the other side see a reset when the connection is closed.
func resetConnection(_ descriptor: CInt) {
  var option = linger(l_onoff: 1, l_linger: 0)
  setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &option, socklen_t(MemoryLayout<linger>.size))
}
