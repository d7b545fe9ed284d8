/// Why bytes are not JSON, in the words of Python's `json` module.
package struct JSONSyntaxError: Error, Sendable, Equatable {
  package var message: String
  /// Characters from the start, counted from 0.
  package var position: Int
  /// Counted from 1.
  package var line: Int
  /// Characters from the start of the line, counted from 1.
  package var column: Int

  init(_ message: String, at offset: Int, in bytes: [UInt8]) {
    let before = bytes[..<min(offset, bytes.count)]
    let lineStart = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    self.message = message
    position = Self.characters(before)
    line = before.count { $0 == UInt8(ascii: "\n") } + 1
    column = Self.characters(before[lineStart...]) + 1
  }

  private static func characters(_ bytes: ArraySlice<UInt8>) -> Int {
    bytes.count { $0 & 0xC0 != 0x80 }
  }
}

extension JSONSyntaxError: CustomStringConvertible {
  package var description: String { "\(message): line \(line) column \(column) (char \(position))" }
}
