/// The line by which a server says what it is: the byte 1, `cairn-serve`, the major version, words.
struct ServeGreeting: Sendable, Equatable {
  static let major = 1
  private static let magic = Array("\u{1}cairn-serve ".utf8)

  /// What the server can do beyond the major version.
  var capabilities: [Substring] = []

  static var line: [UInt8] { magic + Array("\(major)\n".utf8) }

  /// What came of the first bytes of a program.
  enum Finding: Sendable, Equatable {
    /// Nothing can be said yet.
    case nothing
    case greeting(ServeGreeting, rest: ArraySlice<UInt8>)
    /// It is something else.
    case somethingElse
  }

  /// Shells print what they like before they start a program; more than this they do not.
  private static let mostNoise = 64 << 10

  /// Looks for the line after what a shell may have printed.
  ///
  /// Text has no zero byte, and before the line there is nothing but text: SFTP shows itself at once.
  static func find(in bytes: [UInt8]) -> Finding {
    guard let start = place(in: bytes) else {
      return bytes.contains(0) || bytes.count > mostNoise ? .somethingElse : .nothing
    }
    guard !bytes[..<start].contains(0) else { return .somethingElse }
    let line = bytes[(start + magic.count)...]
    guard let end = line.firstIndex(of: UInt8(ascii: "\n")) else {
      return line.count > 1000 ? .somethingElse : .nothing
    }
    let words = String(decoding: line[..<end], as: UTF8.self).split(separator: " ")
    guard words.first == "\(major)" else { return .somethingElse }
    return .greeting(
      ServeGreeting(capabilities: Array(words.dropFirst())), rest: bytes[(end + 1)...])
  }

  private static func place(in bytes: [UInt8]) -> Int? {
    bytes.indices.first { bytes[$0] == magic[0] && bytes[$0...].starts(with: magic) }
  }
}
