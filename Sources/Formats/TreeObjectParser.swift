import Basics
import Hashing

/// Why bytes are not a tree object.
package struct TreeObjectError: Error, Equatable {
  package var offset: Int
  package var reason: String
}

extension TreeObject {
  /// Reads any JSON list of objects that have `relpath` and `md5`; further keys are passed over.
  ///
  /// Refuses paths that would leave the directory (`..`, absolute, empty parts), twice the same path,
  /// and digests that are not 32 lower-case hexadecimal digits.
  package init(parsing bytes: [UInt8]) throws(TreeObjectError) {
    var parser = TreeObjectParser(bytes: bytes)
    self = try parser.parse()
  }
}

/// One pass over the bytes; no intermediate values, since a tree can have a million entries.
private struct TreeObjectParser {
  let bytes: [UInt8]
  var position = 0
  var paths = PackedPaths()
  var digests: [Digest] = []
  var isSorted = true

  init(bytes: [UInt8]) {
    self.bytes = bytes
    paths.reserveCapacity(bytes.count / 64, bytes: bytes.count / 2)
    digests.reserveCapacity(bytes.count / 64)
  }

  mutating func parse() throws(TreeObjectError) -> TreeObject {
    try parseList { parser throws(TreeObjectError) in
      if !parser.takeUsualEntry() { try parser.parseEntry() }
    }
    skipSpace()
    guard position == bytes.count else { throw failure("text after the list") }
    return isSorted ? TreeObject(sortedPaths: paths, digests: digests) : try sorted()
  }

  private func sorted() throws(TreeObjectError) -> TreeObject {
    let order = paths.indices.sorted { paths[$0].lexicographicallyPrecedes(paths[$1]) }
    var sortedPaths = PackedPaths()
    for (place, index) in order.enumerated() {
      if place > 0, paths[index].elementsEqual(paths[order[place - 1]]) {
        throw failure("the path '\(paths.path(index))' stands twice")
      }
      sortedPaths.append(paths[index])
    }
    return TreeObject(sortedPaths: sortedPaths, digests: order.map { digests[$0] })
  }

  private mutating func parseList(
    _ item: (inout Self) throws(TreeObjectError) -> Void
  ) throws(TreeObjectError) {
    try expect("[")
    if accept("]") { return }
    repeat { try item(&self) } while accept(",")
    try expect("]")
  }

  private mutating func parseEntry() throws(TreeObjectError) {
    var path: [UInt8]?
    var digest: Digest?
    try expect("{")
    if !accept("}") {
      repeat {
        let key = try parseString()
        try expect(":")
        switch String(decoding: key, as: UTF8.self) {
        case "relpath": path = try parseString()
        case "md5":
          guard let value = Digest(hex: try parseString()) else { throw failure("bad md5") }
          digest = value
        default: try skipValue()
        }
      } while accept(",")
      try expect("}")
    }
    guard let path, let digest else { throw failure("an entry without relpath or md5") }
    try append(path, digest)
  }

  /// Takes an entry in the form that both tools write, with a path that needs no escapes and follows
  /// the last one; false takes no more than white space.
  private mutating func takeUsualEntry() -> Bool {
    skipSpace()
    let start = position
    let last = paths.indices.last.map { paths.range($0) }
    let found = bytes.withUnsafeBytes { bytes in
      paths.bytes.withUnsafeBytes { known in
        UsualEntry(
          UnsafeRawBufferPointer(rebasing: bytes[start...]),
          after: last.map { UnsafeRawBufferPointer(rebasing: known[$0]) })
      }
    }
    guard let found else { return false }
    let path = start + UsualEntry.pathOffset
    paths.append(bytes[path..<(path + found.pathCount)])
    digests.append(found.digest)
    position = path + found.pathCount + 2
    return true
  }

  private mutating func append(_ path: [UInt8], _ digest: Digest) throws(TreeObjectError) {
    guard isSafe(path) else {
      throw failure("unsafe path '\(String(decoding: path, as: UTF8.self))'")
    }
    if let last = paths.last, !last.lexicographicallyPrecedes(path) { isSorted = false }
    paths.append(path)
    digests.append(digest)
  }

