import Basics
import Glibc
import SystemPackage

/// The last of what a program says on its standard error.
struct ProgramErrorText {
  private static let longest = 8 << 10

  private(set) var isOpen = true
  private var bytes: [UInt8] = []

  var text: String { String(decoding: bytes, as: UTF8.self) }

  /// Reads what is there; blocks when nothing is.
  mutating func read(from stream: FileDescriptor) {
    let count = withUnsafeTemporaryAllocation(byteCount: 4096, alignment: 1) { buffer in
      let count = Glibc.read(stream.rawValue, buffer.baseAddress, buffer.count)
      if count > 0 { bytes += buffer[..<count] }
      return count
    }
    if count == 0 || count < 0 && errno != EINTR && errno != EAGAIN { isOpen = false }
    if bytes.count > Self.longest { bytes.removeFirst(bytes.count - Self.longest) }
  }

  /// Reads until the program has closed the stream, or says nothing for `patience` milliseconds, as
  /// when it leaves something running that holds the stream.
  mutating func readRest(of child: borrowing ChildProcess, within patience: Int32) {
    while isOpen {
      var waiting = [pollfd(fd: child.errors.rawValue, events: Int16(POLLIN), revents: 0)]
      guard poll(&waiting, 1, child.hasEnded ? 0 : patience) > 0 else { return }
      read(from: child.errors)
    }
  }
}
