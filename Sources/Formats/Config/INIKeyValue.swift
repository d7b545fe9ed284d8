/// A line `key = value`; the key may be quoted.
struct INIKeyValue: Equatable {
  let key: String
  /// What stands after the equals sign, without white space at its start.
  let value: ArraySlice<UInt8>

  /// - Parameter text: a line without white space at its ends.
  init?(_ text: ArraySlice<UInt8>) {
    guard let first = text.first, first != UInt8(ascii: "=") else { return nil }
    let isQuoted = first == UInt8(ascii: "\"") || first == UInt8(ascii: "'")
    for equals in text.indices where text[equals] == UInt8(ascii: "=") {
      let key = PythonText.trimmedEnd(text[..<equals])
      if isQuoted, key.count < 2 || key.last != first { continue }
      self.key = String(decoding: isQuoted ? key.dropFirst().dropLast() : key, as: UTF8.self)
      value = PythonText.trimmedStart(text[(equals + 1)...])
      return
    }
    return nil
  }
}
