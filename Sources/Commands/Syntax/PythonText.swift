/// `text` as Python's `repr` shows a string: `'x'`, or `"it's"`.
///
/// Covers what turns up in command lines: quotes, backslashes and control characters.
package func pythonRepr(_ text: String) -> String {
  let scalars = text.unicodeScalars
  let quote: Unicode.Scalar = scalars.contains("'") && !scalars.contains("\"") ? "\"" : "'"
  var result = String(quote)
  for scalar in scalars {
    switch scalar {
    case "\\": result += "\\\\"
    case "\n": result += "\\n"
    case "\r": result += "\\r"
    case "\t": result += "\\t"
    case quote: result += "\\\(quote)"
    case _ where scalar.value < 0x20 || scalar.value == 0x7F:
      result += "\\x" + (scalar.value < 16 ? "0" : "") + String(scalar.value, radix: 16)
    default: result.unicodeScalars.append(scalar)
    }
  }
  return result + String(quote)
}

/// The integer that Python's `int(text)` gives, where it fits.
func pythonInteger(_ text: String) -> Int? {
  let bytes = Array(text.utf8)
  let isSpace: (UInt8) -> Bool = { $0 == 0x20 || (9...13).contains($0) }
  let trimmed = bytes.drop(while: isSpace).reversed().drop(while: isSpace).reversed()
  let digits = trimmed.drop { $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "-") }
  let groups = digits.split(separator: UInt8(ascii: "_"), omittingEmptySubsequences: false)
  guard trimmed.count - digits.count <= 1,
    groups.allSatisfy({ !$0.isEmpty && $0.allSatisfy { (48...57).contains($0) } })
  else { return nil }
  return Int(String(decoding: trimmed.filter { $0 != UInt8(ascii: "_") }, as: UTF8.self))
}
