/// A string of a pipeline file, cut at its `${…}` expressions.
///
/// A backslash before `${` keeps it as text; the shortest run up to `}` on the same line counts, and
/// what is never closed is text (dvc-format §13.2).
struct Template {
  enum Piece: Equatable {
    case text(String)
    /// What stands between `${` and `}`.
    case expression(String)
  }

  let pieces: [Piece]

  init(_ string: String) {
    var cutter = TemplateCutter(Array(string.utf8))
    pieces = cutter.cut()
  }

  var hasExpressions: Bool {
    pieces.contains { if case .expression = $0 { true } else { false } }
  }

  /// The expression when the string is nothing but one.
  var soleExpression: String? {
    guard pieces.count == 1, case .expression(let source) = pieces[0] else { return nil }
    return source
  }

  /// Joins texts, taking the backslash off each `\${`.
  static func unescaped(_ text: String) -> String {
    let bytes = Array(text.utf8)
    var kept: [UInt8] = []
    for (index, byte) in bytes.enumerated() where !opensEscape(bytes, at: index) {
      kept.append(byte)
    }
    return String(decoding: kept, as: UTF8.self)
  }

  private static func opensEscape(_ bytes: [UInt8], at index: Int) -> Bool {
    bytes[index...].starts(with: "\\${".utf8)
  }
}

private struct TemplateCutter {
  private let bytes: [UInt8]
  private var pieces: [Template.Piece] = []
  private var textStart = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  mutating func cut() -> [Template.Piece] {
    var index = 0
    while index < bytes.count {
      if let close = closingBrace(ofExpressionAt: index) {
        endText(at: index)
        pieces.append(.expression(String(decoding: bytes[(index + 2)..<close], as: UTF8.self)))
        index = close + 1
        textStart = index
      } else {
        index += 1
      }
    }
    endText(at: bytes.count)
    return pieces
  }

  private func closingBrace(ofExpressionAt index: Int) -> Int? {
    guard bytes[index...].starts(with: "${".utf8) else { return nil }
    if index > 0 && bytes[index - 1] == UInt8(ascii: "\\") { return nil }
    let end = bytes[(index + 2)...].firstIndex { $0 == UInt8(ascii: "}") || $0 == 0x0A }
    guard let end, bytes[end] == UInt8(ascii: "}") else { return nil }
    return end
  }

  private mutating func endText(at end: Int) {
    guard textStart < end else { return }
    pieces.append(.text(String(decoding: bytes[textStart..<end], as: UTF8.self)))
  }
}
