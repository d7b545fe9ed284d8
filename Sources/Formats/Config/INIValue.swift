/// Reads a value of one line: a string, or an array when there are commas outside quotes. Nil when
/// quotes or commas do not fit together.
///
/// - Parameter text: has no white space at its ends.
func parseINIValue(_ text: ArraySlice<UInt8>) -> Value? {
  if let rest = text.first.map({ $0 == UInt8(ascii: ",") ? text.dropFirst() : nil }) ?? nil {
    return INIValueMatch.isEnd(rest) ? .array([]) : nil
  }
  guard let match = INIValueMatch.match(text, items: []) else { return nil }
  guard match.isList else { return .string(match.items.first ?? "") }
  return .array(match.items.map(Value.string))
}

/// One way of reading a value. Quoted parts are read as short as possible, and longer where that
/// does not work out.
private struct INIValueMatch {
  var items: [String]
  var isList: Bool

  static func match(_ text: ArraySlice<UInt8>, items: [String]) -> INIValueMatch? {
    for (item, rest) in listItems(text) {
      if let match = match(rest, items: items + [item]) { return match }
    }
    for (item, rest) in lastItems(text) where isEnd(rest) {
      return INIValueMatch(items: items + [item], isList: !items.isEmpty)
    }
    return isEnd(text) ? INIValueMatch(items: items, isList: !items.isEmpty) : nil
  }

  /// Whether nothing but a comment is left.
  static func isEnd(_ text: ArraySlice<UInt8>) -> Bool {
    let rest = PythonText.trimmedStart(text)
    return rest.isEmpty || rest.first == UInt8(ascii: "#")
  }

  /// The ways of reading an item and the comma after it.
  private static func listItems(
    _ text: ArraySlice<UInt8>
  ) -> [(item: String, rest: ArraySlice<UInt8>)] {
    if isQuote(text.first) {
      return quotedItems(text).compactMap { item, rest in
        let rest = PythonText.trimmedStart(rest)
        guard rest.first == UInt8(ascii: ",") else { return nil }
        return (item, PythonText.trimmedStart(rest.dropFirst()))
      }
    }
    guard let end = text.firstIndex(where: { $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: "#") }),
      end > text.startIndex, text[end] == UInt8(ascii: ",")
    else { return [] }
    return [(trimmedText(text[..<end]), PythonText.trimmedStart(text[(end + 1)...]))]
  }

  /// The ways of reading an item that no comma follows.
  private static func lastItems(
    _ text: ArraySlice<UInt8>
  ) -> [(item: String, rest: ArraySlice<UInt8>)] {
    if isQuote(text.first) { return quotedItems(text) }
    let end = text.firstIndex(of: UInt8(ascii: "#")) ?? text.endIndex
    guard end > text.startIndex, !text[..<end].contains(UInt8(ascii: ",")) else { return [] }
    return [(trimmedText(text[..<end]), text[end...])]
  }

  private static func quotedItems(
    _ text: ArraySlice<UInt8>
  ) -> [(item: String, rest: ArraySlice<UInt8>)] {
    text.indices.dropFirst().filter { text[$0] == text.first }.map { close in
      let item = String(decoding: text[(text.startIndex + 1)..<close], as: UTF8.self)
      return (item, text[(close + 1)...])
    }
  }

  private static func isQuote(_ byte: UInt8?) -> Bool {
    byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'")
  }

  private static func trimmedText(_ text: ArraySlice<UInt8>) -> String {
    String(decoding: PythonText.trimmedEnd(text), as: UTF8.self)
  }
}
