import Basics

/// Turns nodes into values: resolves scalars, aliases and merge keys, and refuses duplicate keys.
struct YAMLConstructor {
  /// How many nodes a document may come to when its aliases are followed.
  private var budget = 20_000_000

  mutating func value(of node: YAMLNode) throws(YAMLSyntaxError) -> Value {
    budget -= 1
    guard budget > 0 else {
      throw YAMLSyntaxError("the document has too many aliases", at: node.start)
    }
    switch node.content {
    case .alias(let target): return try value(of: target)
    case .scalar(let text, let style): return try scalar(text, style, node)
    case .sequence(let items):
      if node.tag == YAMLTag.orderedMapping { return try orderedMapping(items, node) }
      try check(node, isA: "sequence", tags: [YAMLTag.sequence, YAMLTag.pairs])
      return .array(try values(of: items))
    case .mapping(let pairs):
      try check(node, isA: "mapping", tags: [YAMLTag.mapping, YAMLTag.set])
      return .map(try mapping(pairs, node))
    }
  }

  /// Refuses tags of other kinds of nodes, and tags that nobody knows.
  private func check(
    _ node: YAMLNode, isA kind: String, tags: [String]
  ) throws(YAMLSyntaxError) {
    guard let tag = node.tag, !tags.contains(tag) else { return }
    guard let wanted = YAMLTag.kinds[tag] else { throw unknown(tag: tag, node) }
    throw YAMLSyntaxError("expected a \(wanted) node, but found \(kind)", at: node.start)
  }

  private func scalar(
    _ text: String, _ style: YAMLScalarStyle, _ node: YAMLNode
  ) throws(YAMLSyntaxError) -> Value {
    if node.tag == nil, style == .plain, text.utf8.elementsEqual("=".utf8) {
      throw unknown(tag: "tag:yaml.org,2002:value", node)
    }
    if let tag = node.tag, YAMLTag.kinds[tag] != "scalar" {
      try check(node, isA: "scalar", tags: [])
    }
    guard let value = Value(scalar: text, style: style, tag: node.tag) else {
      throw unknown(tag: node.tag ?? "", node)
    }
    return value
  }

  private func unknown(tag: String, _ node: YAMLNode) -> YAMLSyntaxError {
    YAMLSyntaxError("could not determine a constructor for the tag '\(tag)'", at: node.start)
  }

  private mutating func values(of items: [YAMLNode]) throws(YAMLSyntaxError) -> [Value] {
    var values: [Value] = []
    values.reserveCapacity(items.count)
    for item in items { values.append(try value(of: item)) }
    return values
  }

  private mutating func orderedMapping(
    _ items: [YAMLNode], _ node: YAMLNode
  ) throws(YAMLSyntaxError) -> Value {
    .map(try mapping(items.flatMap { $0.pairs ?? [] }, node))
  }

  private mutating func mapping(
    _ pairs: [YAMLPair], _ node: YAMLNode
  ) throws(YAMLSyntaxError) -> Value.Mapping {
    var result = Value.Mapping()
    if pairs.contains(where: \.isMerge) { result = try merged(pairs, node) }
    var own = result.isEmpty ? nil : Value.Mapping()
    for pair in pairs where !pair.isMerge {
      let key = try keyValue(pair.key, in: node)
      let value = try value(of: pair.value)
      if let original = own == nil ? result[key.text] : own?[key.text] {
        throw duplicate(key.text, value, original, pair.key, node)
      }
      own?[key.text] = value
      if case .string = key.value {
        result[key.text] = value
      } else {
        result.set(value, forKey: key.text, typed: key.value)
      }
    }
    return result
  }

  /// What the merge keys of a mapping bring in, which stands before its own keys.
  private mutating func merged(
    _ pairs: [YAMLPair], _ node: YAMLNode
  ) throws(YAMLSyntaxError) -> Value.Mapping {
    let merges = pairs.filter(\.isMerge)
    guard merges.count == 1 else { throw duplicateMerge(merges[1].key, node) }
    let source = merges[0].value
    var result = Value.Mapping()
    for part in (source.items ?? [source]).reversed() {
      guard let inherited = part.pairs else { throw notMergeable(part, node) }
      for pair in try mapping(inherited, part.target).pairs { result[pair.key] = pair.value }
    }
    return result
  }

  private mutating func keyValue(
    _ key: YAMLNode, in node: YAMLNode
  ) throws(YAMLSyntaxError) -> (text: String, value: Value) {
    // As a key, `=` is a string.
    let value = key.text == "=" ? .string("=") : try value(of: key)
    switch value {
    case .string(let text): return (text, value)
    case .array(let items) where !items.contains(where: \.holdsMappings):
      return (value.pythonTuple, value)
    case .array, .map:
      throw YAMLSyntaxError(
        context: .init(message: "while constructing a mapping", mark: node.start),
        problem: .init(message: "found unhashable key", mark: key.start))
    default: return (value.pythonText, value)
    }
  }
}

extension YAMLConstructor {
  private func duplicate(
    _ key: String, _ value: Value, _ original: Value, _ keyNode: YAMLNode, _ node: YAMLNode
  ) -> YAMLSyntaxError {
    let message =
      "found duplicate key \"\(key)\" with value \"\(value.pythonText)\" "
      + "(original value: \"\(original.pythonText)\")"
    return YAMLSyntaxError(
      context: .init(message: "while constructing a mapping", mark: node.start),
      problem: .init(message: message, mark: keyNode.start))
  }

  private func duplicateMerge(_ key: YAMLNode, _ node: YAMLNode) -> YAMLSyntaxError {
    YAMLSyntaxError(
      context: .init(message: "while constructing a mapping", mark: node.start),
      problem: .init(message: "found duplicate merge key \"<<\"", mark: key.start))
  }

  private func notMergeable(_ part: YAMLNode, _ node: YAMLNode) -> YAMLSyntaxError {
    let kind = part.items == nil ? "scalar" : "sequence"
    return YAMLSyntaxError(
      context: .init(message: "while constructing a mapping", mark: node.start),
      problem: .init(
        message: "expected a mapping or list of mappings for merging, but found \(kind)",
        mark: part.start))
  }
}

extension YAMLPair {
  var isMerge: Bool {
    guard case .scalar(let text, .plain) = key.content else { return false }
    return text.utf8.elementsEqual("<<".utf8) && (key.tag == nil || key.tag == YAMLTag.merge)
  }
}

extension Value {
  fileprivate var holdsMappings: Bool {
    switch self {
    case .map: true
    case .array(let items): items.contains(where: \.holdsMappings)
    default: false
    }
  }

  /// What Python's `repr` makes of the tuple that a sequence becomes as a key.
  fileprivate var pythonTuple: String {
    switch self {
    case .string(let text): return pythonQuoted(text)
    case .array(let items):
      let texts = items.map(\.pythonTuple).joined(separator: ", ")
      return "(\(texts)\(items.count == 1 ? "," : ""))"
    default: return pythonText
    }
  }

  /// What Python's `str` makes of the value; an empty collection's for collections, which is what
  /// DVC shows of a value that is not complete.
  var pythonText: String {
    switch self {
    case .null: "None"
    case .bool(let flag): flag ? "True" : "False"
    case .integer(let number): String(number)
    case .bigInteger(let digits): digits
    case .float(let number): pythonRepr(number)
    case .string(let text), .timestamp(let text): text
    case .array: "[]"
    case .map: "{}"
    }
  }
}
