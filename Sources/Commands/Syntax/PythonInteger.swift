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
