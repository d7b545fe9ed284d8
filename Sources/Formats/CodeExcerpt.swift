/// Lines of a document as DVC shows them below an error: numbered, with guides at every fourth
/// column of indentation, wrapped and padded.
struct CodeExcerpt {
  private static let tabSize = 4

  private let lines: [String]

  init(_ bytes: [UInt8]) {
    let text = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes[3...] : bytes[...]
    lines = text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map {
      line in
      let end = line.last == UInt8(ascii: "\r") ? line.dropLast() : line
      return String(decoding: end, as: UTF8.self).expandingTabs(Self.tabSize)
    }
  }

  /// The line with that number, counted from 0.
  func line(_ number: Int, on page: ConsolePage) -> [String] {
    lines(number...number, on: page, numberWidth: String(number + 1).count)
  }

  /// The lines of `range`, counted from 0, as far as there are such lines.
  func lines(_ range: ClosedRange<Int>, on page: ConsolePage) -> [String] {
    lines(range, on: page, numberWidth: String(lines.count).count)
  }

  private func lines(
    _ range: ClosedRange<Int>, on page: ConsolePage, numberWidth: Int
  ) -> [String] {
    let range = range.clamped(to: 0...lines.count - 1)
    let codePage = ConsolePage(width: max(page.width - numberWidth - 3, 1))
    let shown = Self.guided(Array(lines[range]))
    return zip(range, shown).flatMap { number, line in
      let parts = codePage.wrapped(line)
      return parts.enumerated().map { index, part in
        let label = index == 0 ? String(number + 1) : ""
        return "  \(label.paddedLeft(to: numberWidth)) \(codePage.padded(part))"
      }
    }
  }

  /// Puts guides into the indentation; empty lines take those of the next line that is not.
  private static func guided(_ lines: [String]) -> [String] {
    var result: [String] = []
    var blanks = 0
    for line in lines {
      let indent = line.prefix { $0 == " " }.count
      guard indent < line.count else {
        blanks += 1
        continue
      }
      let guides = guides(forIndent: indent)
      result += repeatElement(guides, count: blanks)
      result.append(guides + line.dropFirst(indent))
      blanks = 0
    }
    return result + repeatElement("", count: blanks)
  }

  private static func guides(forIndent indent: Int) -> String {
    let full = String(repeating: "│   ", count: indent / tabSize)
    return full + String(repeating: " ", count: indent % tabSize)
  }
}

extension String {
  func expandingTabs(_ size: Int) -> String {
    guard utf8.contains(UInt8(ascii: "\t")) else { return self }
    var result = ""
    var column = 0
    for scalar in unicodeScalars {
      if scalar == "\t" {
        let count = size - column % size
        result += String(repeating: " ", count: count)
        column += count
      } else {
        result.unicodeScalars.append(scalar)
        column += 1
      }
    }
    return result
  }

  fileprivate func paddedLeft(to width: Int) -> String {
    String(repeating: " ", count: max(0, width - count)) + self
  }
}
