import CPlatform
import Glibc
import SystemPackage

/// Takes connections at a free port of 127.0.0.1, each on a thread of its own, until it is closed.
final class LoopbackListener: Sendable {
  let port: UInt16
  private let descriptor: CInt

  /// - Parameter serve: is given each connection, which is closed when it returns.
  init(_ serve: @escaping @Sendable (CInt) -> Void) throws {
    (descriptor, port) = try Self.listening()
    let descriptor = descriptor
    detachThread {
      while true {
        let connection = accept(descriptor, nil, nil)
        if connection < 0 {
          if errno == EINTR || errno == ECONNABORTED { continue }
          return
        }
        _ = fcntl(connection, F_SETFD, FD_CLOEXEC)
        detachThread {
          serve(connection)
          Glibc.close(connection)
        }
      }
    }
  }

  deinit {
    shutdown(descriptor, CInt(SHUT_RDWR))
    Glibc.close(descriptor)
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
