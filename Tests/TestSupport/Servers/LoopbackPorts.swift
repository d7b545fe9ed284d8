import Glibc
import Synchronization
package import SystemPackage

/// Ports of 127.0.0.1 that nobody uses at the moment, below those that the kernel gives to clients.
///
/// No port comes twice: libcurl keeps connections, and one to a server that has gone may still be answered.
package func freePorts(_ count: Int) -> [UInt16] {
  var ports: Set<UInt16> = []
  while ports.count < count {
    let port = UInt16.random(in: 20_000..<32_000)
    if givenPorts.withLock({ $0.insert(port).inserted }), isFree(port) { ports.insert(port) }
  }
  return ports.sorted()
}

private let givenPorts = Mutex<Set<UInt16>>([])

private func isFree(_ port: UInt16) -> Bool {
  guard let descriptor = loopbackSocket() else { return false }
  defer { close(descriptor) }
  return isListening(descriptor, at: port)
}

/// A port of 127.0.0.1 that refuses connections, and that nobody else gets meanwhile.
package final class RefusingPort {
  package let number: UInt16
  private let descriptor: CInt

  package init() throws(Errno) {
    for port in freePorts(8) {
      guard let descriptor = loopbackSocket() else { throw Errno(rawValue: errno) }
      if withLoopbackAddress(port, { bind(descriptor, $0, $1) == 0 }) {
        (number, self.descriptor) = (port, descriptor)
        return
      }
      close(descriptor)
    }
    throw .addressInUse
  }

  deinit {
    close(descriptor)
  }
}

func isListening(_ descriptor: CInt, at port: UInt16) -> Bool {
  withLoopbackAddress(port) { bind(descriptor, $0, $1) == 0 } && listen(descriptor, 64) == 0
}

func acceptsConnections(at port: UInt16) -> Bool {
  guard let descriptor = connection(to: port) else { return false }
  close(descriptor)
  return true
}

/// A connection to a port of 127.0.0.1; nil when nobody takes it.
func connection(to port: UInt16) -> CInt? {
  guard let descriptor = loopbackSocket() else { return nil }
  if withLoopbackAddress(port, { connect(descriptor, $0, $1) == 0 }) { return descriptor }
  close(descriptor)
  return nil
}

func loopbackSocket() -> CInt? {
  let descriptor = socket(AF_INET, CInt(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
  return descriptor < 0 ? nil : descriptor
}

private func withLoopbackAddress(
  _ port: UInt16, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Bool
) -> Bool {
  var address = sockaddr_in()
  address.sin_family = sa_family_t(AF_INET)
  address.sin_port = port.bigEndian
  address.sin_addr.s_addr = INADDR_LOOPBACK.bigEndian
  return withUnsafePointer(to: &address) { pointer in
    pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
      body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
    }
  }
}
