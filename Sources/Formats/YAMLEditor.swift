/// Collects the changes to a document's bytes that make it say something else.
///
/// What stays the same keeps its bytes; what changes is written as DVC writes it.
struct YAMLEditor {
  private struct Edit {
    var range: Range<Int>
    var bytes: [UInt8]
  }

  private let source: YAMLSource
  private var edits: [Edit] = []
  /// Values at these paths are not patched key by key but written anew when they differ at all.
  private let wholesale: Set<[YAMLPathStep]>

  init(_ bytes: [UInt8], wholesale: Set<[YAMLPathStep]>) {
    source = YAMLSource(bytes: bytes)
    self.wholesale = wholesale
  }

  /// The bytes with all changes made.
  func edited() -> [UInt8] {
    var result: [UInt8] = []
    var position = 0
    for (_, edit) in edits.enumerated().sorted(by: {
      ($0.element.range.lowerBound, $0.offset) < ($1.element.range.lowerBound, $1.offset)
    }) {
      result += source.bytes[position..<max(position, edit.range.lowerBound)]
      result += edit.bytes
      position = max(position, edit.range.upperBound)
    }
    return result + source.bytes[position...]
  }

  private mutating func replace(_ range: Range<Int>, with bytes: [UInt8]) {
    edits.append(Edit(range: range, bytes: bytes))
  }
}

// MARK: Mappings

extension YAMLEditor {
  /// Changes a block mapping, which must have pairs, from `old` to `new`, which must have some too.
  mutating func edit(
    mapping node: YAMLNode, _ pairs: [YAMLPair], from old: Value.Mapping, to new: Value.Mapping,
    at path: [YAMLPathStep]
  ) {
    let indent = pairs[0].key.start.column
    let kept = pairs.filter { $0.isKept(in: new) }
    guard !kept.isEmpty, pairs.allSatisfy({ colon(of: $0) != nil }) else {
      let range = node.start.offset..<source.contentEnd(node)
      replace(range, with: rendered(.map(new), column: indent))
      return
    }
    remove(pairs, keeping: new)
    var own: Set<[UInt8]> = []
    for pair in kept where !pair.isMerge {
      guard let key = pair.key.text, let value = new[key] else { continue }
      own.insert(Array(key.utf8))
      edit(pair, from: old[key] ?? .null, to: value, indent: indent, at: path + [.key(key)])
    }
    let added = new.pairs.filter { !own.contains(Array($0.key.utf8)) && old[$0.key] != $0.value }
    insert(added, of: new, after: node, indent: indent)
  }

  private mutating func remove(_ pairs: [YAMLPair], keeping new: Value.Mapping) {
    var pairs = pairs[...]
    let start = pairs[0].key.start.offset
    if let kept = pairs.firstIndex(where: { $0.isKept(in: new) }), kept > 0,
      !source.isFirstOnLine(start)
    {
      // `- first: …`: the first key that stays moves up behind the dash.
      replace(start..<pairs[kept].key.start.offset, with: [])
      pairs = pairs[kept...]
    }
    for pair in pairs where !pair.isKept(in: new) {
      let start = pair.key.start.offset
      let end = max(source.contentEnd(pair.value), pair.key.end.offset)
      replace(source.lineStart(start)..<source.nextLine(end), with: [])
    }
  }

  private mutating func insert(
    _ added: [(key: String, value: Value)], of mapping: Value.Mapping, after node: YAMLNode,
    indent: Int
  ) {
    guard !added.isEmpty else { return }
    let point = source.insertionPoint(after: source.contentEnd(node), indent: indent)
    var writer = YAMLWriter()
    for pair in added {
      writer.output.pad(to: indent)
      writer.write(key: mapping.keyValue(for: pair.key), value: pair.value, indent: indent)
    }
    replace(point..<point, with: writer.output.bytes)
  }

  /// Where the colon of a pair is; nil when it does not follow its key on the same line.
  private func colon(of pair: YAMLPair) -> Int? {
    let offset = source.skippingSpaces(pair.key.end.offset)
    return source.holds(":", at: offset) ? offset : nil
  }

  private mutating func edit(
    _ pair: YAMLPair, from old: Value, to new: Value, indent: Int, at path: [YAMLPathStep]
  ) {
    guard !wholesale.contains(path) else {
      if renderYAML(old) != renderYAML(new) { replaceValue(of: pair, with: new, indent: indent) }
      return
    }
    let isChanged = old != new || wholesale.contains { $0.starts(with: path) }
    guard isChanged, !patch(pair.value, from: old, to: new, at: path) else { return }
    replaceValue(of: pair, with: new, indent: indent)
  }

