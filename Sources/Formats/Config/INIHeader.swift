/// The header of a section: a name in as many brackets as the section is deep.
struct INIHeader: Equatable {
  let name: String
  let opened: Int
  let closed: Int

  /// - Parameter text: a line without white space at its ends.
  init?(_ text: ArraySlice<UInt8>) {
    var nameStarts: [ArraySlice<UInt8>.Index] = []
    var rest = text
    while rest.first == UInt8(ascii: "[") {
      rest = PythonText.trimmedStart(rest.dropFirst())
      nameStarts.append(rest.startIndex)
    }
    for (index, start) in nameStarts.enumerated().reversed() {
      guard let (name, closed) = Self.nameAndClose(text[start...]) else { continue }
      self.name = String(decoding: name, as: UTF8.self)
      opened = index + 1
      self.closed = closed
      return
    }
    return nil
  }

  /// Reads the shortest name that is followed by nothing but closing brackets and a comment.
  private static func nameAndClose(
    _ text: ArraySlice<UInt8>
  ) -> (name: ArraySlice<UInt8>, closed: Int)? {
    guard let first = text.first else { return nil }
    let isQuoted = first == UInt8(ascii: "\"") || first == UInt8(ascii: "'")
    for end in (text.startIndex + 1)..<max(text.startIndex + 1, text.endIndex) {
      let name = text[text.startIndex..<end]
      if isQuoted, !isQuotedName(name, quote: first) { continue }
      if let closed = closingBrackets(text[end...]) {
        return (isQuoted ? name.dropFirst().dropLast() : name, closed)
      }
    }
    return nil
  }

  private static func isQuotedName(_ name: ArraySlice<UInt8>, quote: UInt8) -> Bool {
    name.count > 2 && name.last == quote
      && !PythonText.trimmed(name.dropFirst().dropLast()).isEmpty
  }

  /// How many brackets close here; nil when anything but a comment follows them, or there are none.
  private static func closingBrackets(_ text: ArraySlice<UInt8>) -> Int? {
    var rest = PythonText.trimmedStart(text)
    var count = 0
    while rest.first == UInt8(ascii: "]") {
      count += 1
      rest = PythonText.trimmedStart(rest.dropFirst())
    }
    return count > 0 && (rest.isEmpty || rest.first == UInt8(ascii: "#")) ? count : nil
  }
}
