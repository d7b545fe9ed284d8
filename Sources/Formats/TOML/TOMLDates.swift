/// Which parts a date of TOML has.
enum TOMLDateKind {
  case date, time, dateTime
}

/// What kind of date `text` looks like.
func tomlDate(_ text: some Collection<UInt8>) -> TOMLDateKind? {
  let shape = text.map { isDigit($0) ? UInt8(ascii: "0") : $0 }
  if shape.elementsEqual("0000-00-00".utf8) { return .date }
  if shape.starts(with: "00:00:00".utf8) { return .time }
  return shape.starts(with: "0000-00-00".utf8) ? .dateTime : nil
}

/// A date, a time or both in the form that Python's `isoformat(" ")` gives; nil when it is none.
func tomlTimestamp(_ word: String) -> String? {
  let bytes = Array(word.utf8)
  switch tomlDate(bytes) {
  case .date: return isDate(bytes[...]) ? word : nil
  case .time: return timeOfDay(bytes[...])
  case .dateTime:
    let separator = bytes[10] | 0x20
    guard separator == UInt8(ascii: "t") || separator == UInt8(ascii: " "), isDate(bytes[..<10])
    else { return nil }
    return dateTime(bytes)
  case nil: return nil
  }
}

private func dateTime(_ bytes: [UInt8]) -> String? {
  let date = String(decoding: bytes[..<10], as: UTF8.self)
  let rest = bytes[11...]
  let end = rest.firstIndex { [UInt8]("zZ+-".utf8).contains($0) } ?? rest.endIndex
  guard let time = timeOfDay(rest[..<end]), let zone = zone(rest[end...]) else { return nil }
  return "\(date) \(time)\(zone)"
}

private func zone(_ text: ArraySlice<UInt8>) -> String? {
  if text.isEmpty { return "" }
  if text.elementsEqual("Z".utf8) || text.elementsEqual("z".utf8) { return "+00:00" }
  let shape = text.dropFirst().map { isDigit($0) ? UInt8(ascii: "0") : $0 }
  return shape.elementsEqual("00:00".utf8) ? String(decoding: text, as: UTF8.self) : nil
}

/// `HH:MM:SS` with a fraction of up to six digits, which Python writes with six or not at all.
private func timeOfDay(_ text: ArraySlice<UInt8>) -> String? {
  let parts = text.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
  guard let clock = parts.first, parts.count <= 2, clock.count == 8,
    clock.map({ isDigit($0) ? UInt8(ascii: "0") : $0 }).elementsEqual("00:00:00".utf8),
    number(clock.prefix(2)) < 24, number(clock.dropFirst(3).prefix(2)) < 60,
    number(clock.suffix(2)) < 60
  else { return nil }
  let whole = String(decoding: clock, as: UTF8.self)
  guard parts.count == 2 else { return whole }
  guard !parts[1].isEmpty, parts[1].allSatisfy(isDigit) else { return nil }
  let digits = String(decoding: (parts[1] + Array("00000".utf8)).prefix(6), as: UTF8.self)
  return digits == "000000" ? whole : "\(whole).\(digits)"
}

private func isDate(_ text: ArraySlice<UInt8>) -> Bool {
  let year = number(text.prefix(4))
  let month = number(text.dropFirst(5).prefix(2))
  let day = number(text.suffix(2))
  guard year > 0, (1...12).contains(month) else { return false }
  let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
  let days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
  return (1...days[month - 1]).contains(day)
}

private func number(_ digits: ArraySlice<UInt8>) -> Int {
  digits.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
}