  private mutating func replaceValue(of pair: YAMLPair, with new: Value, indent: Int) {
    guard let colon = colon(of: pair) else { return }
    let isBlock = new.isFilledCollection || pair.value.isBlockCollection
    let isSameLine = pair.value.start.line == pair.key.end.line && !isBlock
    let gap = isSameLine ? max(1, pair.value.start.offset - colon - 1) : 1
    let column = pair.key.end.column + colon - pair.key.end.offset + 1
    let end = max(source.contentEnd(pair.value), colon + 1)
    var writer = YAMLWriter(column: column)
    if isBlock {
      writer.write(pairValue: new, indent: indent)
      writer.output.bytes.removeLast()
    } else {
      if !new.isNull { writer.output.pad(to: column + gap) }
      writer.write(inline: new, continuedAt: indent + 2)
      realignComment(after: end, old: pair.value, writtenTo: writer.output.column)
    }
    replace(colon + 1..<end, with: writer.output.bytes)
  }

  /// Keeps the comment behind a changed scalar in its column, as far as there is room.
  private mutating func realignComment(after end: Int, old: YAMLNode, writtenTo column: Int) {
    guard let comment = source.comment(after: end) else { return }
    let wanted = old.end.column + comment - end
    replace(
      end..<comment, with: Array(repeating: UInt8(ascii: " "), count: max(1, wanted - column)))
  }
}

// MARK: Other values

extension YAMLEditor {
  /// Changes a value within itself; false when it must be replaced.
  mutating func patch(
    _ node: YAMLNode, from old: Value, to new: Value, at path: [YAMLPathStep]
  ) -> Bool {
    switch (node.content, old, new) {
    case (.mapping(let pairs), .map(let old), .map(let new)) where !pairs.isEmpty:
      guard !new.isEmpty else { return false }
      if node.isFlow {
        replace(flow: node, with: .map(old.updated(to: new)))
      } else {
        edit(mapping: node, pairs, from: old, to: new, at: path)
      }
      return true
    case (.sequence(let items), .array(let old), .array(let new)) where items.count == new.count:
      if node.isFlow {
        replace(flow: node, with: .array(new))
      } else {
        edit(items, from: old, to: new, at: path)
      }
      return true
    default: return false
    }
  }

  private mutating func replace(flow node: YAMLNode, with value: Value) {
    var writer = YAMLWriter(column: node.start.column)
    let line = source.lineStart(node.start.offset)
    writer.write(flow: value, indent: source.skippingSpaces(line) - line + 2)
    replace(node.start.offset..<node.end.offset, with: writer.output.bytes)
  }

  private mutating func edit(
    _ items: [YAMLNode], from old: [Value], to new: [Value], at path: [YAMLPathStep]
  ) {
    for (index, item) in items.enumerated() where old[index] != new[index] {
      let path = path + [.index(index)]
      if patch(item, from: old[index], to: new[index], at: path) { continue }
      replace(item: item, with: new[index])
    }
  }

  /// Writes an item behind those of a block sequence, which must have some, with its indentation.
  mutating func append(_ value: Value, to node: YAMLNode, _ items: [YAMLNode]) {
    let (dash, content) = (node.start.column, max(items[0].start.column, node.start.column + 2))
    let point = source.insertionPoint(after: source.contentEnd(node), indent: dash)
    var margin = Array(repeating: UInt8(ascii: " "), count: content)
    margin[dash] = UInt8(ascii: "-")
    let text = margin + rendered(value, column: content) + [UInt8(ascii: "\n")]
    replace(point..<point, with: text)
  }

  private mutating func replace(item: YAMLNode, with new: Value) {
    let start = item.start.offset
    let end = source.contentEnd(item)
    guard start == item.end.offset else {
      replace(start..<end, with: rendered(new, column: item.start.column))
      return
    }
    // The item is empty: its place is right behind the dash.
    let space: [UInt8] = [UInt8(ascii: " ")]
    let text = rendered(new, column: item.start.column + 1)
    replace(start..<end, with: space + text)
  }

  /// A value that begins at `column`, without the end of its last line.
  private func rendered(_ value: Value, column: Int) -> [UInt8] {
    var writer = YAMLWriter(column: column)
    switch value {
    case .map(let mapping) where !mapping.isEmpty: writer.write(mapping, indent: column)
    case .array(let items) where !items.isEmpty: writer.write(items, indent: column)
    default:
      writer.write(inline: value, continuedAt: column)
      return writer.output.bytes
    }
    return writer.output.bytes.dropLast()
  }
}

extension Value {
  fileprivate var isFilledCollection: Bool {
    switch self {
    case .map(let mapping): !mapping.isEmpty
    case .array(let items): !items.isEmpty
    default: false
    }
  }
}

extension YAMLPair {
  fileprivate func isKept(in new: Value.Mapping) -> Bool {
    isMerge || key.text.flatMap { new[$0] } != nil
  }
}

extension Value.Mapping {
  /// The pairs of `new`: first those that are here, in their order, then the others.
  fileprivate func updated(to new: Value.Mapping) -> Value.Mapping {
    var result = Value.Mapping()
    for key in keys where new[key] != nil { result[key] = new[key] }
    for (key, value) in new.pairs { result[key] = value }
    return result
  }
}

extension YAMLNode {
  fileprivate var isBlockCollection: Bool {
    switch content {
    case .sequence, .mapping: !isFlow
    case .scalar, .alias: false
    }
  }
}
