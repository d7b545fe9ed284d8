/// A floating-point number as Python's `repr` writes it: the shortest digits that read back as the
/// same number, with an exponent of at least two digits when it is below -4 or above 15.
package func pythonRepr(_ number: Double) -> String {
  if number.isNaN { return "nan" }
  if number.isInfinite { return number < 0 ? "-inf" : "inf" }
  let sign = number.sign == .minus ? "-" : ""
  let (digits, point) = shortestDigits(number.magnitude)
  let exponent = point - 1
  guard (-4..<16).contains(exponent) else {
    return sign + scientific(digits, exponent)
  }
  if point <= 0 { return "\(sign)0.\(String(repeating: "0", count: -point))\(digits)" }
  if digits.count <= point {
    return "\(sign)\(digits)\(String(repeating: "0", count: point - digits.count)).0"
  }
  return "\(sign)\(digits.prefix(point)).\(digits.dropFirst(point))"
}

private func scientific(_ digits: String, _ exponent: Int) -> String {
  let fraction = digits.count > 1 ? "." + digits.dropFirst() : ""
  let magnitude = String(exponent.magnitude)
  let padding = magnitude.count < 2 ? "0" : ""
  return "\(digits.prefix(1))\(fraction)e\(exponent < 0 ? "-" : "+")\(padding)\(magnitude)"
}

/// The significant digits, without zeros at either end, and how many of them stand before the point.
private func shortestDigits(_ number: Double) -> (digits: String, point: Int) {
  if number == 0 { return ("0", 1) }
  let parts = number.description.split(separator: "e")
  let exponent = parts.count > 1 ? Int(parts[1]) ?? 0 : 0
  let mantissa = parts[0].split(separator: ".", omittingEmptySubsequences: false)
  let whole = String(mantissa[0])
  var digits = whole + (mantissa.count > 1 ? mantissa[1] : "")
  var point = whole.count + exponent
  while digits.hasSuffix("0"), digits.count > 1 { digits.removeLast() }
  while digits.hasPrefix("0"), digits.count > 1 {
    digits.removeFirst()
    point -= 1
  }
  return (digits, point)
}
