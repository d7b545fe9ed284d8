/// A number of bytes as options take it: an integer as Python reads it, or one with a unit: `k`, `M`, `G`,
/// `T` (also `kB` …) are powers of 1000, `Ki`, `Mi`, `Gi`, `Ti` (also `KiB` …) of 1024. Nil for anything else.
package func byteCount(_ text: String) -> Int? {
  if let bytes = pythonInteger(text) { return bytes }
  let digits = text.utf8.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
  guard let number = Int(String(decoding: digits, as: UTF8.self)),
    let factor = unit(text.utf8.dropFirst(digits.count).map { $0 })
  else { return nil }
  let (bytes, overflows) = number.multipliedReportingOverflow(by: factor)
  return overflows ? nil : bytes
}

/// How many bytes a unit has.
private func unit(_ text: [UInt8]) -> Int? {
  let name = String(
    decoding: text.last == UInt8(ascii: "B") ? text.dropLast() : text[...], as: UTF8.self)
  let isBinary = name.utf8.count == 2 && name.utf8.last == UInt8(ascii: "i")
  let letters = ["k", "m", "g", "t"]
  guard isBinary || name.utf8.count == 1,
    let power = letters.firstIndex(of: name.prefix(1).lowercased())
  else { return nil }
  return (0...power).reduce(1) { factor, _ in factor * (isBinary ? 1024 : 1000) }
}
