import Glibc
import SystemPackage

extension ChildProcess {
  /// What a program left behind.
  package struct Result: Sendable {
    package let status: Int32
    package let output: [UInt8]
    package let errors: [UInt8]
  }

  /// Feeds `bytes` to the program, collects what it writes, and waits for its end.
  ///
  /// What the program leaves running, as hooks may, is not waited for.
  ///
  /// - Parameter isWanted: asked at least ten times a second, and told how many bytes there are; when it
  ///   says no, the program is ended with all that it started.
  package consuming func exchange(
    _ bytes: [UInt8], while isWanted: ((_ collected: Int) -> Bool)? = nil
  ) -> Result {
    var exchange = Exchange(input: input, streams: [output, errors], bytes: bytes[...])
    while exchange.isOpen {
      if isWanted?(exchange.count) == false { break }
      // Asked before: a program may write its last just before it ends.
      let hadEnded = hasEnded
      if !exchange.step() && hadEnded { break }
    }
    let collected = exchange.collected
    if let isWanted { end { isWanted(exchange.count) } }
    return Result(status: wait(), output: collected[0], errors: collected[1])
  }

  /// Waits for the program's end as long as it is wanted, then ends it with all that it started.
  private borrowing func end(unless isWanted: () -> Bool) {
    while !hasEnded && isWanted() { poll(nil, 0, 5) }
    if !hasEnded { ProcessTree(stopping: processID).end { hasEnded } }
  }
}

/// One `poll` loop over a program's three streams.
private struct Exchange {
  let input: FileDescriptor
  let streams: [FileDescriptor]
  var bytes: ArraySlice<UInt8>
  var collected: [[UInt8]] = [[], []]
  private var inputIsOpen = true
  private var streamIsOpen = [true, true]

  init(input: FileDescriptor, streams: [FileDescriptor], bytes: ArraySlice<UInt8>) {
    self.input = input
    self.streams = streams
    self.bytes = bytes
    finishInputWhenEmpty()
  }

  var isOpen: Bool { streamIsOpen.contains(true) }
  var count: Int { collected.reduce(0) { $0 + $1.count } }

  /// Waits until some stream is ready, and moves what it can; false when nothing happened for a while.
  mutating func step() -> Bool {
    var waiting = [
      pollfd(fd: inputIsOpen ? input.rawValue : -1, events: Int16(POLLOUT), revents: 0)
    ]
    for (stream, open) in zip(streams, streamIsOpen) {
      waiting.append(pollfd(fd: open ? stream.rawValue : -1, events: Int16(POLLIN), revents: 0))
    }
    let ready = poll(&waiting, nfds_t(waiting.count), 100)
    guard ready > 0 else { return ready < 0 && errno == EINTR }
    if waiting[0].revents != 0 { feed() }
    for number in streams.indices where waiting[number + 1].revents != 0 { drain(number) }
    return true
  }

  private mutating func feed() {
    let sent = bytes.withUnsafeBytes {
      send(input.rawValue, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL | MSG_DONTWAIT))
    }
    if sent > 0 { bytes = bytes.dropFirst(sent) }
    if sent < 0 && errno != EINTR && errno != EAGAIN { bytes = [] }
    finishInputWhenEmpty()
  }

  private mutating func finishInputWhenEmpty() {
    guard inputIsOpen, bytes.isEmpty else { return }
    shutdown(input.rawValue, Int32(SHUT_WR))
    inputIsOpen = false
  }

  private mutating func drain(_ number: Int) {
    let count = withUnsafeTemporaryAllocation(byteCount: 65_536, alignment: 1) { buffer in
      let count = read(streams[number].rawValue, buffer.baseAddress, buffer.count)
      if count > 0 { collected[number] += buffer[..<count] }
      return count
    }
    if count == 0 || (count < 0 && errno != EINTR && errno != EAGAIN) {
      streamIsOpen[number] = false
    }
  }
}
