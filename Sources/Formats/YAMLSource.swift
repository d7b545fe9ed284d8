/// The bytes of a document, looked at line by line.
struct YAMLSource {
  let bytes: [UInt8]

  /// The offset of the first byte of the line that `offset` is on.
  func lineStart(_ offset: Int) -> Int {
    bytes[..<offset].lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
  }

  /// The offset after the line break of the line that `offset` is on.
  func nextLine(_ offset: Int) -> Int {
    bytes[offset...].firstIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? bytes.count
  }

  /// The first offset from `offset` on that holds no space.
  func skippingSpaces(_ offset: Int) -> Int {
    bytes[offset...].firstIndex { $0 != UInt8(ascii: " ") } ?? bytes.count
  }

  /// Whether nothing but spaces stands before `offset` on its line.
  func isFirstOnLine(_ offset: Int) -> Bool {
    skippingSpaces(lineStart(offset)) >= offset
  }

  func holds(_ character: UnicodeScalar, at offset: Int) -> Bool {
    offset < bytes.count && UnicodeScalar(bytes[offset]) == character
  }

  /// Where the last byte of a node's text is, plus one: without the line breaks, blank lines and
  /// comments that the parser counts to a block.
  func contentEnd(_ node: YAMLNode) -> Int {
    switch node.content {
    case .alias: return node.end.offset
    case .scalar(_, let style):
      if style == .literal || style == .folded {
        return trimmedEnd(from: node.start.offset, to: node.end.offset)
      }
      return node.start.offset < node.end.offset ? node.end.offset : blankEnd(node.end.offset)
    case .sequence(let items):
      return node.isFlow ? node.end.offset : end(of: items.last, in: node)
    case .mapping(let pairs):
      return node.isFlow ? node.end.offset : end(of: pairs.last?.value, in: node)
    }
  }

  /// The end of the line if only spaces stand before it.
  private func blankEnd(_ offset: Int) -> Int {
    let end = skippingSpaces(offset)
    return end == bytes.count || holds("\n", at: end) ? end : offset
  }

  private func end(of last: YAMLNode?, in node: YAMLNode) -> Int {
    max(last.map(contentEnd) ?? node.start.offset, node.start.offset)
  }

  private func trimmedEnd(from start: Int, to end: Int) -> Int {
    let last = bytes[start..<end].lastIndex { byte in
      byte != UInt8(ascii: " ") && byte != UInt8(ascii: "\n")
    }
    return last.map { $0 + 1 } ?? start
  }

  /// Where a line can be put in after a block whose content ends at `offset`: behind the comments
  /// that are indented as much as the block.
  func insertionPoint(after offset: Int, indent: Int) -> Int {
    var point = nextLine(offset)
    var line = point
    while line < bytes.count {
      let text = skippingSpaces(line)
      let next = nextLine(line)
      if holds("#", at: text) {
        guard text - line >= indent else { break }
        point = next
      } else if !holds("\n", at: text) {
        break
      }
      line = next
    }
    return point
  }

  /// The comment at the end of a line, behind content that ends at `offset`: where its `#` is.
  func comment(after offset: Int) -> Int? {
    let text = skippingSpaces(offset)
    return text > offset && holds("#", at: text) ? text : nil
  }
}
