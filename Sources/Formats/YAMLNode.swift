/// A place in a document.
package struct Mark: Sendable, Hashable {
  /// Counted from 0.
  package var line: Int
  /// Characters from the start of the line, counted from 0.
  package var column: Int
  /// Bytes from the start of the document, its byte order mark included.
  package var offset: Int

  package init(line: Int, column: Int, offset: Int) {
    self.line = line
    self.column = column
    self.offset = offset
  }
}

/// One step on the way from the root of a document to a node.
package enum YAMLPathStep: Sendable, Hashable {
  case key(String)
  case index(Int)
}

/// A node of a YAML document, with where and how it is written.
package struct YAMLNode: Sendable {
  package enum Content: Sendable {
    case scalar(String, YAMLScalarStyle)
    case sequence([YAMLNode])
    case mapping([YAMLPair])
    /// `*name`, and the node it stands for.
    indirect case alias(YAMLNode)
  }

  package var content: Content
  /// The tag as resolved by the parser (`tag:yaml.org,2002:str`); nil when none is written.
  package var tag: String?
  package var anchor: String?
  /// Whether a collection is written in flow style (`[…]`, `{…}`).
  package var isFlow: Bool
  package var start: Mark
  /// After the last byte of the node; for a block collection where the next token starts.
  package var end: Mark
}

/// A key with its value.
package struct YAMLPair: Sendable {
  package var key: YAMLNode
  package var value: YAMLNode
}

package enum YAMLScalarStyle: Sendable {
  case plain, singleQuoted, doubleQuoted, literal, folded
}

extension YAMLNode {
  /// The node itself, or what the alias stands for.
  package var target: YAMLNode {
    if case .alias(let node) = content { node.target } else { self }
  }

  /// Whether it is a sequence or a mapping.
  package var isCollection: Bool {
    switch target.content {
    case .sequence, .mapping: true
    case .scalar, .alias: false
    }
  }

  /// The text of a scalar, whatever its type.
  package var text: String? {
    if case .scalar(let text, _) = target.content { text } else { nil }
  }

  package var pairs: [YAMLPair]? {
    if case .mapping(let pairs) = target.content { pairs } else { nil }
  }

  package var items: [YAMLNode]? {
    if case .sequence(let items) = target.content { items } else { nil }
  }
}
