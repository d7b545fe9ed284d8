import CPlatform
import Glibc
import SystemPackage

/// Ends the wait of a thread in `poll`.
final class ThreadWaker: Sendable {
  let readEnd: FileDescriptor
  private let writeEnd: FileDescriptor

  init() throws(Errno) {
    var ends: [CInt] = [0, 0]
    guard cairn_pipe(&ends) == 0 else { throw Errno(rawValue: errno) }
    (readEnd, writeEnd) = (FileDescriptor(rawValue: ends[0]), FileDescriptor(rawValue: ends[1]))
    for end in ends { _ = fcntl(end, F_SETFL, O_NONBLOCK) }
  }

  deinit {
    for end in [readEnd, writeEnd] {
      try? end.close()  // nothing can be done about a descriptor that does not close
    }
  }

  /// A pipe that is full wakes as well.
  func signal() {
    var byte: UInt8 = 1
    _ = write(writeEnd.rawValue, &byte, 1)
  }

  func clear() {
    withUnsafeTemporaryAllocation(byteCount: 4096, alignment: 1) { buffer in
      while read(readEnd.rawValue, buffer.baseAddress, buffer.count) > 0 {}
    }
  }
}
