/// A number as TOML writes it, with single underscores between digits.
func tomlNumber(_ word: String) -> Value? {
  for (prefix, radix) in [("0x", 16), ("0o", 8), ("0b", 2)] where word.hasPrefix(prefix) {
    return unsignedInteger(Array(word.utf8)[2...], radix: radix).map(Value.integer)
  }
  guard let plain = withoutUnderscores(Array(word.utf8)[...]) else { return nil }
  let text = String(decoding: plain, as: UTF8.self)
  let unsigned = text.utf8.drop { "+-".utf8.contains($0) }
  guard text.utf8.count - unsigned.count <= 1, let first = unsigned.first, isDigit(first) else {
    return nil
  }
  if unsigned.allSatisfy(isDigit) {
    guard unsigned.count == 1 || first != UInt8(ascii: "0") else { return nil }
    let digits = text.hasPrefix("+") ? String(text.dropFirst()) : text
    return Int(digits).map(Value.integer) ?? .bigInteger(digits)
  }
  return isFloat(Array(unsigned)) ? Double(text).map(Value.float) : nil
}

/// Digits without a leading zero, then a fraction, an exponent or both.
private func isFloat(_ text: [UInt8]) -> Bool {
  var rest = text[...]
  let whole = takeDigits(&rest)
  guard whole == 1 || text[0] != UInt8(ascii: "0") else { return false }
  if rest.first == UInt8(ascii: ".") {
    rest.removeFirst()
    guard takeDigits(&rest) > 0 else { return false }
  }
  guard let mark = rest.popFirst() else { return true }
  guard mark | 0x20 == UInt8(ascii: "e") else { return false }
  if let sign = rest.first, "+-".utf8.contains(sign) { rest.removeFirst() }
  return takeDigits(&rest) > 0 && rest.isEmpty
}

private func takeDigits(_ rest: inout ArraySlice<UInt8>) -> Int {
  let digits = rest.prefix(while: isDigit)
  rest = rest.dropFirst(digits.count)
  return digits.count
}
