/// `bytes` as Python shows a string: in quotes, with backslash escapes for what does not print.
///
/// Bytes that are not UTF-8 show as Python's surrogate escapes, `\udc80` to `\udcff`.
package func pythonQuoted(_ bytes: some Collection<UInt8>) -> String {
  let quote: Unicode.Scalar =
    bytes.contains(UInt8(ascii: "'")) && !bytes.contains(UInt8(ascii: "\"")) ? "\"" : "'"
  var text = String(quote)
  var decoder = UTF8Scalars(bytes)
  while let piece = decoder.next() {
    switch piece {
    case .scalar(let scalar): text += escaped(scalar, quote: quote)
    case .stray(let byte): text += "\\udc" + hexadecimal(UInt32(byte), digits: 2)
    }
  }
  return text + String(quote)
}

package func pythonQuoted(_ text: String) -> String {
  pythonQuoted(Array(text.utf8))
}

private func escaped(_ scalar: Unicode.Scalar, quote: Unicode.Scalar) -> String {
  switch scalar {
  case quote, "\\": "\\" + String(scalar)
  case "\n": "\\n"
  case "\r": "\\r"
  case "\t": "\\t"
  case " ": " "
  default: prints(scalar) ? String(scalar) : numericEscape(scalar.value)
  }
}

private func prints(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar.properties.generalCategory {
  case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator,
    .paragraphSeparator, .spaceSeparator:
    false
  default: true
  }
}

private func numericEscape(_ value: UInt32) -> String {
  switch value {
  case ..<0x100: "\\x" + hexadecimal(value, digits: 2)
  case ..<0x10000: "\\u" + hexadecimal(value, digits: 4)
  default: "\\U" + hexadecimal(value, digits: 8)
  }
}

private func hexadecimal(_ value: UInt32, digits: Int) -> String {
  let text = String(value, radix: 16)
  return String(repeating: "0", count: max(0, digits - text.count)) + text
}

/// The scalars of bytes that are meant to be UTF-8, and the single bytes that are not.
private struct UTF8Scalars {
  enum Piece {
    case scalar(Unicode.Scalar)
    case stray(UInt8)
  }

  private let bytes: [UInt8]
  private var position = 0

  init(_ bytes: some Collection<UInt8>) {
    self.bytes = Array(bytes)
  }

  mutating func next() -> Piece? {
    guard position < bytes.count else { return nil }
    let first = bytes[position]
    let length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
    let end = min(position + length, bytes.count)
    guard let text = String(validating: bytes[position..<end], as: UTF8.self),
      let scalar = text.unicodeScalars.first
    else {
      position += 1
      return .stray(first)
    }
    position = end
    return .scalar(scalar)
  }
}
