/// A YAML document: what it says, and where it says it.
package struct YAMLDocument: Sendable {
  /// The bytes that were parsed.
  package let bytes: [UInt8]
  /// Nil for a document that holds nothing but comments.
  package let root: YAMLNode?
  /// An empty document is null.
  package let value: Value

  /// Parses UTF-8 with LF or CRLF line ends and perhaps a byte order mark.
  package init(bytes: [UInt8]) throws(YAMLSyntaxError) {
    if let problem = utf8Problem(in: bytes) {
      throw YAMLSyntaxError(unreadable: "is not valid utf-8: \(problem)")
    }
    self.bytes = bytes
    root = try Self.compose(bytes)
    var constructor = YAMLConstructor()
    value = if let root { try constructor.value(of: root) } else { .null }
  }

  /// Parses the document that is shown as `name` (`data.dvc`) in messages.
  package init(parsing bytes: [UInt8], name: String) throws(DocumentError) {
    do {
      try self.init(bytes: bytes)
    } catch {
      throw DocumentError(name: name, syntax: error, bytes: bytes)
    }
  }

  /// Checks the document, shown as `name`, and returns its mapping; a document that holds nothing,
  /// or nothing but an empty value, is an empty mapping.
  package func validated(
    against schema: Schema, name: String
  ) throws(DocumentError) -> Value.Mapping {
    let checked = value.isPythonTrue ? value : .map(Value.Mapping())
    let complaints = schema.complaints(about: checked)
    guard complaints.isEmpty else {
      throw DocumentError(name: name, complaints: complaints, document: self)
    }
    return checked.map ?? Value.Mapping()
  }

  private static func compose(_ bytes: [UInt8]) throws(YAMLSyntaxError) -> YAMLNode? {
    var result: Result<YAMLNode?, YAMLSyntaxError> = .success(nil)
    bytes.withUnsafeBufferPointer { buffer in
      result = Result { () throws(YAMLSyntaxError) in
        var composer = YAMLComposer(reading: buffer)
        return try composer.compose()
      }
    }
    return try result.get()
  }

  /// The node that `path` leads to, through aliases.
  package func node(at path: some Sequence<YAMLPathStep>) -> YAMLNode? {
    var node = root
    for step in path {
      switch step {
      case .key(let key):
        node = node?.pairs?.first { $0.key.text?.utf8.elementsEqual(key.utf8) == true }?.value
      case .index(let index):
        guard let items = node?.items, items.indices.contains(index) else { return nil }
        node = items[index]
      }
    }
    return node
  }

  /// Where the value that `path` leads to begins.
  package func mark(for path: some Sequence<YAMLPathStep>) -> Mark? {
    node(at: path)?.start
  }
}

extension Value {
  /// What Python takes for true.
  package var isPythonTrue: Bool {
    switch self {
    case .null: false
    case .bool(let flag): flag
    case .integer(let number): number != 0
    case .float(let number): number != 0
    case .string(let text): !text.isEmpty
    case .array(let items): !items.isEmpty
    case .map(let mapping): !mapping.isEmpty
    case .bigInteger, .timestamp: true
    }
  }
}
