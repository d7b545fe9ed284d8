import Basics
import Dispatch
import Glibc
import Synchronization
import SystemPackage

/// What a server has to say, and the thread that writes it.
final class ServeOutput: Sendable {
  private struct State {
    var packets: [[UInt8]] = []
    var size = 0
    var isClosed = false
    var waiters: [CheckedContinuation<Void, Never>] = []
  }

  /// Bytes that wait to be written, before objects are read on.
  private static let comfortableSize = 4 << 20
  /// Bytes worth a system call.
  private static let block = 256 << 10

  private let state = Mutex(State())
  private let news = DispatchSemaphore(value: 0)
  private let end = Promise<Void>()

  /// - Parameter onFailure: called when nobody reads any more.
  func start(
    _ descriptor: FileDescriptor, onFailure: @escaping @Sendable () -> Void
  ) throws(Errno) {
    try onThreadOfItsOwn { [self] in
      if !run(descriptor) { onFailure() }
      drop()
      end.fulfil(())
    }
  }

  func send(_ bytes: [UInt8]) {
    state.withLock { state in
      if state.isClosed { return }
      state.packets.append(bytes)
      state.size += bytes.count
      if state.packets.count == 1 { news.signal() }
    }
  }

  /// Waits until it makes sense to read more of an object.
  func room() async {
    await withCheckedContinuation { continuation in
      let isThere = state.withLock { state in
        if state.size < Self.comfortableSize || state.isClosed { return true }
        state.waiters.append(continuation)
        return false
      }
      if isThere { continuation.resume() }
    }
  }

  /// Writes what is left, and returns when all is written or cannot be.
  func close() async {
    state.withLock { $0.isClosed = true }
    news.signal()
    await end.value()
  }

  /// Writes until the end; false when nobody reads any more.
  private func run(_ descriptor: FileDescriptor) -> Bool {
    while true {
      let (packets, isClosed) = state.withLock { state in
        defer { state.packets = [] }
        return (state.packets, state.isClosed)
      }
      if packets.isEmpty {
        if isClosed { return true }
        news.wait()
        continue
      }
      guard write(packets, to: descriptor) else { return false }
    }
  }

  private func write(_ packets: [[UInt8]], to descriptor: FileDescriptor) -> Bool {
    var block: [UInt8] = []
    for (index, packet) in packets.enumerated() {
      block += packet
      guard block.count >= Self.block || index == packets.count - 1 else { continue }
      do { try descriptor.writeAll(block) } catch { return false }
      makeRoom(block.count)
      block.removeAll(keepingCapacity: true)
    }
    return true
  }

  private func makeRoom(_ count: Int) {
    let waiters = state.withLock { state -> [CheckedContinuation<Void, Never>] in
      state.size -= count
      guard state.size < Self.comfortableSize else { return [] }
      defer { state.waiters = [] }
      return state.waiters
    }
    for waiter in waiters { waiter.resume() }
  }

  private func drop() {
    let waiters = state.withLock { state in
      state.isClosed = true
      state.packets = []
      defer { state.waiters = [] }
      return state.waiters
    }
    for waiter in waiters { waiter.resume() }
  }
}
