import Glibc
import SystemPackage

/// Packets that the program has not taken yet.
struct SFTPOutbox {
  private var packets: [[UInt8]] = []
  /// The first packet that is not sent as a whole, and how much of it is.
  private var first = 0
  private var sent = 0

  var isEmpty: Bool { first == packets.count }

  mutating func append(_ packet: [UInt8]) {
    packets.append(packet)
  }

  /// Sends as much as the program takes now. Errors are left to the reading side, which sees the end.
  mutating func flush(to socket: FileDescriptor) {
    while !isEmpty {
      let count = packets[first].withUnsafeBytes { packet in
        send(
          socket.rawValue, packet.baseAddress?.advanced(by: sent), packet.count - sent,
          Int32(MSG_NOSIGNAL | MSG_DONTWAIT))
      }
      if count < 0 && errno == EINTR { continue }
      if count < 0 { return }
      sent += count
      if sent == packets[first].count { advance() }
    }
  }

  private mutating func advance() {
    packets[first] = []
    first += 1
    sent = 0
    if first == packets.count || first >= 64 {
      packets.removeFirst(first)
      first = 0
    }
  }
}
