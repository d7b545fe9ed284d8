import Basics
import Glibc

/// When a day (`2026-01-31`) begins where this process is, in seconds since 1970.
///
/// - Throws: what Python's `strptime` says for `%Y-%m-%d`.
func localMidnight(_ text: String) throws(CairnError) -> Int64 {
  var rest = Array(text.utf8)[...]
  guard let year = number(&rest, digits: 4, 0...9999), dash(&rest),
    let month = number(&rest, digits: 2, 1...12), dash(&rest),
    let day = number(&rest, digits: 2, 1...31)
  else {
    throw CairnError(
      "time data \(pythonQuoted(text)) does not match format '%Y-%m-%d'", kind: .unexpected)
  }
  guard rest.isEmpty else {
    let tail = String(decoding: rest, as: UTF8.self)
    throw CairnError("unconverted data remains: \(tail)", kind: .unexpected)
  }
  var time = tm()
  (time.tm_year, time.tm_mon, time.tm_mday, time.tm_isdst) = (year - 1900, month - 1, day, -1)
  let seconds = mktime(&time)
  guard time.tm_mday == day else {
    throw CairnError("day is out of range for month", kind: .unexpected)
  }
  return Int64(seconds)
}

private func dash(_ rest: inout ArraySlice<UInt8>) -> Bool {
  rest.popFirst() == UInt8(ascii: "-")
}

/// Takes up to so many digits, fewer if that makes a number of `range`; all four of a year.
private func number(
  _ rest: inout ArraySlice<UInt8>, digits: Int, _ range: ClosedRange<Int32>
) -> Int32? {
  let available = rest.prefix(digits).prefix {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
  }
  let least = digits == 4 ? 4 : 1
  for count in stride(from: available.count, through: least, by: -1) {
    guard let value = Int32(String(decoding: available.prefix(count), as: UTF8.self)),
      range.contains(value)
    else { continue }
    rest = rest.dropFirst(count)
    return value
  }
  return nil
}
