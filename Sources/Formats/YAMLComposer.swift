import CLibYAML

/// Builds the node tree of one document from events, without recursion, so that no input exhausts
/// the stack.
struct YAMLComposer: ~Copyable {
  /// A collection whose end has not been read.
  private struct Open {
    var node: YAMLNode
    var items: [YAMLNode] = []
    var isMapping: Bool
  }

  /// Deeper documents are refused: whoever walks the tree recurses.
  private static let deepest = 500

  private var reader: YAMLEventReader
  private var open: [Open] = []
  private var anchors: [String: YAMLNode] = [:]
  /// Where the last event ended.
  private var position = 0
  /// Whether the last document ended with `...`.
  private var isEnded = false

  init(reading bytes: UnsafeBufferPointer<UInt8>) {
    reader = YAMLEventReader(reading: bytes)
  }

  /// The root node; nil for an empty document.
  mutating func compose() throws(YAMLSyntaxError) -> YAMLNode? {
    var root: YAMLNode?
    while true {
      let event = try next(after: root)
      switch event.type {
      case YAML_STREAM_END_EVENT: return root
      case YAML_DOCUMENT_START_EVENT:
        if let root { throw secondDocument(at: reader.mark(event.start_mark), after: root) }
      case YAML_DOCUMENT_END_EVENT: isEnded = event.data.document_end.implicit == 0
      case YAML_STREAM_START_EVENT: break
      default:
        if let node = try take(event) { root = node }
      }
    }
  }

  /// The next event, unless DVC's parser would not get as far.
  private mutating func next(after root: YAMLNode?) throws(YAMLSyntaxError) -> yaml_event_t {
    do {
      let event = try reader.next()
      try refuseTabs(before: reader.mark(event.start_mark).offset)
      if event.type == YAML_SCALAR_EVENT { try refuseTabs(within: event) }
      position = reader.mark(event.end_mark).offset
      return event
    } catch {
      guard let mark = error.problem?.mark else { throw error }
      try refuseTabs(before: error.tokenStart ?? mark.offset)
      if let root, isEnded { throw secondDocument(at: mark, after: root) }
      throw error
    }
  }

  private func secondDocument(at mark: Mark, after root: YAMLNode) -> YAMLSyntaxError {
    YAMLSyntaxError(
      context: .init(message: "expected a single document in the stream", mark: root.start),
      problem: .init(message: "but found another document", mark: mark))
  }

  /// Takes one event in; returns the root when that is complete.
  private mutating func take(_ event: yaml_event_t) throws(YAMLSyntaxError) -> YAMLNode? {
    switch event.type {
    case YAML_SCALAR_EVENT: return finish(scalar(event))
    case YAML_ALIAS_EVENT: return finish(try alias(event))
    case YAML_SEQUENCE_START_EVENT, YAML_MAPPING_START_EVENT: try begin(event)
    case YAML_SEQUENCE_END_EVENT, YAML_MAPPING_END_EVENT: return end(event)
    default: break
    }
    return nil
  }

  private mutating func scalar(_ event: yaml_event_t) -> YAMLNode {
    let scalar = event.data.scalar
    let text = String(
      decoding: UnsafeBufferPointer(start: scalar.value, count: scalar.length), as: UTF8.self)
    return node(
      .scalar(text, YAMLScalarStyle(scalar.style)), event,
      tag: scalar.tag.map { String(cString: $0) }, anchor: scalar.anchor)
  }

  private mutating func alias(_ event: yaml_event_t) throws(YAMLSyntaxError) -> YAMLNode {
    let name = String(cString: event.data.alias.anchor)
    guard let target = anchors[name] else {
      throw YAMLSyntaxError(
        "found undefined alias '\(name)'", at: reader.mark(event.start_mark))
    }
    return node(.alias(target), event, tag: nil, anchor: nil)
  }

