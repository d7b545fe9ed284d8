/// Texts under `fixtures/` whose odd bytes are written as `%XX`.
enum Fixtures {
  /// The lines of a text, not yet decoded.
  static func lines(_ path: String) throws -> [String] {
    String(decoding: try Fixture.bytes(path), as: UTF8.self)
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
