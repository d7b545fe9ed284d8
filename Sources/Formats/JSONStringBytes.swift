/// Appends UTF-8 `text` as an ASCII JSON string, escaped as Python's `json` does it (and DEL too, as
/// the encoder that DVC uses does).
package func appendJSONString(_ text: some Collection<UInt8>, to bytes: inout [UInt8]) {
  bytes.append(UInt8(ascii: "\""))
  if text.allSatisfy(isPlainJSON) {
    bytes.append(contentsOf: text)
  } else {
    for scalar in String(decoding: text, as: UTF8.self).unicodeScalars {
      appendJSONScalar(scalar, to: &bytes)
    }
  }
  bytes.append(UInt8(ascii: "\""))
}

private func isPlainJSON(_ byte: UInt8) -> Bool {
  byte >= 0x20 && byte < 0x7F && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
}

private func appendJSONScalar(_ scalar: Unicode.Scalar, to bytes: inout [UInt8]) {
  switch scalar {
  case "\"": bytes.append(contentsOf: #"\""#.utf8)
  case "\\": bytes.append(contentsOf: #"\\"#.utf8)
  case "\n": bytes.append(contentsOf: #"\n"#.utf8)
  case "\r": bytes.append(contentsOf: #"\r"#.utf8)
  case "\t": bytes.append(contentsOf: #"\t"#.utf8)
  case "\u{8}": bytes.append(contentsOf: #"\b"#.utf8)
  case "\u{C}": bytes.append(contentsOf: #"\f"#.utf8)
  case " "..."~": bytes.append(UInt8(scalar.value))
  default: for unit in String(scalar).utf16 { appendUnicodeEscape(unit, to: &bytes) }
  }
}

private func appendUnicodeEscape(_ unit: UInt16, to bytes: inout [UInt8]) {
  let digits = Array("0123456789abcdef".utf8)
  bytes.append(contentsOf: #"\u"#.utf8)
  for shift in stride(from: 12, through: 0, by: -4) {
    bytes.append(digits[Int(unit >> UInt16(shift)) & 15])
  }
}