  private mutating func begin(_ event: yaml_event_t) throws(YAMLSyntaxError) {
    guard open.count < Self.deepest else {
      throw YAMLSyntaxError("exceeded the maximum depth", at: reader.mark(event.start_mark))
    }
    if event.type == YAML_SEQUENCE_START_EVENT {
      let start = event.data.sequence_start
      var new = node(
        .sequence([]), event, tag: start.tag.map { String(cString: $0) }, anchor: start.anchor)
      new.isFlow = start.style == YAML_FLOW_SEQUENCE_STYLE
      open.append(Open(node: new, isMapping: false))
    } else {
      let start = event.data.mapping_start
      var new = node(
        .mapping([]), event, tag: start.tag.map { String(cString: $0) }, anchor: start.anchor)
      new.isFlow = start.style == YAML_FLOW_MAPPING_STYLE
      open.append(Open(node: new, isMapping: true))
    }
  }

  private mutating func end(_ event: yaml_event_t) -> YAMLNode? {
    guard let collection = open.popLast() else { return nil }
    var node = collection.node
    node.end = reader.mark(event.end_mark)
    node.content =
      collection.isMapping ? .mapping(pairs(of: collection.items)) : .sequence(collection.items)
    return finish(node)
  }

  private func pairs(of items: [YAMLNode]) -> [YAMLPair] {
    stride(from: 0, to: items.count - 1, by: 2).map {
      YAMLPair(key: items[$0], value: items[$0 + 1])
    }
  }

  private mutating func node(
    _ content: YAMLNode.Content, _ event: yaml_event_t, tag: String?,
    anchor: UnsafeMutablePointer<UInt8>?
  ) -> YAMLNode {
    YAMLNode(
      content: content, tag: tag, anchor: anchor.map { String(cString: $0) }, isFlow: false,
      start: reader.mark(event.start_mark), end: reader.mark(event.end_mark))
  }

  /// Hands a complete node to the collection around it; returns it when there is none.
  private mutating func finish(_ node: YAMLNode) -> YAMLNode? {
    if let anchor = node.anchor { anchors[anchor] = node }
    guard !open.isEmpty else { return node }
    open[open.count - 1].items.append(node)
    return nil
  }
}

extension YAMLSyntaxError {
  /// Where the token starts that could not be read to its end.
  fileprivate var tokenStart: Int? {
    if problem?.message.hasPrefix("found character '\\t'") == true { return 0 }
    guard let context, context.message.hasPrefix("while scanning") else { return nil }
    return context.mark?.offset
  }
}

// MARK: Tabs

extension YAMLComposer {
  private var isInFlow: Bool { open.last?.node.isFlow == true }

  /// Between tokens, DVC's parser takes tabs in flow collections and comments only.
  private func refuseTabs(before end: Int) throws(YAMLSyntaxError) {
    guard !isInFlow, position < end, let tab = reader.places.firstTab(in: position..<end) else {
      return
    }
    throw YAMLSyntaxError(
      "found character '\\t' that cannot start any token", at: reader.places.mark(at: tab))
  }

  /// To DVC's parser, a tab ends a plain scalar.
  private mutating func refuseTabs(within event: yaml_event_t) throws(YAMLSyntaxError) {
    guard event.data.scalar.style == YAML_PLAIN_SCALAR_STYLE else { return }
    let range = reader.mark(event.start_mark).offset..<reader.mark(event.end_mark).offset
    guard let tab = reader.places.firstTab(in: range, countingComments: true) else { return }
    guard let around = open.last?.node, around.isFlow else {
      throw YAMLSyntaxError(
        "found character '\\t' that cannot start any token", at: reader.places.mark(at: tab))
    }
    let kind = if case .mapping = around.content { "mapping" } else { "sequence" }
    let rest = reader.places.skippingBlanks(tab)
    throw YAMLSyntaxError(
      context: .init(message: "while parsing a flow \(kind)", mark: around.start),
      problem: .init(
        message: "expected ',' or '\(kind == "mapping" ? "}" : "]")', but got '<scalar>'",
        mark: reader.places.mark(at: rest)))
  }
}

extension YAMLScalarStyle {
  fileprivate init(_ style: yaml_scalar_style_t) {
    switch style {
    case YAML_SINGLE_QUOTED_SCALAR_STYLE: self = .singleQuoted
    case YAML_DOUBLE_QUOTED_SCALAR_STYLE: self = .doubleQuoted
    case YAML_LITERAL_SCALAR_STYLE: self = .literal
    case YAML_FOLDED_SCALAR_STYLE: self = .folded
    default: self = .plain
    }
  }
}
