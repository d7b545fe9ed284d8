/// The status and the headers of an answer.
struct HTTPHead: Sendable {
  private(set) var status = 0
  /// `Not Found`
  private(set) var reason = ""
  /// Whether the empty line at its end has come.
  private(set) var isWhole = false
  private var lines: [UInt8] = []

  /// Takes the next line. The line of a status begins a new head: the one before was informational.
  mutating func take(_ line: UnsafeRawBufferPointer) {
    if line.starts(with: "HTTP/".utf8) {
      self = HTTPHead()
      take(status: line)
    } else if line.elementsEqual("\r\n".utf8) || line.elementsEqual("\n".utf8) {
      isWhole = true
    } else {
      lines.append(contentsOf: line)
    }
  }

  /// The value of the first header called `name`, in lower case.
  subscript(name: StaticString) -> String? {
    let name = UnsafeRawBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount)
    return lines.withUnsafeBytes { lines in
      var rest = lines[...]
      while !rest.isEmpty {
        let line = rest.prefix { $0 != UInt8(ascii: "\n") }
        if Self.line(line, isOf: name) {
          let value = line.dropFirst(name.count + 1).drop { Self.isSpace($0) }
          return String(decoding: value.prefix { $0 != UInt8(ascii: "\r") }, as: UTF8.self)
        }
        rest = rest.dropFirst(line.count + 1)
      }
      return nil
    }
  }

  /// `HTTP/1.1 200 OK`
  private mutating func take(status line: UnsafeRawBufferPointer) {
    let words = line.prefix { $0 >= UInt8(ascii: " ") }
      .split(separator: UInt8(ascii: " "), maxSplits: 2)
      .map { String(decoding: $0, as: UTF8.self) }
    status = words.count > 1 ? Int(words[1]) ?? 0 : 0
    reason = words.count > 2 ? words[2] : ""
  }

  private static func line(
    _ line: Slice<UnsafeRawBufferPointer>, isOf name: UnsafeRawBufferPointer
  ) -> Bool {
    guard line.count > name.count, line[line.startIndex + name.count] == UInt8(ascii: ":") else {
      return false
    }
    return zip(line, name).allSatisfy { byte, expected in
      byte == expected || (byte | 0x20 == expected && Self.isLetter(expected))
    }
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
  }

  private static func isSpace(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")
  }
}
