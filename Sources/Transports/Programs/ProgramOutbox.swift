import Glibc
import Synchronization
import SystemPackage

/// What a program has not taken yet.
///
/// Whoever has something to say sends it, and what others have to say meanwhile along with it, as far as the
/// program takes it; the channel's thread sends the rest.
final class ProgramOutbox: Sendable {
  private enum Flow {
    case notOpen
    case free
    /// The program takes nothing now; the thread waits until it does.
    case stuck
    case closed
  }

  private struct Queue {
    var packets: [[UInt8]] = []
    var flow = Flow.notOpen

    /// Packets go together up to so many bytes.
    private static let block = 64 << 10

    mutating func append(_ bytes: [UInt8]) {
      if let last = packets.last, last.count + bytes.count <= Self.block {
        packets[packets.count - 1] += bytes
      } else {
        packets.append(bytes)
      }
    }
  }

  /// Where packets go, and the one that is not sent as a whole. Held by whoever sends.
  private struct Line {
    var input: FileDescriptor?
    var packet: [UInt8] = []
    var sent = 0
  }

  private let wake: ThreadWaker
  private let queue = Mutex(Queue())
  private let line = Mutex(Line())

  init(_ wake: ThreadWaker) {
    self.wake = wake
  }

  /// Whether the rest can be sent only when the program takes more.
  var isStuck: Bool { queue.withLock { $0.flow == .stuck } }

  /// From now on `input` takes what is sent.
  func open(_ input: FileDescriptor) {
    line.withLock { $0.input = input }
    flush()
  }

  /// From now on nothing is sent; the stream may be closed afterwards.
  func close() {
    line.withLock { $0 = Line() }
    queue.withLock { $0 = Queue(flow: .closed) }
  }

  /// Sends packets one after the other, with none of others between them.
  func send(_ packets: [Packet]) {
    let isFree = queue.withLock { queue in
      if queue.flow == .closed { return false }
      for packet in packets { queue.append(packet.bytes) }
      return queue.flow == .free
    }
    if isFree { flush() }
  }

  /// Sends as much as the program takes now. Errors are left to the reading side, which sees the end.
  func flush() {
    while line.withLockIfAvailable({ send(&$0) }) != nil {
      // What came at the last moment was left to us.
      if queue.withLock({ $0.flow != .free || $0.packets.isEmpty }) { return }
    }
  }

  private func send(_ line: inout Line) {
    while let input = line.input, line.sent < line.packet.count || takeNext(&line) {
      let count = line.packet.withUnsafeBytes { packet in
        Glibc.send(
          input.rawValue, packet.baseAddress?.advanced(by: line.sent), packet.count - line.sent,
          Int32(MSG_NOSIGNAL | MSG_DONTWAIT))
      }
      if count >= 0 {
        line.sent += count
      } else if errno == EAGAIN {
        return noteStuck()
      } else if errno != EINTR {
        line = Line()
        queue.withLock { $0 = Queue(flow: .closed) }
      }
    }
  }

  private func takeNext(_ line: inout Line) -> Bool {
    (line.packet, line.sent) = ([], 0)
    return queue.withLock { queue in
      queue.flow = .free
      if queue.packets.isEmpty { return false }
      line.packet = queue.packets.removeFirst()
      return true
    }
  }

  private func noteStuck() {
    let wasFree = queue.withLock { queue in
      defer { queue.flow = .stuck }
      return queue.flow != .stuck
    }
    if wasFree { wake.signal() }
  }
}
