/// The places in a document: libyaml's positions, which count characters, as bytes, and bytes as
/// lines and columns.
struct YAMLPlaces {
  /// The length of the byte order mark.
  let start: Int
  private let bytes: UnsafeBufferPointer<UInt8>
  private var character = 0
  private var offset: Int
  private let hasTabs: Bool

  init(_ bytes: UnsafeBufferPointer<UInt8>) {
    self.bytes = bytes
    start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    offset = start
    hasTabs = bytes.contains(UInt8(ascii: "\t"))
  }

  /// The bytes after the byte order mark.
  var text: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(rebasing: bytes[start...]) }

  /// The character at a byte; nil at the end.
  func character(at offset: Int) -> UnicodeScalar? {
    guard offset < bytes.count else { return nil }
    return String(decoding: bytes[offset..<min(offset + 4, bytes.count)], as: UTF8.self)
      .unicodeScalars.first
  }

  /// How many characters there are before a byte, which is counted after the byte order mark.
  func characters(upTo offset: Int) -> Int {
    count(in: start..<start + offset)
  }

  /// The line and column of a byte. Looks through all bytes before it.
  func mark(at offset: Int) -> Mark {
    let before = bytes[start..<offset]
    let lineStart = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? start
    return Mark(
      line: before.count { $0 == UInt8(ascii: "\n") }, column: count(in: lineStart..<offset),
      offset: offset)
  }

  /// Walks from the place of the last call, which makes a pass over a document linear.
  mutating func offset(ofCharacter wanted: Int) -> Int {
    while character < wanted, offset < bytes.count {
      offset += 1
      while offset < bytes.count, isContinuation(offset) { offset += 1 }
      character += 1
    }
    while character > wanted, offset > start {
      offset -= 1
      while offset > start, isContinuation(offset) { offset -= 1 }
      character -= 1
    }
    return offset
  }

  /// The first tab in a range; those in comments do not count, unless told.
  func firstTab(in range: Range<Int>, countingComments: Bool = false) -> Int? {
    guard hasTabs else { return nil }
    var isComment = false
    var afterSpace = true
    for offset in range {
      switch bytes[offset] {
      case UInt8(ascii: "\n"): isComment = false
      case UInt8(ascii: "#") where afterSpace && !countingComments: isComment = true
      case UInt8(ascii: "\t") where !isComment: return offset
      default: break
      }
      afterSpace = bytes[offset] == UInt8(ascii: " ") || bytes[offset] == UInt8(ascii: "\n")
    }
    return nil
  }

  /// The first byte from `offset` on that is neither space nor tab.
  func skippingBlanks(_ offset: Int) -> Int {
    bytes[offset...].firstIndex { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\t") }
      ?? bytes.count
  }

  private func count(in range: Range<Int>) -> Int {
    bytes[range].count { $0 & 0xC0 != 0x80 }
  }

  private func isContinuation(_ index: Int) -> Bool { bytes[index] & 0xC0 == 0x80 }
}