  private func isSafe(_ path: [UInt8]) -> Bool {
    !path.contains(0)
      && path.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).allSatisfy {
        !$0.isEmpty && !$0.elementsEqual(".".utf8) && !$0.elementsEqual("..".utf8)
      }
  }

  private mutating func parseString() throws(TreeObjectError) -> [UInt8] {
    try expect("\"")
    let start = position
    while position < bytes.count, bytes[position] != UInt8(ascii: "\""),
      bytes[position] != UInt8(ascii: "\\")
    {
      position += 1
    }
    var text = Array(bytes[start..<position])
    while position < bytes.count, bytes[position] != UInt8(ascii: "\"") {
      if bytes[position] == UInt8(ascii: "\\") {
        try parseEscape(into: &text)
      } else {
        text.append(bytes[position])
        position += 1
      }
    }
    try expect("\"")
    return text
  }

  private mutating func parseEscape(into text: inout [UInt8]) throws(TreeObjectError) {
    position += 1
    guard position < bytes.count else { throw failure("an unfinished string") }
    let letter = bytes[position]
    position += 1
    switch letter {
    case UInt8(ascii: "n"): text.append(0x0A)
    case UInt8(ascii: "r"): text.append(0x0D)
    case UInt8(ascii: "t"): text.append(0x09)
    case UInt8(ascii: "b"): text.append(0x08)
    case UInt8(ascii: "f"): text.append(0x0C)
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(letter)
    case UInt8(ascii: "u"): text += try parseUnicodeEscape()
    default: throw failure("an unknown escape")
    }
  }

  private mutating func parseUnicodeEscape() throws(TreeObjectError) -> [UInt8] {
    var units = [try parseUnit()]
    if UTF16.isLeadSurrogate(units[0]), position + 1 < bytes.count,
      bytes[position] == UInt8(ascii: "\\"), bytes[position + 1] == UInt8(ascii: "u")
    {
      position += 2
      units.append(try parseUnit())
    }
    guard let text = String(validating: units, as: UTF16.self) else {
      throw failure("a lone surrogate")
    }
    return Array(text.utf8)
  }

  private mutating func parseUnit() throws(TreeObjectError) -> UInt16 {
    guard position + 4 <= bytes.count,
      let unit = UInt16(
        String(decoding: bytes[position..<(position + 4)], as: UTF8.self), radix: 16)
    else { throw failure("a bad \\u escape") }
    position += 4
    return unit
  }

  private mutating func skipValue() throws(TreeObjectError) {
    skipSpace()
    guard position < bytes.count else { throw failure("an unfinished document") }
    if bytes[position] == UInt8(ascii: "\"") {
      _ = try parseString()
      return
    }
    let start = position
    while position < bytes.count, isScalarByte(bytes[position]) { position += 1 }
    if position == start { throw failure("a nested value") }
  }

  private func isScalarByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
      UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "+"), UInt8(ascii: "-"),
      UInt8(ascii: "."):
      true
    default: false
    }
  }

  private mutating func skipSpace() {
    while position < bytes.count {
      switch bytes[position] {
      case 0x20, 0x0A, 0x0D, 0x09: position += 1
      default: return
      }
    }
  }

  private mutating func accept(_ character: Unicode.Scalar) -> Bool {
    skipSpace()
    guard position < bytes.count, bytes[position] == UInt8(ascii: character) else { return false }
    position += 1
    return true
  }

  private mutating func expect(_ character: Unicode.Scalar) throws(TreeObjectError) {
    if !accept(character) { throw failure("'\(character)' expected") }
  }

  private func failure(_ reason: String) -> TreeObjectError {
    TreeObjectError(offset: position, reason: reason)
  }
}

/// `{"md5": "…", "relpath": "…"}`, read without taking anything apart twice.
private struct UsualEntry {
  private static let opening = Array(#"{"md5": ""#.utf8)
  private static let middle = Array(#"", "relpath": ""#.utf8)
  /// Where the path begins.
  static let pathOffset = opening.count + 32 + middle.count

  let digest: Digest
  let pathCount: Int

  /// - Parameter last: the path that this one must follow, in the order of bytes.
  init?(_ bytes: UnsafeRawBufferPointer, after last: UnsafeRawBufferPointer?) {
    guard bytes.count > Self.pathOffset, Self.opening.isPrefix(of: bytes),
      let digest = Digest(
        hexDigits: UnsafeRawBufferPointer(rebasing: bytes[Self.opening.count...].prefix(32))),
      Self.middle.isPrefix(
        of: UnsafeRawBufferPointer(rebasing: bytes[(Self.opening.count + 32)...])),
      let count = Self.safePathCount(UnsafeRawBufferPointer(rebasing: bytes[Self.pathOffset...]))
    else { return nil }
    let path = UnsafeRawBufferPointer(rebasing: bytes[Self.pathOffset...].prefix(count))
    if let last, byteOrder(last, path) >= 0 { return nil }
    self.digest = digest
    pathCount = count
  }

  /// How many bytes stand before `"}`; nil when one of them is an escape or a part of the path is
  /// empty or begins with a dot.
  private static func safePathCount(_ bytes: UnsafeRawBufferPointer) -> Int? {
    var isAtPart = true
    for (index, byte) in bytes.enumerated() {
      switch byte {
      case UInt8(ascii: "\""):
        guard !isAtPart, index + 1 < bytes.count, bytes[index + 1] == UInt8(ascii: "}") else {
          return nil
        }
        return index
      case UInt8(ascii: "/"):
        if isAtPart { return nil }
        isAtPart = true
      case UInt8(ascii: "."):
        if isAtPart { return nil }
      case UInt8(ascii: "\\"), 0: return nil
      default: isAtPart = false
      }
    }
    return nil
  }
}

extension Array<UInt8> {
  fileprivate func isPrefix(of bytes: UnsafeRawBufferPointer) -> Bool {
    count <= bytes.count
      && withUnsafeBytes {
        byteOrder($0, UnsafeRawBufferPointer(rebasing: bytes.prefix(count))) == 0
      }
  }
}
