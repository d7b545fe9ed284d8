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
  package consuming func exchange(_ bytes: [UInt8]) -> Result {
    var exchange = Exchange(input: input, streams: [output, errors], bytes: bytes[...])
    while exchange.isOpen {
      if !exchange.step() && hasEnded { break }
    }
    let collected = exchange.collected
    return Result(status: wait(), output: collected[0], errors: collected[1])
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

  /// Waits until some stream is ready, and moves what it can; false when nothing happened for a while.
  mutating func step() -> Bool {
    var waiting = [
      pollfd(fd: inputIsOpen ? input.rawValue : -1, events: Int16(POLLOUT), revents: 0)
    ]
    for (stream, open) in zip(streams, streamIsOpen) {
      waiting.append(pollfd(fd: open ? stream.rawValue : -1, events: Int16(POLLIN), revents: 0))
    }
    guard poll(&waiting, nfds_t(waiting.count), 100) > 0 else { return false }
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
