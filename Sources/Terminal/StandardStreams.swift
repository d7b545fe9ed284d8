import Glibc
package import SystemPackage

extension ConsoleStream {
  package static var standardOutput: ConsoleStream { ConsoleStream(descriptor: .standardOutput) }
  package static var standardError: ConsoleStream { ConsoleStream(descriptor: .standardError) }

  package init(descriptor: FileDescriptor) {
    let isTerminal = isatty(descriptor.rawValue) == 1
    self.init(
      isTerminal: isTerminal, columns: isTerminal ? Self.columns(of: descriptor) : nil
    ) { bytes in
      try Self.writeAll(bytes, to: descriptor)
    }
  }

  private static func columns(of descriptor: FileDescriptor) -> Int? {
    var size = winsize()
    let found = ioctl(descriptor.rawValue, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0
    return found ? Int(size.ws_col) : nil
  }

  private static func writeAll(_ bytes: [UInt8], to descriptor: FileDescriptor) throws(Errno) {
    var done = 0
    while done < bytes.count {
      let count = bytes.withUnsafeBytes { buffer in
        Glibc.write(descriptor.rawValue, buffer.baseAddress.map { $0 + done }, buffer.count - done)
      }
      if count >= 0 {
        done += count
      } else if errno != EINTR {
        throw Errno(rawValue: errno)
      }
    }
  }
}
