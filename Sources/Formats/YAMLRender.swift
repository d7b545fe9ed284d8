/// Writes `value` as DVC writes its YAML files, byte for byte: block style, sequences flush with
/// their key, quotes only where YAML 1.2 needs them, lines folded at 80 columns.
package func renderYAML(_ value: Value) -> [UInt8] {
  var writer = YAMLWriter()
  writer.write(document: value)
  return writer.output.bytes
}

/// Writes values in block style.
struct YAMLWriter {
  /// Longer keys are written with `?`.
  private static let longestSimpleKey = 127

  var output: YAMLOutput

  init(column: Int = 0) {
    output = YAMLOutput(column: column)
  }

  mutating func write(document value: Value) {
    switch value {
    case .map(let mapping) where !mapping.isEmpty: write(mapping, indent: 0)
    case .array(let items) where !items.isEmpty: write(items, indent: 0)
    default:
      write(inline: value, continuedAt: 0)
      output.newLine()
    }
  }

  /// Writes pairs, the first one where the output stands.
  mutating func write(_ mapping: Value.Mapping, indent: Int) {
    for (index, pair) in mapping.pairs.enumerated() {
      if index > 0 { output.pad(to: indent) }
      write(key: mapping.keyValue(for: pair.key), value: pair.value, indent: indent)
    }
  }

  /// Writes one pair from where the output stands, and the end of its last line.
  mutating func write(key: Value, value: Value, indent: Int) {
    if case .string(let text) = key, !text.isSimpleKey(Self.longestSimpleKey) {
      output.write(ascii: "? ".utf8)
      output.write(string: text, continuedAt: indent + 2)
      output.newLine(indent: indent)
      output.write(":")
      if value.isNull { output.newLine() } else { write(itemContent: value, indent: indent) }
      return
    }
    if key.isNull { output.write(word: "null", continuedAt: nil) }
    write(inline: key, continuedAt: nil)
    output.write(":")
    write(pairValue: value, indent: indent)
  }

  /// Writes what follows the colon of a key at `indent`.
  mutating func write(pairValue value: Value, indent: Int) {
    switch value {
    case .map(let mapping) where !mapping.isEmpty:
      output.newLine(indent: indent + 2)
      write(mapping, indent: indent + 2)
    case .array(let items) where !items.isEmpty:
      output.newLine(indent: indent)
      write(items, indent: indent)
    case .null: output.newLine()
    default:
      output.write(" ")
      write(inline: value, continuedAt: indent + 2)
      output.newLine()
    }
  }

  /// Writes items, the first one where the output stands.
  mutating func write(_ items: [Value], indent: Int) {
    for (index, item) in items.enumerated() {
      if index > 0 { output.pad(to: indent) }
      output.write("-")
      write(itemContent: item, indent: indent)
    }
  }

  /// Writes what follows the `-` at `indent`.
  mutating func write(itemContent value: Value, indent: Int) {
    output.write(" ")
    switch value {
    case .map(let mapping) where !mapping.isEmpty: write(mapping, indent: indent + 2)
    case .array(let items) where !items.isEmpty: write(items, indent: indent + 2)
    default:
      write(inline: value, continuedAt: indent + 2)
      output.newLine()
    }
  }

  /// Writes a scalar or an empty collection.
  mutating func write(inline value: Value, continuedAt indent: Int?, inFlow: Bool = false) {
    switch value {
    case .null: if inFlow { output.write(word: "null", continuedAt: indent) }
    case .bool(let flag): output.write(word: flag ? "true" : "false", continuedAt: indent)
    case .integer(let number): output.write(word: String(number), continuedAt: indent)
    case .bigInteger(let text), .timestamp(let text): output.write(word: text, continuedAt: indent)
    case .float(let number): output.write(word: yamlText(number), continuedAt: indent)
    case .string(let text): output.write(string: text, continuedAt: indent, inFlow: inFlow)
    case .array: output.write(ascii: "[]".utf8)
    case .map: output.write(ascii: "{}".utf8)
    }
  }

  private func yamlText(_ number: Double) -> String {
    if number.isNaN { return ".nan" }
    if number.isInfinite { return number < 0 ? "-.inf" : ".inf" }
    return pythonRepr(number)
  }
}

extension String {
  fileprivate func isSimpleKey(_ longest: Int) -> Bool {
    if utf8.count <= longest, !utf8.contains(where: { $0 < 0x20 || $0 > 0x7E }) { return true }
    return unicodeScalars.count <= longest && !unicodeScalars.contains(where: \.isYAMLBreak)
  }
}
