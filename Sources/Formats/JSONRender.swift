/// Writes `value` as Python's `json` module does: ASCII only, `", "` and `": "` between things, no
/// line end.
///
/// `sorted` orders the keys of all mappings by code point. `indent` puts every element on a line of
/// its own, as DVC does on a terminal (with 2).
package func renderJSON(_ value: Value, sorted: Bool = false, indent: Int? = nil) -> [UInt8] {
  var writer = JSONWriter(sorted: sorted, indent: indent)
  writer.write(value, depth: 0)
  return writer.bytes
}

private struct JSONWriter {
  let sorted: Bool
  let indent: Int?
  var bytes: [UInt8] = []

  mutating func write(_ value: Value, depth: Int) {
    switch value {
    case .null: append("null")
    case .bool(let flag): append(flag ? "true" : "false")
    case .integer(let number): append(String(number))
    case .bigInteger(let digits): append(digits)
    case .float(let number): append(jsonText(of: number))
    case .string(let text), .timestamp(let text): appendJSONString(text.utf8, to: &bytes)
    case .array(let items): write(items, depth)
    case .map(let mapping): write(mapping, depth)
    }
  }

  private mutating func write(_ items: [Value], _ depth: Int) {
    writeElements("[", "]", items, depth) { $0.write($1, depth: depth + 1) }
  }

  private mutating func write(_ mapping: Value.Mapping, _ depth: Int) {
    var pairs = mapping.pairs
    if sorted { pairs.sort { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) } }
    writeElements("{", "}", pairs, depth) { writer, pair in
      let key = writer.jsonText(ofKey: mapping.keyValue(for: pair.key))
      appendJSONString(key.utf8, to: &writer.bytes)
      writer.append(": ")
      writer.write(pair.value, depth: depth + 1)
    }
  }

  private mutating func writeElements<Element>(
    _ open: String, _ close: String, _ elements: [Element], _ depth: Int,
    _ write: (inout JSONWriter, Element) -> Void
  ) {
    append(open)
    for (index, element) in elements.enumerated() {
      if index > 0 { append(indent == nil ? ", " : ",") }
      newLine(depth + 1)
      write(&self, element)
    }
    if !elements.isEmpty { newLine(depth) }
    append(close)
  }

  private mutating func newLine(_ depth: Int) {
    guard let indent else { return }
    append("\n")
    bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: depth * indent))
  }

  private mutating func append(_ text: String) {
    bytes.append(contentsOf: text.utf8)
  }

  private func jsonText(of number: Double) -> String {
    if number.isNaN { return "NaN" }
    if number.isInfinite { return number < 0 ? "-Infinity" : "Infinity" }
    return pythonRepr(number)
  }

  private func jsonText(ofKey key: Value) -> String {
    switch key {
    case .null: "null"
    case .bool(let flag): flag ? "true" : "false"
    default: key.pythonText
    }
  }
}
