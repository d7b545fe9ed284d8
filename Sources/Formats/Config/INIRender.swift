import Basics

/// Writes sections as ConfigObj does with four spaces of indent; a file without any is a line end.
///
/// - Parameter sections: names and entries; the values are strings or arrays of strings.
func renderINI(_ sections: [(name: String, entries: Value.Mapping)]) throws(ConfigError) -> [UInt8]
{
  var text = ""
  for (name, entries) in sections {
    text += try renderINIHeader(name) + "\n"
    for (key, value) in entries.pairs { text += "    \(try renderINIEntry(key, value))\n" }
  }
  return Array((text.isEmpty ? "\n" : text).utf8)
}

func renderINIHeader(_ name: String) throws(ConfigError) -> String {
  "[\(try quotedINI(name, mayBreakLines: false))]"
}

func renderINIEntry(_ key: String, _ value: Value) throws(ConfigError) -> String {
  "\(try quotedINI(key, mayBreakLines: false)) = \(try renderINIValue(value))"
}

private func renderINIValue(_ value: Value) throws(ConfigError) -> String {
  switch value {
  case .string(let text): return try quotedINI(text, mayBreakLines: true)
  case .array(let items):
    var texts: [String] = []
    for item in items { texts.append(try quotedINI(item.string ?? "", mayBreakLines: false)) }
    return texts.count < 2 ? "\(texts.first ?? "")," : texts.joined(separator: ", ")
  default: throw .unexpected("Value \"\(value.configText)\" cannot be safely quoted.")
  }
}

/// Puts quotes around `text` where it needs them.
///
/// - Parameter mayBreakLines: whether triple quotes may be used.
private func quotedINI(_ text: String, mayBreakLines: Bool) throws(ConfigError) -> String {
  let bytes = Array(text.utf8)
  guard let first = bytes.first, let last = bytes.last else { return "\"\"" }
  let hasBothQuotes = bytes.contains(UInt8(ascii: "'")) && bytes.contains(UInt8(ascii: "\""))
  let breaksLine = bytes.contains(UInt8(ascii: "\n"))
  if mayBreakLines, hasBothQuotes || breaksLine {
    let quote = !bytes.contains(sequence: "\"\"\"") ? "'''" : "\"\"\""
    if quote == "\"\"\"", bytes.contains(sequence: "'''") { throw .unquotable(text) }
    return quote + text + quote
  }
  if breaksLine { throw .unquotable(text) }
  let needsQuotes =
    isBoundary(first) || isBoundary(last) || bytes.contains(UInt8(ascii: ","))
    || bytes.contains(UInt8(ascii: "#"))
  guard needsQuotes else { return text }
  if hasBothQuotes { throw .unquotable(text) }
  let quote = bytes.contains(UInt8(ascii: "\"")) ? "'" : "\""
  return quote + text + quote
}

/// Whether `byte` cannot stand at an end of a value without quotes.
private func isBoundary(_ byte: UInt8) -> Bool {
  " \r\n\u{B}\t'\"".utf8.contains(byte)
}

extension ConfigError {
  fileprivate static func unquotable(_ text: String) -> ConfigError {
    .unexpected("Value \"\(text)\" cannot be safely quoted.")
  }
}

extension [UInt8] {
  fileprivate func contains(sequence: StaticString) -> Bool {
    sequence.withUTF8Buffer { sequence in indices.contains { self[$0...].starts(with: sequence) } }
  }
}
