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
    self.bytes = bytes
    root = try Self.compose(bytes)
    var constructor = YAMLConstructor()
    value = if let root { try constructor.value(of: root) } else { .null }
  }

  /// Parses the document that is shown as `name` (`./data.dvc`) in messages.
  package init(parsing bytes: [UInt8], name: String) throws(DocumentError) {
    do {
      try self.init(bytes: bytes)
    } catch {
      throw DocumentError(name: name, syntax: error, bytes: bytes)
    }
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
