extension YAMLWriter {
  /// Writes `value` with `[]` and `{}`, as DVC writes a collection that it found so.
  ///
  /// Lines break after a comma beyond the width, and go on at `indent`.
  mutating func write(flow value: Value, indent: Int) {
    switch value {
    case .array(let items): write(flow: items, indent)
    case .map(let mapping): write(flow: mapping, indent)
    default: write(inline: value, continuedAt: indent, inFlow: true)
    }
  }

  private mutating func write(flow items: [Value], _ indent: Int) {
    output.write("[")
    for (index, item) in items.enumerated() {
      writeSeparator(before: index, indent)
      write(flow: item, indent: indent + 2)
    }
    output.write("]")
  }

  private mutating func write(flow mapping: Value.Mapping, _ indent: Int) {
    output.write("{")
    for (index, pair) in mapping.pairs.enumerated() {
      writeSeparator(before: index, indent)
      write(inline: mapping.keyValue(for: pair.key), continuedAt: nil, inFlow: true)
      output.write(ascii: ": ".utf8)
      write(flow: pair.value, indent: indent + 2)
    }
    output.write("}")
  }

  private mutating func writeSeparator(before index: Int, _ indent: Int) {
    if index > 0 { output.write(",") }
    if output.column > YAMLOutput.bestWidth {
      output.newLine(indent: indent)
    } else if index > 0 {
      output.write(" ")
    }
  }
}
