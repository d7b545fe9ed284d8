import SystemPackage

/// The checked-in answers of DVC, under `fixtures/` at the top of the package.
enum Fixtures {
  static let directory = FilePath(#filePath).removingLastComponent().removingLastComponent()
    .removingLastComponent().appending("fixtures")

  static func read(_ path: String) throws -> [UInt8] {
    let file = try FileDescriptor.open(directory.appending(path), .readOnly)
    return try file.closeAfter {
      var bytes: [UInt8] = []
      var buffer = [UInt8](repeating: 0, count: 1 << 16)
      while case let count = try buffer.withUnsafeMutableBytes({ try file.read(into: $0) }),
        count > 0
      {
        bytes += buffer[..<count]
      }
      return bytes
    }
  }

  /// The lines of a text whose odd bytes are written as `%XX`, still written so.
  static func lines(_ path: String) throws -> [String] {
    String(decoding: try read(path), as: UTF8.self)
      .split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init)
  }

  /// Turns `%XX` into bytes.
  static func decoded(_ text: some StringProtocol) -> [UInt8] {
    var bytes: [UInt8] = []
    var rest = Array(text.utf8)[...]
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "%") else {
        bytes.append(byte)
        continue
      }
      bytes.append(UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16) ?? 0)
      rest = rest.dropFirst(2)
    }
    return bytes
  }
}
